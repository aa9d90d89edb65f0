"""What a survey asks, whether an answer fits it, and the score the answer gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

PLACES = 16
MAX_WORDS = 2000
DETRACTOR_TO = 6
PROMOTER_FROM = 9
STARS = {str(star): star for star in range(1, 6)}
RECOMMENDATIONS = {str(value): value for value in range(11)}


class Problem(StrEnum):
    """Why a field of an answer is refused."""

    MISSING = "missing"
    NOT_A_STAR = "not_a_star"
    NOT_ASKED = "not_asked"
    NOT_0_TO_10 = "not_0_to_10"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Question:
    """One dimension to be given one to five stars."""

    code: str
    weight: Decimal
    label: Any = ""


@dataclass(frozen=True)
class AskedForm:
    """A published survey form; it never changes, so it may be kept."""

    pk: int
    questions: tuple[Question, ...]
    asks_nps: bool = True
    asks_words: bool = True
    names_staff: bool = True
    window_days: int = 14
    low_score_to: int = 2
    burst_answers: int = 5


@dataclass(frozen=True)
class CheckedAnswer:
    """An answer that fits its form, or the problems by field ("stars-attitude", "nps", "words")."""

    stars: Mapping[str, int] = field(default_factory=dict)
    nps: int | None = None
    words: str = ""
    problems: Mapping[str, Problem] = field(default_factory=dict)


def check_answer(
    form: AskedForm, stars: Mapping[str, Any], nps: Any = None, words: str = ""
) -> CheckedAnswer:
    """Check stars by dimension code, recommendation and words, as typed or as numbers, against the form."""
    said = storable(words)
    problems = star_problems(form, stars) | other_problems(form, as_typed(nps), said)
    if problems:
        return CheckedAnswer(problems=problems)
    given = {question.code: STARS[as_typed(stars[question.code])] for question in form.questions}
    return CheckedAnswer(given, RECOMMENDATIONS.get(as_typed(nps)), said)


def star_problems(form: AskedForm, stars: Mapping[str, Any]) -> dict[str, Problem]:
    """Every question needs one to five whole stars, and nothing else may be answered."""
    asked = [question.code for question in form.questions]
    problems = {f"stars-{code}": Problem.NOT_ASKED for code in stars if code not in asked}
    for code in asked:
        typed = as_typed(stars.get(code))
        if typed not in STARS:
            problems[f"stars-{code}"] = Problem.NOT_A_STAR if typed else Problem.MISSING
    return problems


def other_problems(form: AskedForm, nps: str, words: str) -> dict[str, Problem]:
    """Recommendation and words may be left out; given, they must be asked for and fit."""
    problems = {}
    if nps and not form.asks_nps:
        problems["nps"] = Problem.NOT_ASKED
    elif nps and nps not in RECOMMENDATIONS:
        problems["nps"] = Problem.NOT_0_TO_10
    if words and not form.asks_words:
        problems["words"] = Problem.NOT_ASKED
    elif len(words) > MAX_WORDS:
        problems["words"] = Problem.TOO_LONG
    return problems


def as_typed(value: Any) -> str:
    """Return what was typed or given as a whole number; anything else (4.0, True, a list) fits no answer."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    return str(value) if type(value) is int else "?"


def storable(words: str) -> str:
    """Return the words without what a database text cannot hold."""
    return words.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def weighted_mean(stars: Mapping[str, int], weights: Mapping[str, Decimal]) -> Decimal:
    """Return Σ(weight · stars) / Σ weight, exact, rounded once to 16 places, half up."""
    total = sum((Fraction(weights[code]) for code in stars), Fraction(0))
    mean = sum((Fraction(weights[code]) * value for code, value in stars.items()), Fraction(0)) / total
    scaled = mean * 10**PLACES
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-PLACES)


def score_of(form: AskedForm, stars: Mapping[str, int]) -> Decimal:
    """Return the score of checked stars with the form's weights."""
    return weighted_mean(stars, {question.code: question.weight for question in form.questions})


def is_low(form: AskedForm, score: Decimal, nps: int | None) -> bool:
    """Whether somebody should call this customer: few stars, or a detractor (0–6)."""
    return score <= form.low_score_to or (nps is not None and nps <= DETRACTOR_TO)
