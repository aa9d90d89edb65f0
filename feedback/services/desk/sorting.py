"""Changing how urgent a request is, and what it is about."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.errors import RequestStateError
from feedback.models import Category, MilestoneKind, ServiceRequest, SlaAlert, Tier
from feedback.queries.calendars import work_calendar
from feedback.services.desk.rows import Kind, locked, note_entry, refuse_ended
from feedback.services.due import recount, settle
from starservice.lib.working_time import Span, due_at, is_late


@transaction.atomic
def change_tier(
    *, request: ServiceRequest, tier: Tier, by: Any, at: datetime, note: str = ""
) -> ServiceRequest:
    """Promise something else: open milestones count anew from creation, or from now where that has passed already.

    What was met stays met, a recorded breach stays recorded, pauses are kept. Raises RequestStateError or
    ClosedRequestError.
    """
    request = locked(request)
    refuse_ended(request)
    if request.tier_id == tier.pk:
        raise RequestStateError(_("It has this service tier already."))
    settle(request=request, at=at)
    before, request.tier, request.changed_at = request.tier, tier, at
    request.tier_reasons = [{"code": "chosen", "tier": tier.code, "decides": True, "note": note.strip()}]
    request.save(update_fields=["tier", "tier_reasons", "changed_at"])
    restarted = promise_anew(request, tier, at)
    recount(request=request, at=at)
    facts = {"from": before.name, "to": tier.name, "restarted": restarted}
    note_entry(request, Kind.TIER, at, by, note, data=facts)
    return request


def promise_anew(request: ServiceRequest, tier: Tier, at: datetime) -> list[str]:
    """Put the tier's promises on the open milestones; return the kinds of those that count from now."""
    seconds = {
        MilestoneKind.RESPONSE: tier.response_minutes * 60,
        MilestoneKind.SOLUTION: tier.solution_minutes * 60,
    }
    calendar = work_calendar(tier.calendar_id)
    pauses = [Span(*ends) for ends in request.pauses.values_list("starts_at", "ends_at")]
    SlaAlert.objects.filter(milestone__request=request).delete()
    restarted = []
    for milestone in request.milestones.filter(met_at__isnull=True):
        milestone.calendar_id = tier.calendar_id
        milestone.target_seconds = seconds[MilestoneKind(milestone.kind)]
        due = due_at(calendar, request.created_at, timedelta(seconds=milestone.target_seconds), pauses)
        passed = due is not None and is_late(due, at)
        milestone.starts_at = at if passed else request.created_at
        milestone.save(update_fields=["calendar", "target_seconds", "starts_at"])
        restarted += [milestone.kind] * passed
    return restarted


@transaction.atomic
def change_category(*, request: ServiceRequest, category: Category, by: Any, at: datetime) -> ServiceRequest:
    """Say what it is about; the department of the responsibility list answers for it from now on."""
    request = locked(request)
    refuse_ended(request)
    before = request.category
    request.category, request.changed_at = category, at
    request.department = category.department or request.department
    request.save(update_fields=["category", "department", "changed_at"])
    facts = {"from": before.name if before else {}, "to": category.name}
    note_entry(request, Kind.CATEGORY, at, by, data=facts)
    return request
