"""What customers say, in figures: by person, department, channel, month or question, in one query."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Now, TruncMonth

from feedback.answers import DETRACTOR_TO, PROMOTER_FROM
from feedback.models import Invitation, SurveyQuestion
from feedback.nps import Tally

GROUPS = {
    "person": ("staff_id", "staff__name", "staff__employee_no"),
    "department": ("department_id", "department__name"),
    "channel": ("channel_id", "channel__name"),
    "month": ("month",),
    "form": ("form_id", "form__version"),
}
SATISFIED_FROM = 4
VALID = Q(answer__is_valid=True)
SCORE, SATISFIED = F("answer__score"), Q(answer__score__gte=SATISFIED_FROM)


@dataclass(frozen=True)
class ResultRow:
    """One line of the results; `key` is what the next filter takes."""

    key: Any
    label: Any
    tally: Tally


def asked_between(
    invitations: QuerySet[Invitation], first: date, last: date, **filters: Any
) -> QuerySet[Invitation]:
    """Invitations about services from first to last that can be counted: not revoked, and not answered in vain.

    This one set is below the line of every figure; above it are its answers. So the filters are the same on both sides.
    """
    asked = invitations.filter(served_on__gte=first, served_on__lte=last, revoked_at__isnull=True)
    given = {name: value for name, value in filters.items() if value}
    return asked.filter(**given).exclude(answer__is_valid=False)


def figures(score: Any = SCORE, satisfied: Q = SATISFIED) -> dict[str, Any]:
    """What is counted of a group: its invitations below the line, its answers above."""
    return {
        "asked": Count("pk"),
        "answered": Count("answer", filter=VALID),
        "satisfied": Count("answer", filter=VALID & satisfied),
        "total": Sum(score, filter=VALID),
        "nps_answered": Count("answer__nps", filter=VALID),
        "promoters": Count("answer", filter=VALID & Q(answer__nps__gte=PROMOTER_FROM)),
        "detractors": Count("answer", filter=VALID & Q(answer__nps__lte=DETRACTOR_TO)),
        "waiting": Count("pk", filter=Q(answered_at__isnull=True, expires_at__gt=Now())),
    }


def tally_of(row: dict[str, Any]) -> Tally:
    return Tally(**{name: row[name] for name in figures()} | {"total": Decimal(row["total"] or 0)})


def overall(asked: QuerySet[Invitation]) -> Tally:
    """The figures of all of them together."""
    return tally_of(asked.aggregate(**figures()))


def results_by(group: str, asked: QuerySet[Invitation]) -> list[ResultRow]:
    """The figures by one of GROUPS, or by "dimension" (a question's own stars); by month they are in order of time."""
    if group == "dimension":
        return results_by_dimension(asked)
    if group == "month":
        asked = asked.annotate(month=TruncMonth("served_on"))
    names = GROUPS[group]
    rows = asked.order_by().values(*names).annotate(**figures()).order_by(*names[1:], names[0])
    return [ResultRow(row[names[0]], label_of(row, names), tally_of(row)) for row in rows]


def label_of(row: dict[str, Any], names: tuple[str, ...]) -> Any:
    if names[0] == "form_id":
        return f"v{row[names[1]]}"
    if len(names) == 3:
        return f"{row[names[1]]} ({row[names[2]]})"
    return row[names[-1]]


def results_by_dimension(asked: QuerySet[Invitation]) -> list[ResultRow]:
    """Each question's own stars; below the line are the invitations whose form asks it."""
    given = Func(
        F("answer__stars"),
        F("form__questions__code"),
        function="jsonb_extract_path_text",
        output_field=TextField(),
    )
    with_stars = asked.filter(form__questions__kind=SurveyQuestion.Kind.STARS)
    questions: QuerySet[Any] = with_stars.annotate(
        code=F("form__questions__code"), stars=Cast(given, IntegerField())
    )
    counted = (
        questions.order_by().values("code").annotate(**figures(F("stars"), Q(stars__gte=SATISFIED_FROM)))
    )
    stars = SurveyQuestion.objects.filter(kind=SurveyQuestion.Kind.STARS, form__published_at__isnull=False)
    labels = dict(stars.order_by("form__version", "order").values_list("code", "label"))
    rows = [ResultRow(row["code"], labels[row["code"]], tally_of(row)) for row in counted if row["code"]]
    return sorted(rows, key=lambda row: list(labels).index(row.key))
