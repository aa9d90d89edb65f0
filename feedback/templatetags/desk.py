"""Words and marks of the service desk."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from feedback.access import may_take_in, works_the_queue
from feedback.countdown import KEPT, KEPT_LATE, LATE, PAUSED, Countdown
from feedback.models import MilestoneKind, SlaEvent, TimelineEntry
from feedback.timeline import entry_words
from starservice.web.formats import format_duration

register = template.Library()

ICONS = {
    "message": "message",
    "reply": "send",
    "automatic": "send",
    "note": "pencil",
    "status": "check-circle",
    "assigned": "user",
    "handover": "arrow-right",
    "paused": "pause",
    "resumed": "play",
    "tier": "sliders",
    "category": "sliders",
    "sla": "clock",
    "complaint": "flag",
    "compensation": "coins",
    "linked": "link",
}
TONES = {LATE: "bad", KEPT_LATE: "bad", "soon": "warn", KEPT: "good"}


@register.filter
def in_words(entry: TimelineEntry) -> str:
    """What a timeline entry says, in the reader's language."""
    return entry_words(entry.kind, entry.data)


@register.filter
def entry_icon(entry: TimelineEntry) -> str:
    """The icon of an entry's kind."""
    return ICONS.get(entry.kind, "circle")


@register.filter
def works_queue(user: Any) -> bool:
    """Whether the queue is in the user's navigation."""
    return bool(user.is_authenticated) and works_the_queue(user)


@register.filter
def takes_in(user: Any) -> bool:
    """Whether the user may take in a request for a caller."""
    return bool(user.is_authenticated) and may_take_in(user)


@register.filter
def epoch(moment: datetime | None) -> str:
    """A moment for the browser's clock: milliseconds since 1970, or nothing."""
    return str(round(moment.timestamp() * 1000)) if moment else ""


@register.filter
def near(moment: datetime | None) -> str:
    """A moment as short as it is clear: the time alone on this day."""
    if moment is None:
        return "–"
    local = timezone.localtime(moment)
    same_day = local.date() == timezone.localdate()
    return date_format(local, "TIME_FORMAT" if same_day else "SHORT_DATETIME_FORMAT")


@register.filter
def milestone_label(kind: str) -> str:
    """response → first reply"""
    return str(dict(MilestoneKind.choices).get(kind, kind))


@register.inclusion_tag("feedback/_due.html")
def due_mark(countdown: Countdown | None, now: datetime) -> dict[str, Any]:
    """What is left of a promise's time; the browser keeps it going, the words are there without it."""
    if countdown is None:
        return {"state": ""}
    state = countdown.state(now)
    return {"countdown": countdown, "state": state, "words": _due_words(countdown, state, now)}


def _due_words(countdown: Countdown, state: str, now: datetime) -> str:
    if state == PAUSED or countdown.due_at is None:
        return _("Clock stands still")
    if state in (KEPT, KEPT_LATE):
        return _("Kept") if state == KEPT else _("Kept late")
    span = format_duration(abs((countdown.due_at - now).total_seconds()))
    return (_("%(span)s late") if state == LATE else _("%(span)s left")) % {"span": span}


@register.filter
def promise_tone(state: str) -> str:
    """The tone of a promise's state; the words beside it say the same."""
    return TONES.get(state, "info")


@register.filter
def sla_words(event: SlaEvent) -> str:
    """What an SLA event says."""
    facts = {"level": event.level, "milestone": event.milestone, "due_at": event.due_at.isoformat()}
    return entry_words("sla", facts)
