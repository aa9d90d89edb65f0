"""Stars for each criterion of a month's policy, and words."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratings.models import Criterion, Dimension
from ratings.services.evaluations import BadMarkError, IncompleteEvaluationError

STARS = [(stars, stars) for stars in range(1, 6)]


def field_name(criterion_id: int) -> str:
    return f"c{criterion_id}"


@dataclass(frozen=True)
class AskedCriterion:
    """A criterion with its field in the form."""

    criterion: Criterion
    field: forms.BoundField


class EvaluationForm(forms.Form):
    """Marks may be left open while saving as one goes; submitting asks for all of them."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[field_name(criterion.pk)] = forms.TypedChoiceField(
                label=str(criterion),
                choices=STARS,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Give 1 to 5 stars.")},
            )
        self.order_fields([*(field_name(criterion.pk) for criterion in self.criteria), "comment"])

    @property
    def marks(self) -> dict[int, int]:
        """Return the stars given, by criterion id."""
        given = {criterion.pk: self.cleaned_data[field_name(criterion.pk)] for criterion in self.criteria}
        return {criterion_id: stars for criterion_id, stars in given.items() if stars is not None}

    @property
    def given(self) -> int:
        """Return how many criteria have stars in what the page shows."""
        return sum(1 for criterion in self.criteria if self[field_name(criterion.pk)].value())

    @property
    def by_dimension(self) -> list[tuple[Dimension, list[AskedCriterion]]]:
        """Return the fields dimension by dimension, as the page shows them."""
        groups = groupby(self.criteria, key=lambda criterion: criterion.dimension)
        return [
            (dimension, [AskedCriterion(one, self[field_name(one.pk)]) for one in criteria])
            for dimension, criteria in groups
        ]

    def refuse(self, error: Exception) -> None:
        """Put a service's refusal beside the field it is about."""
        if isinstance(error, IncompleteEvaluationError):
            for criterion in error.missing:
                self.add_error(field_name(criterion.pk), _("No stars yet."))
        elif isinstance(error, BadMarkError) and field_name(error.criterion_id) in self.fields:
            self.add_error(field_name(error.criterion_id), str(error))
        else:
            self.add_error(None, str(error))


def initial_marks(marks: dict[int, int], comment: str = "") -> dict[str, Any]:
    """Return what a form starts with from saved marks."""
    return {field_name(criterion_id): stars for criterion_id, stars in marks.items()} | {"comment": comment}
