"""What the reader was told, and how they want to hear of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.forms import ChoicesForm, NotificationFilter
from people.models import Notification
from people.services import choose_how_to_hear, mark_read

PER_PAGE = 30


@login_required
@require_safe
@never_cache
def notification_list(request: HttpRequest) -> HttpResponse:
    """List what the reader was told, newest first."""
    form = NotificationFilter(request.GET or None)
    told = form.chosen(Notification.objects.filter(user=request.user, in_portal=True))  # type: ignore[misc]
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/notification_list.html", {"form": form, "page": page})


@login_required
@require_safe
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that it was read and go where it leads."""
    told = get_object_or_404(Notification, pk=pk, user=request.user)
    mark_read(user=request.user, at=timezone.now(), notifications=[told.pk])
    on_this_site = url_has_allowed_host_and_scheme(told.address, allowed_hosts=None)
    return redirect(told.address if on_this_site else "people:notifications")


@login_required
@require_POST
def read_notifications(request: HttpRequest) -> HttpResponse:
    """Mark one, or all, as read."""
    one = request.POST.get("notification", "")
    count = mark_read(
        user=request.user, at=timezone.now(), notifications=[int(one)] if one.isdecimal() else None
    )
    text = ngettext("%(count)d notification is read now.", "%(count)d notifications are read now.", count)
    messages.success(request, text % {"count": count})
    return redirect("people:notifications")


@login_required
@require_safe
@never_cache
def bell(request: HttpRequest) -> HttpResponse:
    """The bell with its count, for pages that stay open."""
    return render(request, "people/_bell.html")


@login_required
def notification_settings(request: HttpRequest) -> HttpResponse:
    """Let the reader choose by topic how they hear of it."""
    user: Any = request.user
    form = ChoicesForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        choose_how_to_hear(user=user, choices=form.choices)
        messages.success(request, _("Saved. It holds for what comes from now on."))
        return redirect("people:notification_settings")
    return render(request, "people/notification_settings.html", {"form": form})
