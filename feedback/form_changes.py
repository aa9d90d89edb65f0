"""What differs between two versions of a survey form."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from feedback.questions import Question


class Kind(StrEnum):
    """What became of a question."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Difference(NamedTuple):
    """One part of a question that differs; `language` where it is a text, `option` where it is one of an option."""

    part: str
    before: Any
    after: Any
    language: str = ""
    option: str = ""


class Change(NamedTuple):
    """A question that is not the same in both versions."""

    kind: Kind
    question: Question
    differences: tuple[Difference, ...] = ()


def changes_between(before: Sequence[Question], after: Sequence[Question]) -> list[Change]:
    """Return what changed, by the questions' codes: those of the later version first, then those that are gone."""
    old, new = by_code(before), by_code(after)
    kept = [
        [question.code for question in version if question.code in old and question.code in new]
        for version in (before, after)
    ]
    changes = []
    for code, question in new.items():
        if code not in old:
            changes.append(Change(Kind.ADDED, question))
        elif differences := tuple(
            differences_of(old[code], question, *(order.index(code) for order in kept))
        ):
            changes.append(Change(Kind.CHANGED, question, differences))
    return changes + [Change(Kind.REMOVED, question) for code, question in old.items() if code not in new]


def by_code(questions: Sequence[Question]) -> dict[str, Question]:
    """The questions by their codes."""
    return {question.code: question for question in questions}


def differences_of(one: Question, other: Question, place: int, new_place: int) -> Iterator[Difference]:
    """What differs in a question; its place is that among the questions both versions ask."""
    yield from text_differences("label", one.label, other.label)
    yield from text_differences("help", one.help, other.help)
    for part in ("kind", "required", "weight", "condition"):
        if getattr(one, part) != getattr(other, part):
            yield Difference(part, getattr(one, part), getattr(other, part))
    yield from option_differences(one, other)
    if place != new_place:
        yield Difference("place", place + 1, new_place + 1)


def option_differences(one: Question, other: Question) -> Iterator[Difference]:
    """What differs in the answers to choose from."""
    old = {option.code: option.label for option in one.options}
    new = {option.code: option.label for option in other.options}
    for code in [*new, *(code for code in old if code not in new)]:
        yield from text_differences("option", old.get(code, {}), new.get(code, {}), code)
    if list(old) != list(new) and set(old) == set(new):
        yield Difference("options", " · ".join(old), " · ".join(new))


def text_differences(part: str, one: Any, other: Any, option: str = "") -> Iterator[Difference]:
    """What differs in a text, language by language."""
    old, new = texts_of(one), texts_of(other)
    for language in [*new, *(language for language in old if language not in new)]:
        if old.get(language, "") != new.get(language, ""):
            yield Difference(part, old.get(language, ""), new.get(language, ""), language, option)


def texts_of(text: Any) -> Mapping[str, str]:
    """A text by language; a plain one has no language."""
    return text if isinstance(text, Mapping) else {"": str(text or "")}
