"""What a survey asks, and when: kinds of questions, and conditions on what was answered before.

A condition names an earlier question. It never holds where that question was not answered or not asked itself, so a whole
branch falls away with its first question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

NPS_CODE = "nps"
WORDS_CODE = "words"


class Kind(StrEnum):
    """How a question is answered."""

    STARS = "stars"
    SINGLE = "single"
    MULTIPLE = "multiple"
    NPS = "nps"
    TEXT = "text"


CHOICES = frozenset({Kind.SINGLE, Kind.MULTIPLE})
NUMBERS = frozenset({Kind.STARS, Kind.NPS})


class Comparison(StrEnum):
    """How an earlier answer is compared with a condition's value."""

    IS = "is"
    IS_NOT = "is_not"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from."""

    code: str
    label: Any = ""


@dataclass(frozen=True)
class Condition:
    """Ask only if the answer to an earlier question compares like this."""

    question: str
    comparison: Comparison
    value: str

    def holds(self, given: Mapping[str, Any]) -> bool:
        """Whether the answers given so far (numbers, an option's code, or a tuple of codes) fulfil it."""
        answer = given.get(self.question)
        if answer is None:
            return False
        if self.comparison is Comparison.AT_MOST:
            return int(answer) <= int(self.value)
        if self.comparison is Comparison.AT_LEAST:
            return int(answer) >= int(self.value)
        chosen = answer if isinstance(answer, tuple) else (str(answer),)
        return (self.value in chosen) is (self.comparison is Comparison.IS)


@dataclass(frozen=True)
class Question:
    """One question; only stars have a weight, and only choices have options."""

    code: str
    weight: Decimal | None = None
    label: Any = ""
    kind: Kind = Kind.STARS
    help: Any = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    condition: Condition | None = None

    @property
    def field(self) -> str:
        """The name of its field in a form: "stars-attitude", "nps", "words", "reply-reason"."""
        if self.kind is Kind.STARS:
            return f"stars-{self.code}"
        return self.code if self.code in {NPS_CODE, WORDS_CODE} else f"reply-{self.code}"

    @property
    def is_optional(self) -> bool:
        """Whether it may be left unanswered where it is asked."""
        return not self.required

    @property
    def is_multiple(self) -> bool:
        """Whether several answers may be chosen."""
        return self.kind is Kind.MULTIPLE

    def is_asked(self, given: Mapping[str, Any]) -> bool:
        """Whether it is asked after the answers given to the questions before it."""
        return self.condition is None or self.condition.holds(given)

    def label_of(self, option_code: str) -> Any:
        """The label of one of its options; the code where it has no such option."""
        return next((option.label for option in self.options if option.code == option_code), option_code)


def nps_question(label: Any = "") -> Question:
    """The question whether they would recommend us, from 0 to 10."""
    return Question(NPS_CODE, None, label, Kind.NPS, required=False)


def words_question(label: Any = "") -> Question:
    """The question for a few words in general."""
    return Question(WORDS_CODE, None, label, Kind.TEXT, required=False)


@dataclass(frozen=True)
class AskedForm:
    """A survey form as it is asked; a published one never changes, so it may be kept."""

    pk: int
    questions: tuple[Question, ...]
    names_staff: bool = True
    window_days: int = 14
    low_score_to: int = 2
    burst_answers: int = 5

    @property
    def dimensions(self) -> tuple[Question, ...]:
        """The questions answered with stars, which make the score."""
        return tuple(question for question in self.questions if question.kind is Kind.STARS)

    @property
    def asks_nps(self) -> bool:
        """Whether it asks for a recommendation."""
        return any(question.code == NPS_CODE for question in self.questions)

    @property
    def asks_words(self) -> bool:
        """Whether it asks for words in general."""
        return any(question.code == WORDS_CODE for question in self.questions)
