"""Who takes a request: facts of the agents in, one of them with the reason out, or nobody and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """What a request asks of an agent: to know its category and to cover its area; empty asks nothing."""

    category: int | None = None
    area: str = ""


@dataclass(frozen=True)
class Candidate:
    """An agent of the responsible department at one moment; without categories or areas every one is theirs."""

    staff: int
    categories: frozenset[int] = frozenset()
    areas: frozenset[str] = frozenset()
    is_on_shift: bool = True
    is_away: bool = False
    open: int = 0
    most_open: int = 20
    last_assigned_at: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """The agent's staff id, or None; `reason` has facts for words: who was left out why, and what decided."""

    staff: int | None
    reason: dict[str, Any]


def choose(wanted: Wanted, candidates: Iterable[Candidate]) -> Choice:
    """Return the agent who can take it and has least open, of several the one who was given nothing for longest.

    What keeps an agent out is counted under the first that applies: `away`, `shift`, `skill`, `area`, `full`.
    """
    everybody = list(candidates)
    obstacles = [(one, _obstacle(wanted, one)) for one in everybody]
    fit = sorted((one for one, why in obstacles if not why), key=_burden)
    left_out = dict(Counter(why for _one, why in obstacles if why))
    if not fit:
        return Choice(None, {"code": "nobody", "agents": len(everybody), "left_out": left_out})
    chosen = fit[0]
    reason = {
        "code": "automatic",
        "agents": len(everybody),
        "fit": len(fit),
        "left_out": left_out,
        "open": chosen.open,
        "decided": _decided(fit),
        "skill": wanted.category is not None and wanted.category in chosen.categories,
        "area": wanted.area if wanted.area.casefold() in _folded(chosen.areas) else "",
    }
    return Choice(chosen.staff, reason)


def _obstacle(wanted: Wanted, one: Candidate) -> str:
    if one.is_away:
        return "away"
    if not one.is_on_shift:
        return "shift"
    if one.categories and wanted.category is not None and wanted.category not in one.categories:
        return "skill"
    if one.areas and wanted.area and wanted.area.casefold() not in _folded(one.areas):
        return "area"
    return "full" if one.open >= one.most_open else ""


def _folded(areas: Iterable[str]) -> set[str]:
    return {area.casefold() for area in areas}


def _burden(one: Candidate) -> tuple[int, datetime, int]:
    return one.open, one.last_assigned_at or LONG_AGO, one.staff


def _decided(fit: list[Candidate]) -> str:
    if len(fit) == 1:
        return "only"
    return "load" if fit[0].open < fit[1].open else "turn"
