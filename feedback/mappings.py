"""Which column of an export means what: our fields, the options, and how a mapping meets a file's headings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIELDS = (
    "external_id",
    "staff",
    "date",
    "time",
    "channel",
    "customer",
    "topic",
    "answered",
    "resolved",
    "response_seconds",
    "talk_seconds",
    "rating",
)
REQUIRED = ("external_id", "staff", "date")
YES = ("y", "yes", "true", "1", "是", "已", "√")
NO = ("n", "no", "false", "0", "否", "未", "×")


@dataclass(frozen=True)
class Place:
    """A department or position by code, with the name it gets if it has to be made."""

    code: str
    name: str


@dataclass(frozen=True)
class Options:
    """How the values of a file are to be read; an empty time zone is the company's own."""

    source: str = "import"
    channel: str = "phone"
    time_zone: str = ""
    date_order: str = "ymd"
    yes: tuple[str, ...] = YES
    no: tuple[str, ...] = NO
    create_staff: bool = False
    department: Place = Place("call-centre", "Call centre")
    position: Place = Place("agent", "Agent")

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Options":
        """Return the options kept with a mapping; what is missing has its default."""
        known = {
            key: value for key, value in stored.items() if key in cls.__dataclass_fields__ and value != ""
        }
        for key in ("department", "position"):
            if place := known.pop(key, None):
                known[key] = Place(place["code"], place.get("name") or place["code"])
        for key in ("yes", "no"):
            if key in known:
                known[key] = tuple(word.strip().casefold() for word in known[key])
        return cls(**known)


def normal(heading: str) -> str:
    """Return a heading without differences nobody sees: case and runs of white space."""
    return " ".join(heading.split()).casefold()


def missing_headings(columns: Mapping[str, str], headings: Iterable[str]) -> list[str]:
    """Return the headings a mapping names and the file does not have."""
    there = {normal(heading) for heading in headings}
    return [heading for heading in columns.values() if normal(heading) not in there]


def doubled_headings(columns: Mapping[str, str], headings: Sequence[str]) -> list[str]:
    """Return the headings a mapping names that stand in the file more than once."""
    there = [normal(heading) for heading in headings]
    return [heading for heading in columns.values() if there.count(normal(heading)) > 1]


def positions(columns: Mapping[str, str], headings: Sequence[str]) -> dict[str, int]:
    """Return the column number (from 0) of each mapped field."""
    there = {normal(heading): place for place, heading in reversed(list(enumerate(headings)))}
    return {field: there[normal(heading)] for field, heading in columns.items()}


def missing_fields(columns: Mapping[str, str]) -> list[str]:
    """Return the required fields a mapping does not name."""
    return [field for field in REQUIRED if not columns.get(field)]
