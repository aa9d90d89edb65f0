"""What changed between two versions of a standards manual, standard by standard, word by word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum

Texts = Mapping[str, str]
TEXT_FIELDS = ("title", "behaviour", "attitude", "wording")
# A word of a script with spaces, one character of a script without, a run of blanks, or one other sign.
_WORDS = re.compile(r"[0-9]+(?:[.,:][0-9]+)*|[^\W_\u2e80-\U0003ffff]+|\s+|.", re.DOTALL)


class Kind(StrEnum):
    """What became of a standard or an indicator."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Mark(StrEnum):
    """Whether words stand in both texts, only in the new, or only in the old one."""

    SAME = "same"
    NEW = "new"
    OLD = "old"


@dataclass(frozen=True)
class Measure:
    """An indicator: its name by language, comparison, target and unit."""

    name: Texts
    comparison: str
    target: Decimal
    unit: str


@dataclass(frozen=True)
class Written:
    """A standard as a version has it; `texts` are by field, then by language. `position` is a name or nothing."""

    code: str
    stage: str
    texts: Mapping[str, Texts]
    measures: tuple[Measure, ...] = ()
    position: str = ""

    def text(self, name: str, language: str) -> str:
        """A field's text in a language; nothing where it is not written."""
        return self.texts.get(name, {}).get(language, "")


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and where they stand."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class TextChange:
    """One field in one language, as pieces of the old and the new text in reading order."""

    field: str
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class MeasureChange:
    """An indicator before and after; one of them is missing where it was added or removed."""

    before: Measure | None
    after: Measure | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.ADDED
        return Kind.REMOVED if self.after is None else Kind.CHANGED


@dataclass(frozen=True)
class StandardChange:
    """What became of one standard; `moved` are the names of plain fields (stage, position) that differ."""

    kind: Kind
    before: Written | None
    after: Written | None
    texts: tuple[TextChange, ...] = ()
    measures: tuple[MeasureChange, ...] = ()
    moved: tuple[str, ...] = field(default=())

    @property
    def standard(self) -> Written:
        """The standard as it is now, or was."""
        found = self.after or self.before
        assert found is not None
        return found


def changes_between(
    old: Iterable[Written], new: Iterable[Written], languages: Iterable[str]
) -> list[StandardChange]:
    """What was added and changed, in the new version's order, then what was removed; standards are known by code."""
    before = {standard.code: standard for standard in old}
    after = {standard.code: standard for standard in new}
    languages = tuple(languages)
    changes = [_change(before.get(code), standard, languages) for code, standard in after.items()]
    gone = [StandardChange(Kind.REMOVED, one, None) for code, one in before.items() if code not in after]
    return [change for change in changes if change] + gone


def _change(before: Written | None, after: Written, languages: tuple[str, ...]) -> StandardChange | None:
    if before is None:
        return StandardChange(Kind.ADDED, None, after)
    texts = tuple(_text_changes(before, after, languages))
    measures = tuple(measure_changes(before.measures, after.measures))
    moved = tuple(name for name in ("stage", "position") if getattr(before, name) != getattr(after, name))
    if not (texts or measures or moved):
        return None
    return StandardChange(Kind.CHANGED, before, after, texts, measures, moved)


def _text_changes(before: Written, after: Written, languages: tuple[str, ...]) -> Iterator[TextChange]:
    for name in TEXT_FIELDS:
        for language in languages:
            old, new = before.text(name, language), after.text(name, language)
            if old != new:
                yield TextChange(name, language, marked(old, new))


def measure_changes(old: Iterable[Measure], new: Iterable[Measure]) -> Iterator[MeasureChange]:
    """Pair indicators that share a name in some language, and tell those that differ, are new or are gone."""
    left = list(old)
    for measure in new:
        before = next((one for one in left if _same_name(one, measure)), None)
        if before is not None:
            left.remove(before)
        if before != measure:
            yield MeasureChange(before, measure)
    yield from (MeasureChange(one, None) for one in left)


def _same_name(one: Measure, other: Measure) -> bool:
    return any(text and other.name.get(language) == text for language, text in one.name.items())


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of two texts in reading order, word by word; Chinese is compared character by character."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.SAME, "".join(before[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece(Mark.OLD, "".join(before[i1:i2])))
        if j1 < j2:
            pieces.append(Piece(Mark.NEW, "".join(after[j1:j2])))
    return tuple(pieces)
