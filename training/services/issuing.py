"""Issue certificates by rule: the path done and the exams passed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people.models import Staff
from people.models import Topic as NoticeTopic
from people.notices import Notice
from people.services.notifications import notify
from people.services.trail import acting
from starservice.lib.tokens import hash_of, link_token, new_seed
from training.models import Certificate
from training.queries.earned import Earned, earned_certificates, exams_passed, manuals_read
from training.services.numbering import new_numbers
from training.validity import first_day, last_day

PURPOSE = "certificate-link"


@transaction.atomic
def issue_by_rule(*, staff_ids: Collection[int], at: datetime) -> list[Certificate]:
    """Issue what these members of staff earned; a renewal begins the day after the old one ends, or today when late.

    Calling it again issues nothing twice; the number of queries does not grow with the staff.
    """
    if not staff_ids:
        return []
    # Two calls about the same person take turns, and the second one sees what the first issued.
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=staff_ids).order_by("pk").values("pk"))
    earned = earned_certificates(staff_ids, at)
    if not earned:
        return []
    today = timezone.localdate(at)
    certified = _certified(earned)
    numbers = new_numbers(count=len(earned), day=today)
    rows = [
        _certificate(one, number, facts, today, at)
        for one, number, facts in zip(earned, numbers, certified, strict=True)
    ]
    with acting(None, at):
        Certificate.objects.bulk_create(rows)
    tell_of_issued(rows, at)
    return rows


def link_fields() -> dict[str, Any]:
    """A new public link: its seed and what is stored of its token."""
    seed = new_seed()
    return {"link_seed": seed, "token_hash": hash_of(token_of(seed))}


def token_of(seed: str) -> str:
    """The token in the public link of a certificate with this seed."""
    return link_token(settings.SECRET_KEY, PURPOSE, seed)


def tell_of_issued(rows: Collection[Certificate], at: datetime) -> None:
    """Tell the holders of new certificates."""
    users = dict(
        Staff.objects.filter(pk__in=[row.staff_id for row in rows], user__isnull=False).values_list(
            "pk", "user_id"
        )
    )
    address = reverse("training:my_certificates")
    notices = [
        Notice(
            users[row.staff_id],
            NoticeTopic.LEARNING,
            "certificate_issued",
            f"certificate-issued:{row.pk}",
            {"number": row.number, "from": row.valid_from.isoformat()},
            address,
        )
        for row in rows
        if row.staff_id in users
    ]
    notify(notices=notices, at=at)


def _certified(earned: list[Earned]) -> list[dict[str, Any]]:
    staff = {one.staff_id for one in earned}
    manuals = manuals_read(staff, {one.path_id for one in earned})
    exams = exams_passed(staff, {one.kind_id for one in earned})
    return [
        {
            "path": {"code": one.path, "assignment": one.assignment_id},
            "manuals": manuals.get((one.staff_id, one.path_id), []),
            "exams": exams.get((one.staff_id, one.kind_id), []),
        }
        for one in earned
    ]


def _certificate(one: Earned, number: str, facts: dict[str, Any], today: date, at: datetime) -> Certificate:
    first = first_day(today, one.old_last)
    return Certificate(
        staff_id=one.staff_id,
        kind_id=one.kind_id,
        number=number,
        valid_from=first,
        valid_until=last_day(first, one.valid_months),
        issued_at=at,
        certified=facts,
        renews_id=one.renews_id,
        **link_fields(),
    )
