"""The complaint panel of a request's page, and words for what it shows."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.access import writes_cases
from feedback.models import ServiceRequest
from feedback.queries.complaint_panel import panel_of

register = template.Library()

STEPS = {
    "answered": _("A person answered the customer"),
    "decided": _("The finding is decided"),
    "solved": _("The customer has the result"),
    "heard": _("Called back, or confirmed by the customer"),
    "closed": _("Closed"),
}
TONES = {
    "critical": "bad",
    "serious": "warn",
    "minor": "",
    "upheld": "bad",
    "not_upheld": "good",
    "": "warn",
    "asked": "warn",
    "approved": "good",
    "refused": "",
    "paid": "info",
}


@register.inclusion_tag("feedback/_complaint_panel.html", takes_context=True)
def complaint_panel(context: Context, about: ServiceRequest) -> dict[str, Any]:
    """{% complaint_panel request_shown %}: what is found out and done about a complaint, as far as the reader may act."""
    user = context["user"]
    panel = panel_of(about, user, timezone.localdate())
    return {"panel": panel, "user": user, "may_write_case": writes_cases(user)}


@register.filter
def step_words(code: str) -> Any:
    """decided → The finding is decided"""
    return STEPS.get(code, code)


@register.filter
def tone_of(code: str) -> str:
    """The tone of a badge for a severity, a finding or a state of money."""
    return TONES.get(code, "")


@register.filter
def person(user: Any) -> str:
    """A user as colleagues know them: the member of staff's name, else the sign-in."""
    if user is None:
        return "–"
    staff = getattr(user, "staff", None)
    return staff.name if staff else str(user)
