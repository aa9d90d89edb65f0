"""Sending a lost link again, only to where the customer is known to be."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from feedback.links import tracking_link
from feedback.models import ServiceRequest, ServiceRules, TimelineEntry
from feedback.queries.tracking import request_of
from feedback.services.desk.rows import note_entry

ASKED_AGAIN_AFTER = timedelta(hours=1)


def send_lost_link(*, number: str, contact: str, language: str, at: datetime) -> str:
    """Mail the link where number and contact belong together; where only a phone is known, ask the agent to call.

    Returns what was done: `mailed`, `noted` or nothing.
    """
    request = request_of(number, contact)
    if request is None or _has_run_out(request, at):
        return ""
    if request.contact_email:
        with translation.override(request.language or language or settings.LANGUAGE_CODE):
            _letter(request).send()
        return "mailed"
    return _ask_to_call(request, at)


def _has_run_out(request: ServiceRequest, at: datetime) -> bool:
    days = timedelta(days=ServiceRules.in_force().link_days)
    return request.closed_at is not None and request.closed_at + days <= at


def _letter(request: ServiceRequest) -> EmailMessage:
    facts = {"company": settings.COMPANY_NAME, "number": request.number}
    context = {**facts, "request": request, "link": tracking_link(request)}
    body = render_to_string("feedback/lost_link_email.txt", context)
    return EmailMessage(_("%(company)s: your link [%(number)s]") % facts, body, to=[request.contact_email])


@transaction.atomic
def _ask_to_call(request: ServiceRequest, at: datetime) -> str:
    facts = {"code": "link_wanted"}
    asked = request.timeline.filter(kind=TimelineEntry.Kind.NOTE, data=facts, at__gt=at - ASKED_AGAIN_AFTER)
    if asked.exists():
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("The customer has lost the link and left no e-mail: please call and tell where it stands.")
    note_entry(request, TimelineEntry.Kind.NOTE, at, text=text, data=facts)
    return "noted"
