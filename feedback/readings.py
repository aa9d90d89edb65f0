"""A row of an export understood: what it says, or everything that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from feedback.mappings import Options
from feedback.values import read_answer, read_day, read_number, read_seconds, read_time

LONGEST = {"external_id": 80, "staff": 100, "channel": 40, "customer": 80, "topic": 100}
LONGEST_EMPLOYEE_NO = 40
SHOWN = 200


class Problem(NamedTuple):
    """Why a row is not taken: the field and value it is about and a code of feedback/reasons.py with its details."""

    field: str
    value: str
    code: str
    detail: dict[str, str | int] = {}


class Reading(NamedTuple):
    """What a row says, with times in the file's own time zone made absolute."""

    external_id: str
    staff: str
    channel: str
    customer: str
    topic: str
    occurred_at: datetime
    served_on: date
    answered: bool
    resolved: bool
    response_seconds: int | None
    talk_seconds: int | None
    rating: int | None


class RefusedValueError(Exception):
    """A value of the right kind that breaks a rule."""

    def __init__(self, code: str, **detail: str | int) -> None:
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Reader:
    """Understands the rows of one file; `text_of` shows a cell as its spreadsheet does, `now` ends the past."""

    places: Mapping[str, int]
    options: Options
    zone: ZoneInfo
    now: datetime
    text_of: Callable[[Any], str]

    def read(self, cells: Sequence[Any]) -> Reading | list[Problem]:
        """Return what the cells say, or all problems that can be seen without looking anything up."""
        row = _Row(self, cells)
        reading = row.read()
        return row.problems or reading


@dataclass
class _Row:
    reader: Reader
    cells: Sequence[Any]
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> Reading:
        external_id = self.text("external_id", required=True)
        staff = self.text("staff", required=True)
        served_on, occurred_at = self.moment()
        answered, resolved = self.outcome()
        return Reading(
            external_id=external_id,
            staff=staff,
            channel=self.text("channel") or self.reader.options.channel,
            customer=self.text("customer"),
            topic=self.text("topic"),
            occurred_at=occurred_at,
            served_on=served_on,
            answered=answered,
            resolved=resolved,
            response_seconds=self.value("response_seconds", _seconds),
            talk_seconds=self.value("talk_seconds", _seconds),
            rating=self.value("rating", _rating),
        )

    def cell(self, name: str) -> Any:
        place = self.reader.places.get(name)
        return "" if place is None or place >= len(self.cells) else self.cells[place]

    def shown(self, name: str) -> str:
        return self.reader.text_of(self.cell(name)).replace("\0", "")

    def refuse(self, name: str, code: str, **detail: str | int) -> None:
        self.problems.append(Problem(name, self.shown(name)[:SHOWN], code, detail))

    def text(self, name: str, required: bool = False) -> str:
        text = self.shown(name)
        if required and not text:
            self.refuse(name, "missing")
        most = LONGEST[name]
        if name == "staff" and self.reader.options.create_staff:
            most = LONGEST_EMPLOYEE_NO
        if len(text) > most:
            self.refuse(name, "too_long", most=most)
        return text

    def value(self, name: str, read: Callable[[Any], Any]) -> Any:
        """A value that may be left empty."""
        if not self.shown(name):
            return None
        try:
            return read(self.cell(name))
        except RefusedValueError as refused:
            self.refuse(name, refused.code, **refused.detail)
        except (ValueError, OverflowError):
            self.refuse(name, UNREADABLE[name])
        return None

    def moment(self) -> tuple[date, datetime]:
        """The local day, and the moment; a row without a time happened when the day began."""
        order = self.reader.options.date_order
        day, at = self.value("date", lambda cell: read_day(cell, order)) or (None, None)
        at = self.value("time", read_time) or at or time()
        if not self.shown("date"):
            self.refuse("date", "missing")
        if day is None:
            return date.min, self.reader.now
        moment = datetime.combine(day, at, self.reader.zone)
        if moment > self.reader.now:
            self.refuse("date", "in_future")
        return day, moment

    def outcome(self) -> tuple[bool, bool]:
        """Answered and resolved; without such columns a row counts as answered and as not resolved."""
        answered = self.yes_or_no("answered", default=True)
        resolved = self.yes_or_no("resolved", default=False)
        if resolved and answered is False:
            self.refuse("resolved", "resolved_not_answered")
        return bool(answered), bool(resolved)

    def yes_or_no(self, name: str, default: bool) -> bool | None:
        if name not in self.reader.places:
            return default
        options = self.reader.options
        try:
            return read_answer(self.shown(name), options.yes, options.no)
        except ValueError:
            words = ", ".join([*options.yes[:3], *options.no[:3]])
            self.refuse(name, "not_yes_or_no", words=words)
            return None


def _seconds(cell: Any) -> int:
    seconds = read_seconds(cell)
    if seconds < 0:
        raise RefusedValueError("negative")
    return seconds


def _rating(cell: Any) -> int:
    stars = read_number(cell)
    if stars != stars.to_integral_value() or not 1 <= stars <= 5:
        raise RefusedValueError("not_one_to_five")
    return int(stars)


UNREADABLE = {
    "date": "not_a_date",
    "time": "not_a_time",
    "response_seconds": "not_seconds",
    "talk_seconds": "not_seconds",
    "rating": "not_one_to_five",
}
