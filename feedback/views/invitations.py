"""“Ask for a rating”: a member of staff lets the customer scan a code right after the service."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.errors import FeedbackError
from feedback.forms.invitation import AskForm
from feedback.links import link_for
from feedback.models import Invitation
from feedback.services import send_invitation
from people.models import Staff
from starservice.web.qr import qr_svg

PER_PAGE = 20


@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Ask for a rating of a service one has just given, and see what became of earlier requests (never the answers)."""
    now, staff = timezone.now(), staff_of(request)
    form = AskForm(request.POST or None, today=timezone.localdate(now))
    if request.method == "POST" and staff is not None and form.is_valid():
        seed = tokens.new_seed()
        try:
            send_invitation(staff=staff, **form.cleaned_data, at=now, by=request.user, seed=seed)
            return redirect("feedback:invitation", seed)
        except FeedbackError as refused:
            form.add_error("served_on", str(refused))
    own = (
        Invitation.objects.filter(staff=staff).select_related("channel")
        if staff
        else Invitation.objects.none()
    )
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "staff": staff, "now": now}
    status = 422 if form.errors else 200
    return render(request, "feedback/invitation_list.html", context, status=status)


@login_required
def invitation(request: HttpRequest, seed: str) -> HttpResponse:
    """Show the code and link of an invitation to its sender, as long as it is open.

    The address carries the seed: together with the server's key it gives the token, which is stored nowhere.
    """
    token = tokens.token_for(settings.SECRET_KEY, seed)
    sent = (
        Invitation.objects.filter(token_hash=tokens.hash_of(token), staff__user=request.user)  # type: ignore[misc]
        .select_related("staff", "channel")
        .first()
    )
    if sent is None:
        raise Http404
    link = link_for(seed)
    context: dict[str, Any] = {"invitation": sent, "now": timezone.now()}
    if sent.state(context["now"]) == Invitation.State.OPEN:
        context |= {"link": link, "qr": qr_svg(link, _("QR code of the survey"))}
    response = render(request, "feedback/invitation_code.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def staff_of(request: HttpRequest) -> Staff | None:
    return Staff.objects.filter(user=request.user).first()  # type: ignore[misc]
