"""The questions of a paper as a page shows them: never the key, never a number of the bank."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from starservice.web.localized import LocalizedText
from training.forms.sitting import as_places
from training.marking import ONE_ANSWER, ORDER, TEXT
from training.models import AttemptQuestion


@dataclass(frozen=True)
class Choice:
    """One option: where it stands in the order drawn, counted from 1, and whether it was chosen."""

    place: int
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question with what was answered until now; `choices` of an order come as the reader put them."""

    place: int
    kind: str
    text: str
    choices: tuple[Choice, ...]
    words: str
    version: int
    is_answered: bool
    points: Decimal

    @property
    def takes_one(self) -> bool:
        return self.kind in ONE_ANSWER


@dataclass(frozen=True)
class Solved:
    """One question after the end: the answer given, the right one, and why."""

    asked: Asked
    right: tuple[int, ...]
    right_order: tuple[str, ...]
    explanation: str
    earned: Decimal | None
    is_withdrawn: bool

    @property
    def tone(self) -> str:
        """How the question went: all points, some or none."""
        if self.earned == self.asked.points:
            return "good"
        return "warn" if self.earned else "bad"


def asked(row: AttemptQuestion) -> Asked:
    """A question as it is put on the page."""
    chosen, options = as_places(row), row.shown["options"]
    kind = row.shown["kind"]
    order = chosen if kind == ORDER and chosen else range(1, len(options) + 1)
    return Asked(
        place=row.place,
        kind=kind,
        text=str(LocalizedText(row.shown["text"])),
        choices=tuple(
            Choice(place, str(LocalizedText(options[place - 1]["text"])), place in chosen) for place in order
        ),
        words=row.answer["text"] if kind == TEXT and row.answer else "",
        version=row.version,
        is_answered=row.answer is not None,
        points=row.points,
    )


def solved(rows: Iterable[AttemptQuestion]) -> list[Solved]:
    """The questions with their answers, for those who may see them."""
    return [_solved(row) for row in rows]


def _solved(row: AttemptQuestion) -> Solved:
    options = row.shown["options"]
    places = {option["id"]: place for place, option in enumerate(options, 1)}
    texts = {option["id"]: str(LocalizedText(option["text"])) for option in options}
    return Solved(
        asked=asked(row),
        right=tuple(places[option] for option in row.key if option in places),
        right_order=tuple(texts[option] for option in row.key if option in texts)
        if row.shown["kind"] == ORDER
        else (),
        explanation=str(LocalizedText(row.shown.get("explanation") or {})),
        earned=row.earned,
        is_withdrawn=row.is_withdrawn,
    )
