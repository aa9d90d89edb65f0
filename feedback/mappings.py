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


KNOWN_HEADINGS = {
    "external_id": "call id, id, case id, ticket, number, 编号, 流水号, 工单号, 編號, 流水號, 工單號",
    "staff": "agent, employee no, employee number, staff, 工号, 客服, 坐席, 員工編號, 工號, 座席",
    "date": "date, day, call date, 日期, 通话日期, 通話日期",
    "time": "time, call time, 时间, 時間",
    "channel": "channel, 渠道, 管道",
    "customer": "customer, customer id, customer no, 客户编号, 客戶編號",
    "topic": "topic, subject, category, 主题, 类别, 主題, 類別",
    "answered": "answered, answered (y/n), 是否接听, 已接听, 是否接聽",
    "resolved": "resolved, solved, 是否解决, 已解决, 是否解決",
    "response_seconds": "speed of answer in seconds, speed of answer, response seconds, 响应秒数, 等待时长, 等待時長",
    "talk_seconds": "avgtalkduration, talk time, talk seconds, duration, 通话时长, 通話時長",
    "rating": "satisfaction rating, satisfaction, rating, stars, 满意度, 评分, 滿意度, 評分",
}


def guess_columns(headings: Sequence[str]) -> dict[str, str]:
    """Return our fields with the headings that by their names mean them."""
    there = {normal(heading): heading for heading in headings}
    guesses = {}
    for field, known in KNOWN_HEADINGS.items():
        found = [there[name] for name in known.split(", ") if name in there]
        if found:
            guesses[field] = found[0]
    return guesses
