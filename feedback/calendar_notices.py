"""The words of what is told about calendars."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from feedback.models import Region
from people.notices import says


@says("public_days_missing")
def public_days_missing(facts: Mapping[str, Any]) -> str:
    """A year's public days that nobody has entered."""
    known = {"region": Region(facts["region"]).label, "year": facts["year"]}
    if facts["urgent"]:
        return (
            _("Urgent: the public days of %(year)d are missing for %(region)s. Due moments ignore holidays.")
            % known
        )
    return _("The public days of %(year)d are not entered for %(region)s yet.") % known
