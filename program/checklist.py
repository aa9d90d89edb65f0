"""The month as a checklist: from the facts of a month to the state of each line."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The states components/checklist_line.html draws."""

    DONE = "done"
    NOW = "now"
    TODO = "todo"
    BLOCKED = "blocked"
    LATER = "later"


class Line(StrEnum):
    """What a month needs, in the order it is done."""

    OPEN = "open"
    MANAGERS = "managers"
    SELVES = "selves"
    SURVEYS = "surveys"
    CERTIFIED = "certified"
    CALCULATE = "calculate"
    REVIEW = "review"
    PUBLISH = "publish"
    APPEALS = "appeals"
    PAY = "pay"
    LOCK = "lock"


LIFE = ("", "open", "collecting", "calculated", "under_review", "published", "locked")
PAID = ("paid", "locked")


@dataclass(frozen=True)
class MonthFacts:
    """What is known of a month; `status` and `run_status` are "" where there is none."""

    status: str = ""
    is_over: bool = False
    managers_missing: int = 0
    selves_missing: int = 0
    surveys_sent: int = 0
    uncertified: int = 0
    open_appeals: int = 0
    run_status: str = ""

    def reached(self, status: str) -> bool:
        return LIFE.index(self.status) >= LIFE.index(status)


def states(facts: MonthFacts) -> dict[Line, State]:
    """Return the state of each line, in the order of the lines."""
    published = facts.reached("published")
    gathering = not facts.reached("under_review")
    return {
        Line.OPEN: State.DONE if facts.reached("collecting") else State.NOW,
        Line.MANAGERS: _gathered(facts.managers_missing, gathering),
        Line.SELVES: _gathered(facts.selves_missing, gathering),
        Line.SURVEYS: _surveys(facts, gathering),
        Line.CERTIFIED: State.TODO if facts.uncertified and gathering else State.DONE,
        Line.CALCULATE: _calculate(facts),
        Line.REVIEW: _step(facts, after="calculated", done="under_review"),
        Line.PUBLISH: _step(facts, after="under_review", done="published"),
        Line.APPEALS: State.TODO if facts.open_appeals else State.DONE if published else State.LATER,
        Line.PAY: State.DONE if facts.run_status in PAID else State.NOW if published else State.LATER,
        Line.LOCK: _lock(facts),
    }


def _gathered(missing: int, gathering: bool) -> State:
    return State.TODO if missing and gathering else State.DONE


def _surveys(facts: MonthFacts, gathering: bool) -> State:
    if not gathering:
        return State.DONE
    return State.LATER if facts.surveys_sent else State.TODO


def _calculate(facts: MonthFacts) -> State:
    if facts.reached("calculated"):
        return State.DONE
    return State.NOW if facts.is_over else State.BLOCKED


def _step(facts: MonthFacts, *, after: str, done: str) -> State:
    if facts.reached(done):
        return State.DONE
    return State.NOW if facts.reached(after) else State.LATER


def _lock(facts: MonthFacts) -> State:
    if facts.reached("locked"):
        return State.DONE
    if not facts.reached("published"):
        return State.LATER
    return State.NOW if facts.run_status in PAID and not facts.open_appeals else State.BLOCKED
