"""How sign-in differs from allauth's own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by HR; nobody signs up, and who has left stays out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse | None:
        staff = getattr(user, "staff", None)
        if staff and staff.left_on and staff.left_on < timezone.localdate():
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **options)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff land in the portal, people with a duty only in the admin."""
        user: Any = request.user
        if getattr(user, "staff", None) is None and user.can_enter_admin:
            return reverse("admin:index")
        return super().get_login_redirect_url(request)


def typed_login(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """What was typed as username or e-mail address, which is what repeated failures are counted by."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("login", "")
    return str(typed).strip().lower()
