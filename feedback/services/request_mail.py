"""Writing to customers what was said on their request."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from feedback.links import tracking_link
from feedback.models import TimelineEntry


@transaction.atomic
def email_entry(*, entry_id: int, at: datetime) -> bool:
    """Send a public entry of staff to the customer's address; delivered twice, it is sent once."""
    entry = (
        TimelineEntry.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("request", "staff")
        .filter(pk=entry_id, is_public=True, mailed_at__isnull=True)
        .first()
    )
    if entry is None or not entry.request.contact_email:
        return False
    with translation.override(entry.request.language or settings.LANGUAGE_CODE):
        letter_of(entry).send()
    TimelineEntry.objects.filter(pk=entry.pk).update(mailed_at=at)
    return True


def letter_of(entry: TimelineEntry) -> EmailMessage:
    """The letter in the active language; the number in its subject brings an answer back to the request."""
    request = entry.request
    subject = _("%(company)s: %(subject)s [%(number)s]") % {
        "company": settings.COMPANY_NAME,
        "subject": " ".join(request.subject.split()),
        "number": request.number,
    }
    context = {
        "company": settings.COMPANY_NAME,
        "request": request,
        "entry": entry,
        "is_resolved": entry.kind == TimelineEntry.Kind.STATUS,
        "due": _due_words(entry),
        "link": tracking_link(request),
    }
    body = render_to_string("feedback/request_email.txt", context)
    return EmailMessage(subject, body, to=[request.contact_email])


def _due_words(entry: TimelineEntry) -> str:
    """By when an automatic reply promises a person's answer, where the company is."""
    moment = parse_datetime(str(entry.data.get("response_due") or ""))
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""
