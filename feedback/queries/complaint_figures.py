"""Figures of complaints per month and responsible department."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth

from feedback.models import Complaint, Milestone, MilestoneKind


@dataclass(frozen=True)
class Figures:
    """What became of a month's complaints; means are seconds by the wall clock, None where there is nothing to mean."""

    month: date
    department: str
    count: int
    decided: int
    upheld: int
    escalated: int
    answered_after: float | None
    solved_after: float | None
    promised: int
    kept: int

    @property
    def upheld_share(self) -> float | None:
        """Of those that are decided."""
        return self.upheld / self.decided if self.decided else None

    @property
    def in_time(self) -> float | None:
        """Of the promised answers and solutions that were met or missed by now."""
        return self.kept / self.promised if self.promised else None


def complaint_figures(complaints: QuerySet[Complaint], first: datetime, until: datetime) -> list[Figures]:
    """Return the figures of complaints created from a moment until before another; one query."""
    rows = (
        complaints.filter(request__created_at__gte=first, request__created_at__lt=until)
        .annotate(
            month=TruncMonth("request__created_at"),
            place=Coalesce("department__name", "request__department__name"),
            **_promises(MilestoneKind.RESPONSE),
            **_promises(MilestoneKind.SOLUTION),
        )
        .order_by()
        .values("month", "place")
        .annotate(
            n=Count("pk"),
            decided=Count("pk", filter=~Q(finding="")),
            upheld=Count("pk", filter=Q(finding=Complaint.Finding.UPHELD)),
            escalated=Count("pk", filter=Q(escalated_at__isnull=False)),
            answered=Avg(F("request__first_replied_at") - F("request__created_at")),
            solved=Avg(F("request__resolved_at") - F("request__created_at")),
            kept=Count("pk", filter=Q(response_kept=True)) + Count("pk", filter=Q(solution_kept=True)),
            missed=Count("pk", filter=Q(response_missed=True)) + Count("pk", filter=Q(solution_missed=True)),
        )
        .order_by("-month", "place")
    )
    return [_figures(row) for row in rows]


def _promises(kind: str) -> dict[str, Any]:
    own = Milestone.objects.filter(request=OuterRef("pk"), kind=kind)
    return {
        f"{kind}_kept": Exists(own.filter(met_at__isnull=False, breached_at__isnull=True)),
        f"{kind}_missed": Exists(own.filter(breached_at__isnull=False)),
    }


def _figures(row: Any) -> Figures:
    return Figures(
        month=row["month"].date(),
        department=row["place"] or "–",
        count=row["n"],
        decided=row["decided"],
        upheld=row["upheld"],
        escalated=row["escalated"],
        answered_after=_seconds(row["answered"]),
        solved_after=_seconds(row["solved"]),
        promised=row["kept"] + row["missed"],
        kept=row["kept"],
    )


def _seconds(span: timedelta | None) -> float | None:
    return span.total_seconds() if span is not None else None
