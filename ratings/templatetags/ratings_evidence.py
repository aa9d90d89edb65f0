"""What became of an evidence event in the month it belongs to, for pages that show events."""

from typing import Any

from django import template
from django.template import Context

from feedback.models import EvidenceEvent
from ratings.models import StarResult
from ratings.queries.history import evidence_since, points_by_kind, standing_events, uncounted_kinds
from starservice.lib.months import last_of

register = template.Library()


@register.inclusion_tag("ratings/_stars_note.html", takes_context=True)
def stars_note(context: Context, event: EvidenceEvent) -> dict[str, Any]:
    """{% stars_note event %}: says where the month's stars are out already, so that the points need a correction."""
    first_day = event.happened_on.replace(day=1)
    found = StarResult.objects.filter(staff=event.staff_id, month__first_day=first_day)
    result = found.select_related("month__policy", "staff", "correction").first()
    user = context.get("user")
    return {
        "result": result if result and _misses(result, event) else None,
        "may_correct": user is not None and user.has_role("office"),
    }


def _misses(result: StarResult, event: EvidenceEvent) -> bool:
    first = max(result.month.first_day, evidence_since(result) or result.month.first_day)
    events = standing_events(event.staff_id, (first, last_of(result.month.first_day)))
    return event.kind in uncounted_kinds(result, events, points_by_kind(result.month))
