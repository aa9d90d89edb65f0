"""What speaks against publishing a version of a standards manual, and what a reader would miss in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from training.manual_changes import TEXT_FIELDS, Measure, Texts, Written


class Lack(StrEnum):
    """What a version lacks."""

    STANDARDS = "standards"
    BEHAVIOUR = "behaviour"
    TARGET = "target"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Problem:
    """One thing that is missing: in which standard, in which field or indicator, in which languages."""

    lack: Lack
    standard: str = ""
    part: str = ""
    languages: tuple[str, ...] = ()

    @property
    def forbids(self) -> bool:
        """Whether nothing can be published before it is mended; a missing language is for the reviewer to decide."""
        return self.lack is not Lack.LANGUAGE


def problems_of(standards: Iterable[Written], languages: Iterable[str]) -> list[Problem]:
    """Everything that is missing, standard by standard."""
    standards, languages = list(standards), tuple(languages)
    if not standards:
        return [Problem(Lack.STANDARDS)]
    return [problem for standard in standards for problem in _problems(standard, languages)]


def _problems(standard: Written, languages: tuple[str, ...]) -> Iterator[Problem]:
    if not any(standard.texts.get("behaviour", {}).values()):
        yield Problem(Lack.BEHAVIOUR, standard.code)
    for measure in standard.measures:
        if _has_no_target(measure):
            yield Problem(Lack.TARGET, standard.code, next(iter(measure.name.values()), ""))
    for part, texts in _texts(standard):
        missing = tuple(language for language in languages if not texts.get(language, "").strip())
        if missing:
            yield Problem(Lack.LANGUAGE, standard.code, part, missing)


def _texts(standard: Written) -> Iterator[tuple[str, Texts]]:
    """The texts that should be written in every language: what is empty in all is not wanted, but a title always is."""
    for name in TEXT_FIELDS:
        texts = standard.texts.get(name, {})
        if name == "title" or any(texts.values()):
            yield name, texts
    for measure in standard.measures:
        yield "indicator", measure.name


def _has_no_target(measure: Measure) -> bool:
    """At least nothing is always reached; at most nothing is a target."""
    return measure.comparison == "at_least" and not measure.target
