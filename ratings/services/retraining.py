"""Put staff on learning paths for what was low in a month."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from ratings.models import RatingMonth
from ratings.queries.low_dimensions import LowDimension, low_dimensions_of
from ratings.queries.training_needs import dimension_words
from training.models import PathAssignment
from training.services.paths import Occasion, assign_many


def assign_for_low_dimensions(*, month: RatingMonth, at: datetime) -> int:
    """Assign the paths of the rules that a published month's means lie below; return how many are new.

    One assignment a person, rule and month, however often this is done; who is on the path still stays as they are.
    """
    if month.status not in (RatingMonth.Status.PUBLISHED, RatingMonth.Status.LOCKED):
        return 0
    today, words = timezone.localdate(at), dimension_words()
    return assign_many(
        occasions=[
            Occasion(
                row.path_id,
                row.staff_id,
                PathAssignment.Cause.LOW_DIMENSION,
                f"low:{month.first_day:%Y-%m}:{row.rule_id}",
                row.due_on(today),
                _facts(row, month, words.get(row.dimension, {})),
            )
            for row in low_dimensions_of(month, today)
        ],
        at=at,
    )


def _facts(row: LowDimension, month: RatingMonth, words: Mapping[str, str]) -> dict[str, Any]:
    """What the person reads about why; the words of the dimension in each language."""
    return {
        "month": f"{month.first_day:%Y-%m}",
        "dimension": row.dimension,
        "label": dict(words),
        "mean": str(row.mean),
        "below": str(row.below),
    }
