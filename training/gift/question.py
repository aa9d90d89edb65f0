"""What a GIFT file says of a question, and what can be wrong with it."""

from dataclasses import dataclass

SINGLE, MULTIPLE, TRUE_FALSE, ORDER, TEXT = "single", "multiple", "true_false", "order", "text"


@dataclass(frozen=True)
class Answer:
    """One answer to choose; `place` where it belongs in an order, from 1."""

    text: str
    is_right: bool = False
    place: int | None = None
    feedback: str = ""


@dataclass(frozen=True)
class GiftQuestion:
    """One question; of true or false, the first answer is "true". `accepted` are the short answers of a text."""

    line: int
    kind: str
    text: str
    name: str = ""
    ident: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    accepted: tuple[str, ...] = ()
    explanation: str = ""


@dataclass(frozen=True)
class Mistake:
    """Why a question is not read: the line, a code of `MISTAKES`, and what stood there."""

    line: int
    code: str
    detail: str = ""
    name: str = ""


MISTAKES = (
    "no_answers",
    "unclosed",
    "unopened",
    "second_answers",
    "no_text",
    "name_unclosed",
    "numerical",
    "matching",
    "stray",
    "weight",
    "no_right",
    "two_right",
    "part_marks",
    "one_answer",
    "empty_answer",
    "image",
)


class Wrong(Exception):
    """A mistake at a place of a block."""

    def __init__(self, place: int, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.place, self.code, self.detail = place, code, detail
