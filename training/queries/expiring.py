"""Certificates that run out and have none that follows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import DateField, Exists, F, Func, Max, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from people.models import Assignment
from training.models import Attempt, Certificate

REMINDED = (60, 30, 7)
MANAGER_REMINDED = 30
MOST_DAYS = 365


def running_out(today: date, days: int = REMINDED[0]) -> QuerySet[Certificate]:
    """Certificates of the employed that end within so many days, where no later one of the kind was issued."""
    return (
        Certificate.objects.running_on(today)
        .filter(
            Q(staff__left_on=None) | Q(staff__left_on__gte=today),
            ~Exists(follows(OuterRef("kind"), OuterRef("staff"), OuterRef("valid_until"))),
            valid_until__lte=today + timedelta(days=days),
        )
        .select_related("staff", "kind")
        .order_by("valid_until", "pk")
    )


def follows(kind: OuterRef, staff: OuterRef, valid_until: OuterRef) -> QuerySet[Certificate]:
    """Certificates of the same kind, or both of none, that are valid after another one's last day."""
    rows = Certificate.objects.filter(Q(kind=kind) | Q(IsNull(kind, True), kind=None), staff=staff)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=valid_until), revoked_on=None)


def to_renew(today: date) -> QuerySet[Certificate]:
    """Those running out whose kind is renewed by a path and may be renewed already."""
    renewable = Func(
        F("valid_until"),
        F("kind__renew_days"),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=DateField(),
    )
    rows = running_out(today, days=MOST_DAYS).filter(kind__is_active=True, kind__path__isnull=False)
    return (
        rows.annotate(renewable_on=renewable)
        .filter(renewable_on__lte=today)
        .select_related("kind__path", "kind__renewal_path")
    )


def managers_on(staff: Iterable[int], day: date) -> dict[int, int]:
    """The user of the manager of each member of staff on a day."""
    rows = Assignment.objects.on(day).filter(staff__in=staff, manager__user__isnull=False)
    return dict(rows.values_list("staff_id", "manager__user_id"))


def rounds_sat(staff: Iterable[int], kinds: Iterable[int], paths: Iterable[int]) -> dict[int, dict[str, int]]:
    """The last round each has sat of each exam that the kinds ask for or the paths contain, by staff."""
    rounds: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Attempt.objects.filter(
        Q(exam__certificate_kinds__in=kinds) | Q(exam__steps__path__in=paths), staff__in=staff
    )
    for one, exam, last in rows.values_list("staff_id", "exam_id").annotate(Max("round")).order_by():
        rounds[one][str(exam)] = last
    return rounds
