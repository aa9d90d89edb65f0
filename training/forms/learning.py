"""What is asked about courses in the portal, and what a player says of a video."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.models import Content
from training.watching import MOST_RANGES, Span

LONGEST = 24 * 3600
# What was watched without a connection may come this late.
LATEST_SECONDS = 7 * 24 * 3600


class CourseFilterForm(forms.Form):
    """Words, a content, and what of them one has done."""

    q = forms.CharField(label=_("Course"), required=False, max_length=80)
    content = forms.ChoiceField(
        label=_("Content"), required=False, choices=[("", _("all contents")), *Content.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("on", _("I am on it")),
            ("new", _("not begun")),
            ("done", _("completed")),
        ],
    )


class WatchedForm(forms.Form):
    """Where the player is, which seconds were played since the last save, and how old this is."""

    position = forms.IntegerField(min_value=0, max_value=LONGEST)
    ranges = forms.CharField(required=False, max_length=20_000)
    age = forms.IntegerField(min_value=0, max_value=LATEST_SECONDS, required=False)

    def clean_ranges(self) -> list[Span]:
        try:
            given = json.loads(self.cleaned_data["ranges"] or "[]")
            spans = [_span(pair) for pair in given]
        except (ValueError, TypeError) as wrong:
            raise ValidationError("ranges") from wrong
        if len(spans) > MOST_RANGES:
            raise ValidationError("ranges")
        return spans


def _span(pair: Any) -> Span:
    first, end = pair
    if not (type(first) is int and type(end) is int and 0 <= first <= end <= LONGEST):
        raise ValueError
    return first, end
