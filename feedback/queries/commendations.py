"""Who is meant by a name, who may review praise, and what staff read of it."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from feedback.models import Commendation
from feedback.queries.reach import SENDS_SURVEYS
from people.models import Staff


def staff_called(about: str, day: date) -> QuerySet[Staff]:
    """Staff employed on a day whose employee number, or else whose whole name, is what somebody wrote."""
    text = about.strip()
    employed = Staff.objects.employed_on(day)
    numbered = employed.filter(employee_no__iexact=text)
    return numbered if numbered.exists() else employed.filter(name__iexact=text)


def commendations_seen_by(user: Any, rows: QuerySet[Commendation]) -> QuerySet[Commendation]:
    """Praise a user may review or look at: the company's, or that for staff of the duty's departments; never one's own."""
    others = rows.exclude(staff__in=Staff.objects.filter(user=user).values("pk"))
    if user.has_role_everywhere(*SENDS_SURVEYS, "leading_group", "auditor"):
        return others
    departments = user.departments_for(*SENDS_SURVEYS, "leading_group", "auditor")
    if not departments:
        return rows.none()
    return others.filter(staff__in=Staff.objects.working_in(departments).values("pk"))


def praise_of(staff: Staff) -> QuerySet[Commendation]:
    """Accepted praise that still counts, newest first."""
    return Commendation.objects.filter(
        Q(event__withdrawn_at__isnull=True), staff=staff, state=Commendation.State.ACCEPTED
    ).order_by("-happened_on", "-id")


def praise_by(staff: Staff) -> QuerySet[Commendation]:
    """Praise a member of staff gave to colleagues."""
    return Commendation.objects.filter(from_staff=staff).select_related("staff")
