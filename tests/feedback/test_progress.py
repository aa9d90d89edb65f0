"""What a customer is told of where a request stands: a table of states."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.progress import Deadline, Standing, next_promise, steps_of

NOON = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("facts", "steps"),
    [
        ({"status": "new"}, "received:done waiting:now solved:todo closed:todo"),
        ({"status": "open", "has_agent": True}, "received:done handled:now solved:todo closed:todo"),
        (
            {"status": "open", "has_agent": True, "first_replied_at": LATER},
            "received:done handled:done solved:now closed:todo",
        ),
        (
            {"status": "waiting", "first_replied_at": LATER},
            "received:done handled:done solved:now closed:todo",
        ),
        (
            {"status": "resolved", "has_agent": True, "first_replied_at": LATER, "resolved_at": LATER},
            "received:done handled:done solved:done closed:now",
        ),
        (
            {"status": "closed", "resolved_at": LATER, "closed_at": LATER},
            "received:done handled:done solved:done closed:done",
        ),
    ],
)
def test_steps_follow_from_the_state(facts, steps):
    found = steps_of(Standing(created_at=NOON, **facts))
    assert " ".join(f"{step.code}:{step.state}" for step in found) == steps


RESPONSE, SOLUTION = Deadline("response", NOON), Deadline("solution", LATER)


@pytest.mark.parametrize(
    ("deadlines", "status", "at", "kind", "is_late"),
    [
        ([SOLUTION, RESPONSE], "new", NOON, "response", False),
        ([RESPONSE, SOLUTION], "new", NOON + timedelta(microseconds=1), "response", True),
        ([Deadline("response", NOON, NOON), SOLUTION], "open", LATER, "solution", False),
        (
            [Deadline("response", NOON, NOON), SOLUTION],
            "open",
            LATER + timedelta(seconds=1),
            "solution",
            True,
        ),
        ([Deadline("response", None), SOLUTION], "waiting", LATER, "response", False),
        ([RESPONSE, SOLUTION], "resolved", LATER, None, None),
        ([Deadline("response", NOON, NOON), Deadline("solution", LATER, NOON)], "open", LATER, None, None),
        ([], "new", NOON, None, None),
    ],
)
def test_next_promise_is_the_nearest_still_to_keep(deadlines, status, at, kind, is_late):
    promise = next_promise(deadlines, status, at)
    assert (promise and promise.kind) == kind
    assert (promise and promise.is_late) == is_late
