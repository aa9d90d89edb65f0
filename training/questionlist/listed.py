"""A question as a file lists it, and what could not be read of it."""

from dataclasses import dataclass, field

Texts = dict[str, str]
TRUE = {"en": "True", "zh-hans": "正确", "zh-hant": "正確"}
FALSE = {"en": "False", "zh-hans": "错误", "zh-hant": "錯誤"}


@dataclass(frozen=True)
class Problem:
    """Why a row is rejected: the column and a reason."""

    column: str
    reason: str


@dataclass(frozen=True)
class ListedOption:
    """An answer to choose, in the languages the file has."""

    text: Texts
    is_right: bool = False
    place: int | None = None


@dataclass
class ListedQuestion:
    """A question at a row or line; empty means that the file does not say."""

    number: int
    code: str = ""
    topic: str = ""
    difficulty: int | None = None
    kind: str = ""
    text: Texts = field(default_factory=dict)
    options: list[ListedOption] = field(default_factory=list)
    explanation: Texts = field(default_factory=dict)
    rubric: str = ""
    state: str = ""
    problems: list[Problem] = field(default_factory=list)
