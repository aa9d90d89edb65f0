"""The warning while the public days of this or next year are missing; louder from October on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.access import keeps_calendars, sees_calendars
from feedback.models import Region
from feedback.queries.calendars import MissingYear, missing_years
from feedback.services.public_day_warnings import is_urgent


@dataclass(frozen=True)
class Notice:
    """One warning as components/note.html takes it, with the way to end it for whom may."""

    tone: str
    title: str
    text: str
    url: str = ""


def notices(user: Any, today: date, region: str | None = None) -> list[Notice]:
    """Return a warning for each year that is missing, of all regions in use or of one, for whom it concerns."""
    if not sees_calendars(user):
        return []
    url = reverse("admin:feedback_publicday_seed") if keeps_calendars(user) else ""
    return [
        _notice(one, today, url) for one in missing_years(today) if region is None or one.region == region
    ]


def _notice(missing: MissingYear, today: date, url: str) -> Notice:
    facts = {"region": Region(missing.region).label, "year": missing.year}
    title = _("The public days of %(year)d are missing for %(region)s.") % facts
    text = _("Without them the clock counts holidays as working days and make-up workdays as closed.")
    return Notice("bad" if is_urgent(missing.year, today) else "warn", title, text, url)
