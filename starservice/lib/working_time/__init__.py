"""The clock of a service: working hours, due moments and worked time, exact to the microsecond."""

from starservice.lib.working_time.clock import NoWorkingTimeError, due_at, is_late, worked, working_spans
from starservice.lib.working_time.overlaps import first_overlap, first_overlap_in_week
from starservice.lib.working_time.schedule import Shift, Span, WorkCalendar

__all__ = [
    "NoWorkingTimeError",
    "Shift",
    "Span",
    "WorkCalendar",
    "due_at",
    "first_overlap",
    "first_overlap_in_week",
    "is_late",
    "worked",
    "working_spans",
]
