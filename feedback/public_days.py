"""Public holidays and make-up workdays of a year, as the package `holidays` knows them; what it does not is not guessed."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays

# Our languages as the package calls them for each region.
LANGUAGES = {
    "CN": {"en": "en_US", "zh-hans": "zh_CN", "zh-hant": "zh_TW"},
    "HK": {"en": "en_HK", "zh-hans": "zh_CN", "zh-hant": "zh_HK"},
    "MO": {"en": "en_MO", "zh-hans": "zh_CN", "zh-hant": "zh_MO"},
    "TW": {"en": "en_US", "zh-hans": "zh_CN", "zh-hant": "zh_TW"},
}
MAKE_UP_NAMES = {"en": "Make-up workday", "zh-hans": "调休上班", "zh-hant": "調休上班"}
SWAPPED_NAMES = {
    "en": "Day off for a make-up workday",
    "zh-hans": "休息日（调休）",
    "zh-hant": "放假日（補班）",
}
# Each year's make-up workdays are announced in the November before; without any the year is not announced.
ANNOUNCES_MAKE_UP_DAYS = ("CN",)
MONDAY = date(2024, 1, 1)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotAnnounced(LookupError):
    """The holidays of this region and year are not known yet."""


@dataclass(frozen=True)
class KnownDay:
    """A holiday, or with `like_weekday` a make-up workday with the hours of that weekday."""

    day: date
    name: dict[str, str]
    like_weekday: int | None = None


def public_days_of(region: str, year: int) -> list[KnownDay]:
    """Return the days of a year in order. Raises NotAnnounced."""
    named = {code: _calendar(region, year, language) for code, language in LANGUAGES[region].items()}
    days = [day for day in sorted(named["en"]) if day.year == year]
    swaps = _swaps(named["zh-hans"])
    workdays = [day for day in sorted(getattr(named["en"], "weekend_workdays", ())) if day.year == year]
    if not days or (region in ANNOUNCES_MAKE_UP_DAYS and not workdays):
        raise NotAnnounced(f"{region} {year}")
    swapped = set(swaps.values())
    closed = [
        KnownDay(day, SWAPPED_NAMES if day in swapped else {code: named[code][day] for code in named})
        for day in days
    ]
    opened = [KnownDay(day, MAKE_UP_NAMES, swaps.get(day, MONDAY).weekday()) for day in workdays]
    return sorted(closed + opened, key=lambda known: known.day)


def _calendar(region: str, year: int, language: str) -> Any:
    return holidays.country_holidays(region, years=year, language=language)


def _swaps(known: Any) -> dict[date, date]:
    """From make-up workdays to the days off they are worked for: the package's names of these tell."""
    found = {day: ISO_DAY.search(name) for day, name in known.items()}
    return {date.fromisoformat(match[0]): day for day, match in found.items() if match}
