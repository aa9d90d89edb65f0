"""Saved mappings and the files they fit."""

from collections.abc import Sequence

from feedback.mappings import missing_headings
from feedback.models import ImportMapping


def fitting_mappings(headings: Sequence[str]) -> list[ImportMapping]:
    """Return the mappings all of whose headings a file has."""
    return [
        mapping for mapping in ImportMapping.objects.all() if not missing_headings(mapping.columns, headings)
    ]
