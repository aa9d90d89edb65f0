"""Make a case of a complaint, for everybody to learn from; nothing in it tells who the customer was."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feedback.anonymous import parts_of, without_names
from feedback.errors import ComplaintError
from feedback.models import Complaint, ServiceRequest
from people.services.trail import acting
from starservice.web.localized import LocalizedText
from training.models import ServiceCase


@transaction.atomic
def make_case(*, request: ServiceRequest, by: Any, at: datetime) -> ServiceCase:
    """Return the complaint's case, a new draft where it has none: its cause and remedy without names and numbers.

    Raises ComplaintError before the finding with its root cause is there.
    """
    complaint = Complaint.objects.select_for_update().filter(pk=request.pk).first()
    if complaint is None or not complaint.root_cause:
        raise ComplaintError(_("Decide the finding first: a case begins with its root cause."))
    if complaint.case is not None:
        return complaint.case
    with acting(by, at):
        complaint.case = _draft_of(complaint, at)
        complaint.save(update_fields=["case"])
    return complaint.case


def _draft_of(complaint: Complaint, at: datetime) -> ServiceCase:
    known = _known_names(complaint)
    language = get_language() or "en"

    def told(text: str) -> LocalizedText:
        return LocalizedText({language: without_names(text, known)})

    return ServiceCase.objects.create(
        code=f"case-{timezone.localdate(at):%Y%m%d}-{secrets.token_hex(3)}",
        title=LocalizedText({language: _title(complaint)}),
        root_cause=told(complaint.root_cause),
        measure=told(complaint.remedy),
    )


def _title(complaint: Complaint) -> str:
    """The subject is the customer's own words: the kind of complaint stands in its place."""
    return str(complaint.request.category or _("Complaint"))


def _known_names(complaint: Complaint) -> dict[str, list[str]]:
    request, customer = complaint.request, complaint.request.customer
    names = [request.contact_name, customer.name if customer else ""]
    others = [request.contact_phone, request.contact_email, request.number]
    if customer:
        others += [customer.phone, customer.email, customer.external_id]
    colleagues = [staff.name for staff in (complaint.about, request.agent) if staff]
    return {
        _("the customer"): [part for name in names if name for part in parts_of(name)],
        _("a colleague"): [part for name in colleagues for part in parts_of(name)],
        "…": others,
    }
