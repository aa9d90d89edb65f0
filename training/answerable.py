"""What a question lacks before it can be asked: the field to correct and a code."""

from collections.abc import Sequence
from dataclasses import dataclass

SINGLE, MULTIPLE, TRUE_FALSE, ORDER, TEXT = "single", "multiple", "true_false", "order", "text"


@dataclass(frozen=True)
class Choice:
    """An answer to choose: whether it is right, and its place in an order."""

    is_right: bool = False
    place: int | None = None


@dataclass(frozen=True)
class Lack:
    """What is wrong, at which field: `options`, `is_right`, `place` or `rubric`."""

    field: str
    code: str


LACKS = (
    "rubric_missing",
    "rubric_of_choice",
    "options_of_text",
    "too_few_options",
    "two_options",
    "no_right",
    "two_right",
    "place_missing",
    "place_gap",
)


def lack_of(kind: str, choices: Sequence[Choice], has_rubric: bool) -> Lack | None:
    """Return the first thing that keeps a question from being ready; None when it can be asked."""
    if kind == TEXT:
        return _lack_of_text(choices, has_rubric)
    if has_rubric:
        return Lack("rubric", "rubric_of_choice")
    if len(choices) < 2:
        return Lack("options", "too_few_options")
    if kind == TRUE_FALSE and len(choices) != 2:
        return Lack("options", "two_options")
    return _lack_of_order(choices) if kind == ORDER else _lack_of_right(kind, choices)


def _lack_of_text(choices: Sequence[Choice], has_rubric: bool) -> Lack | None:
    if choices:
        return Lack("options", "options_of_text")
    return None if has_rubric else Lack("rubric", "rubric_missing")


def _lack_of_right(kind: str, choices: Sequence[Choice]) -> Lack | None:
    rights = sum(choice.is_right for choice in choices)
    if not rights:
        return Lack("is_right", "no_right")
    return Lack("is_right", "two_right") if rights > 1 and kind != MULTIPLE else None


def _lack_of_order(choices: Sequence[Choice]) -> Lack | None:
    places = [choice.place for choice in choices if choice.place is not None]
    if len(places) < len(choices):
        return Lack("place", "place_missing")
    return None if sorted(places) == list(range(1, len(choices) + 1)) else Lack("place", "place_gap")
