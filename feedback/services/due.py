"""Due moments: when milestones are due, and the alerts that come of it; over one request or over thousands alike.

Whoever changes a request's clock holds the request's row (FOR UPDATE); the sweep skips what somebody holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, OuterRef, QuerySet, Subquery

from feedback.alerts import Promise, alerts_of, due_of
from feedback.models import (
    OPEN_STATES,
    EscalationStep,
    Milestone,
    MilestoneKind,
    Pause,
    ServiceRequest,
    SlaAlert,
    SlaEvent,
    SlaLevel,
)
from feedback.queries.calendars import work_calendars
from feedback.services.sweeping import fire, plan_looks
from starservice.lib.working_time import Span, WorkCalendar

BATCH = 200  # milestones; all their alerts fit into one `fire`


def start_milestones(*, request: ServiceRequest, at: datetime) -> None:
    """Begin the clock of a new request with its tier's promises."""
    minutes = {
        MilestoneKind.RESPONSE: request.tier.response_minutes,
        MilestoneKind.SOLUTION: request.tier.solution_minutes,
    }
    Milestone.objects.bulk_create(
        Milestone(
            request=request,
            kind=kind,
            calendar_id=request.tier.calendar_id,
            starts_at=request.created_at,
            target_seconds=target * 60,
        )
        for kind, target in minutes.items()
    )
    recount(request=request, at=at)


def settle(*, request: ServiceRequest, at: datetime) -> None:
    """Record what was due up to a moment, before the request changes: events do not depend on when a job looked."""
    fire(at=at, milestones=list(request.milestones.values_list("pk", flat=True)))


def recount(*, request: ServiceRequest, at: datetime) -> None:
    """Count the due moments of a request's open milestones anew and lay out their alerts."""
    recount_milestones(Milestone.objects.filter(request=request), at)
    request.refresh_from_db(fields=["next_due_at"])


def meet(*, request: ServiceRequest, kind: str, at: datetime) -> None:
    """Note that a promise was kept at a moment, late or not; a second time changes nothing."""
    milestone = request.milestones.filter(kind=kind, met_at__isnull=True).first()
    if milestone is None:
        return
    fire(at=at, milestones=[milestone.pk])
    SlaAlert.objects.filter(milestone=milestone).delete()
    Milestone.objects.filter(pk=milestone.pk).update(met_at=at)
    note_next_due(ServiceRequest.objects.filter(pk=request.pk))
    request.refresh_from_db(fields=["next_due_at"])


def reopen_milestone(*, request: ServiceRequest, kind: str, at: datetime) -> None:
    """Let a promise that was kept run on, as when a solution was none; recorded breaches stay."""
    request.milestones.filter(kind=kind).update(met_at=None)
    recount(request=request, at=at)


def recompute_open(*, calendar_ids: Iterable[int], at: datetime) -> int:
    """Count the open due moments of edited calendars anew; return how many moved."""
    ids = list(
        Milestone.objects.filter(
            calendar__in=list(calendar_ids), met_at__isnull=True, request__status__in=OPEN_STATES
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return sum(_recompute(ids[first : first + BATCH], at) for first in range(0, len(ids), BATCH))


@transaction.atomic
def _recompute(ids: Sequence[int], at: datetime) -> int:
    milestones = Milestone.objects.filter(pk__in=ids)
    requests = ServiceRequest.objects.filter(pk__in=milestones.values("request"))
    list(requests.order_by("pk").select_for_update().values_list("pk", flat=True))
    fire(at=at, milestones=list(ids))
    return recount_milestones(milestones, at)


@dataclass(frozen=True)
class Around:
    """What is needed to count many milestones, read once."""

    calendars: dict[int, WorkCalendar]
    pauses: dict[int, list[Span]]
    steps: dict[int, list[tuple[int, timedelta]]]
    warned: set[tuple[int, str]]

    def promise(self, milestone: Milestone) -> Promise:
        tier = milestone.request.tier
        return Promise(
            starts_at=milestone.starts_at,
            target=timedelta(seconds=milestone.target_seconds),
            calendar=self.calendars[milestone.calendar_id] if milestone.calendar_id else None,
            pauses=self.pauses[milestone.request_id],
            warning_share=tier.warning_share,
            escalations=self.steps[tier.pk],
            was_warned=(milestone.request_id, milestone.kind) in self.warned,
        )


def recount_milestones(milestones: QuerySet[Milestone], at: datetime) -> int:
    """Count the open ones of the milestones anew, set by set; return how many due moments moved."""
    of_open = milestones.filter(met_at__isnull=True, request__status__in=OPEN_STATES)
    found = list(of_open.select_related("request__tier").order_by("pk"))
    SlaAlert.objects.filter(milestone__in=[each.pk for each in found]).delete()
    around, moved, alerts = read_around(found), [], []
    for milestone in found:
        promise = around.promise(milestone)
        due = due_of(promise)
        if due != milestone.due_at:
            milestone.due_at = due
            moved.append(milestone)
        if due is not None:
            alerts += [
                SlaAlert(milestone=milestone, level=alert.level, fires_at=alert.fires_at, due_at=due)
                for alert in alerts_of(promise, due, at)
            ]
    Milestone.objects.bulk_update(moved, ["due_at"], batch_size=1000)
    SlaAlert.objects.bulk_create(alerts, batch_size=1000)
    plan_looks(moments=(alert.fires_at for alert in alerts), at=at)
    note_next_due(ServiceRequest.objects.filter(pk__in={each.request_id for each in found}))
    return len(moved)


def read_around(milestones: Sequence[Milestone]) -> Around:
    requests = {milestone.request_id for milestone in milestones}
    pauses: dict[int, list[Span]] = defaultdict(list)
    for request, starts, ends in Pause.objects.filter(request__in=requests).values_list(
        "request", "starts_at", "ends_at"
    ):
        pauses[request].append(Span(starts, ends))
    steps: dict[int, list[tuple[int, timedelta]]] = defaultdict(list)
    tiers = {milestone.request.tier_id for milestone in milestones}
    for tier, level, minutes in EscalationStep.objects.filter(tier__in=tiers).values_list(
        "tier", "level", "after_minutes"
    ):
        steps[tier].append((level, timedelta(minutes=minutes)))
    warned = SlaEvent.objects.filter(request__in=requests, level=SlaLevel.WARNING)
    calendars = work_calendars({each.calendar_id for each in milestones if each.calendar_id})
    return Around(calendars, pauses, steps, set(warned.values_list("request", "milestone")))


def note_next_due(requests: QuerySet[ServiceRequest]) -> None:
    """Repeat the nearest open due moment on the requests, where the queue reads it."""
    nearest = (
        Milestone.objects.filter(request=OuterRef("pk"), met_at__isnull=True)
        .order_by()
        .values("request")
        .annotate(due=Min("due_at"))
        .values("due")
    )
    requests.filter(status__in=OPEN_STATES).update(next_due_at=Subquery(nearest))
