"""Where a request stands, as steps a customer understands, and what is promised next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

RESOLVED, CLOSED, WAITING = "resolved", "closed", "waiting"


@dataclass(frozen=True)
class Standing:
    """The facts of a request that the steps follow from."""

    status: str
    created_at: datetime
    has_agent: bool = False
    first_replied_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """`code` is received, handled, solved or closed; `state` is done, now or todo."""

    code: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True)
class Deadline:
    """One promised moment; without one the clock stands still."""

    kind: str
    due_at: datetime | None
    met_at: datetime | None = None


@dataclass(frozen=True)
class Promise:
    """What comes next and by when; `is_late` where that moment has passed."""

    kind: str
    due_at: datetime | None
    is_late: bool


def steps_of(standing: Standing) -> list[Step]:
    """Return the four steps; exactly one is going on, unless all is done."""
    handled = standing.has_agent or standing.first_replied_at is not None
    ended = standing.status in (RESOLVED, CLOSED)
    done = {
        "received": (True, standing.created_at),
        "handled": (ended or standing.first_replied_at is not None, standing.first_replied_at),
        "solved": (ended, standing.resolved_at),
        "closed": (standing.status == CLOSED, standing.closed_at),
    }
    steps = [Step(code, "done" if is_done else "todo", at) for code, (is_done, at) in done.items()]
    # Once somebody answered, the solution is what goes on; before that, being looked at.
    first = next((index for index, step in enumerate(steps) if step.state == "todo"), None)
    if first is None:
        return steps
    now = steps[first]
    code = now.code if handled or now.code != "handled" else "waiting"
    return [*steps[:first], Step(code, "now"), *steps[first + 1 :]]


def next_promise(deadlines: Iterable[Deadline], status: str, at: datetime) -> Promise | None:
    """Return the nearest promise still to be kept: the answer before the solution; none once it has ended."""
    if status in (RESOLVED, CLOSED):
        return None
    order = ("response", "solution")
    still_open = sorted(
        (one for one in deadlines if one.met_at is None), key=lambda one: order.index(one.kind)
    )
    if not still_open:
        return None
    first = still_open[0]
    return Promise(first.kind, first.due_at, first.due_at is not None and at > first.due_at)
