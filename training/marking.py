"""Marking answers: what each kind of question earns, and which answers are none.

* one right answer, true or false: all points or none;
* several right answers: points × max(0, (right chosen − wrong chosen) / all right ones);
* put in order: points × max(0, (pairs in the right order − pairs in the wrong one) / all pairs);
* text: an assessor gives the points; an empty one earns none.

Points are rounded half up to two places for each question, and so is the percentage at the end: the value shown is the
value compared with the pass mark, so 89.995 is 90.00 and passes at 90.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any

CENT = Decimal("0.01")
ZERO = Decimal(0)
MOST_WORDS = 10_000
SINGLE, MULTIPLE, TRUE_FALSE, ORDER, TEXT = "single", "multiple", "true_false", "order", "text"
ONE_ANSWER = (SINGLE, TRUE_FALSE)


class NoAnswer(ValueError):
    """What was sent cannot be an answer to the question: unknown options, too many, or of another kind."""


def checked_answer(kind: str, shown: Sequence[int], answer: Any) -> Any:
    """Return an answer as it is stored, None for an empty one; raises NoAnswer.

    `shown` are the options of the question. Options come as a list without repetition, a text as {"text": …}.
    """
    if kind == TEXT:
        return _checked_text(answer)
    if answer is None or answer == []:
        return None
    if not _is_choice_of(shown, answer):
        raise NoAnswer(kind)
    if kind in ONE_ANSWER and len(answer) != 1:
        raise NoAnswer(kind)
    if kind == ORDER and len(answer) != len(shown):
        raise NoAnswer(kind)
    return [option for option in shown if option in answer] if kind == MULTIPLE else answer


def _is_choice_of(shown: Sequence[int], answer: Any) -> bool:
    if not isinstance(answer, list) or any(type(option) is not int for option in answer):
        return False
    return len(set(answer)) == len(answer) and set(answer) <= set(shown)


def _checked_text(answer: Any) -> dict[str, str] | None:
    if answer is None:
        return None
    text = answer.get("text") if isinstance(answer, dict) and set(answer) == {"text"} else None
    if not isinstance(text, str) or len(text) > MOST_WORDS or "\x00" in text:
        raise NoAnswer(TEXT)
    return {"text": text} if text.strip() else None


def earned(kind: str, key: Sequence[int], answer: Any, points: Decimal) -> Decimal | None:
    """Return the points an answer earns, rounded half up to two places; None for a text that somebody must read."""
    if not answer:
        return ZERO
    if kind == TEXT:
        return None
    return (points * _share(kind, key, answer)).quantize(CENT, ROUND_HALF_UP)


def _share(kind: str, key: Sequence[int], answer: Sequence[int]) -> Decimal:
    if kind == MULTIPLE:
        right = len(set(answer) & set(key))
        return _positive(right - (len(answer) - right), len(key))
    if kind == ORDER:
        return _order_share(key, answer)
    return Decimal(1) if list(answer) == list(key) else ZERO


def _order_share(key: Sequence[int], answer: Sequence[int]) -> Decimal:
    place = {option: number for number, option in enumerate(answer)}
    pairs = [place[first] < place[then] for first, then in combinations(key, 2)]
    return _positive(2 * sum(pairs) - len(pairs), len(pairs))


def _positive(part: int, whole: int) -> Decimal:
    return Decimal(max(0, part)) / whole if whole else ZERO


def percent(points: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return earned of possible points as percent, rounded half up to two places; None where nothing could be earned."""
    pairs = list(points)
    possible = sum((most for _got, most in pairs), ZERO)
    if not possible:
        return None
    got = sum((got for got, _most in pairs), ZERO)
    return (100 * got / possible).quantize(CENT, ROUND_HALF_UP)


def passes(score: Decimal, pass_mark: Decimal) -> bool:
    """Whether a score, as it is shown, reaches the pass mark."""
    return score >= pass_mark
