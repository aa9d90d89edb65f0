"""How shipped questions are written down."""

from typing import NamedTuple

Texts = tuple[str, str, str]  # English, Simplified, Traditional

TRUE: Texts = ("True", "正确", "正確")
FALSE: Texts = ("False", "错误", "錯誤")


class Shipped(NamedTuple):
    """A question; the first `right` of its answers are right, those of an order stand in the right order."""

    code: str
    difficulty: int
    kind: str
    text: Texts
    answers: tuple[Texts, ...] = ()
    right: int = 1
    why: Texts | tuple[()] = ()


def single(code: str, difficulty: int, text: Texts, *answers: Texts, why: Texts | tuple[()] = ()) -> Shipped:
    """The first answer is right."""
    return Shipped(code, difficulty, "single", text, answers, 1, why)


def several(
    code: str, difficulty: int, right: int, text: Texts, *answers: Texts, why: Texts | tuple[()] = ()
) -> Shipped:
    """The first `right` answers are right."""
    return Shipped(code, difficulty, "multiple", text, answers, right, why)


def true(code: str, difficulty: int, text: Texts, why: Texts | tuple[()] = ()) -> Shipped:
    """A statement that is true."""
    return Shipped(code, difficulty, "true_false", text, (TRUE, FALSE), 1, why)


def false(code: str, difficulty: int, text: Texts, why: Texts | tuple[()] = ()) -> Shipped:
    """A statement that is false."""
    return Shipped(code, difficulty, "true_false", text, (FALSE, TRUE), 1, why)


def order(code: str, difficulty: int, text: Texts, *answers: Texts, why: Texts | tuple[()] = ()) -> Shipped:
    """The answers stand in the right order."""
    return Shipped(code, difficulty, "order", text, answers, len(answers), why)


def written(code: str, difficulty: int, text: Texts) -> Shipped:
    """An assessor reads the answer."""
    return Shipped(code, difficulty, "text", text, (), 0)
