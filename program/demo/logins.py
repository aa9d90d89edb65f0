"""The sign-ins and addresses of the demo, as text."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from feedback.links import tracking_link
from feedback.models import Invitation, ServiceRequest
from program.demo.people import LOGINS, PASSWORD
from program.demo.service import SOURCE
from program.demo.surveys import survey_token


def logins_text() -> str:
    """Return where the four kinds of people go and what they sign in with."""
    lines = [
        f"  {login.duty!s:<26} {settings.PUBLIC_URL}{login.path:<9} {login.username}" for login in LOGINS
    ]
    lines.append(f"  {'customer (no sign-in)':<26} {settings.PUBLIC_URL}{live_survey_path()}")
    lines.append(f"  {'  asks for help':<26} {settings.PUBLIC_URL}{reverse('feedback:help')}")
    complaint = ServiceRequest.objects.unresolved().complaints().order_by("-pk").first()
    if complaint:
        lines.append(f"  {'  follows a complaint':<26} {tracking_link(complaint)}")
    return "\n".join([f"Sign in with the password “{PASSWORD}”:", *lines])


def live_survey_path() -> str:
    """Return the public path of the newest demo survey that can still be answered, or the site's home."""
    sent = (
        Invitation.objects.filter(
            interaction__source=SOURCE,
            answered_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .order_by("-sent_at", "-id")
        .values_list("interaction__external_id", flat=True)
        .first()
    )
    if sent is None:
        return "/"
    try:
        return reverse("feedback:survey", args=[survey_token(sent)])
    except NoReverseMatch:
        return "/"
