"""Who takes a request: a table of agents, and why the others do not."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.assignment import Candidate, Wanted, choose

NOON = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "candidate", "why"),
    [
        (Wanted(), Candidate(1), ""),
        (Wanted(7, "North"), Candidate(1), ""),
        (Wanted(7), Candidate(1, categories=frozenset({7})), ""),
        (Wanted(7), Candidate(1, categories=frozenset({8})), "skill"),
        (Wanted(), Candidate(1, categories=frozenset({8})), ""),
        (Wanted(area="north"), Candidate(1, areas=frozenset({"North"})), ""),
        (Wanted(area="north"), Candidate(1, areas=frozenset({"South"})), "area"),
        (Wanted(), Candidate(1, areas=frozenset({"South"})), ""),
        (Wanted(), Candidate(1, open=19), ""),
        (Wanted(), Candidate(1, open=20), "full"),
        (Wanted(), Candidate(1, most_open=0), "full"),
        (Wanted(), Candidate(1, is_on_shift=False), "shift"),
        (Wanted(), Candidate(1, is_away=True), "away"),
        (Wanted(7), Candidate(1, is_away=True, is_on_shift=False, categories=frozenset({8})), "away"),
    ],
)
def test_agent_is_left_out_for_the_first_thing_in_the_way(wanted, candidate, why):
    choice = choose(wanted, [candidate])
    assert choice.staff == (None if why else 1)
    assert choice.reason["left_out"] == ({why: 1} if why else {})


@pytest.mark.parametrize(
    ("candidates", "chosen", "decided"),
    [
        ([Candidate(1, open=3), Candidate(2, open=1), Candidate(3, open=2)], 2, "load"),
        (
            [
                Candidate(1, last_assigned_at=NOON),
                Candidate(2, last_assigned_at=NOON - timedelta(microseconds=1)),
            ],
            2,
            "turn",
        ),
        ([Candidate(1, last_assigned_at=NOON), Candidate(2)], 2, "turn"),
        ([Candidate(2), Candidate(1)], 1, "turn"),
        ([Candidate(1, open=5), Candidate(2, is_away=True)], 1, "only"),
    ],
)
def test_least_load_then_longest_wait(candidates, chosen, decided):
    choice = choose(Wanted(), candidates)
    assert (choice.staff, choice.reason["decided"]) == (chosen, decided)
    assert choose(Wanted(), reversed(candidates)) == choice, "the order of rows decides nothing"


def test_reason_says_what_spoke_for_the_agent():
    fit = Candidate(1, categories=frozenset({7}), areas=frozenset({"North"}), open=2)
    choice = choose(Wanted(7, "north"), [fit, Candidate(2, is_on_shift=False), Candidate(3, open=4)])
    assert choice.reason == {
        "code": "automatic",
        "agents": 3,
        "fit": 2,
        "left_out": {"shift": 1},
        "open": 2,
        "decided": "load",
        "skill": True,
        "area": "north",
    }


def test_nobody_is_said_with_what_keeps_each_out():
    people = [
        Candidate(1, is_away=True),
        Candidate(2, is_on_shift=False),
        Candidate(3, is_on_shift=False),
        Candidate(4, open=20),
    ]
    choice = choose(Wanted(), people)
    assert choice.staff is None
    assert choice.reason == {
        "code": "nobody",
        "agents": 4,
        "left_out": {"away": 1, "shift": 2, "full": 1},
    }
    assert choose(Wanted(), []).reason["agents"] == 0


def test_everybody_gets_a_turn():
    """Handing out one by one, each the same load: nobody waits twice as long as another."""
    last = dict.fromkeys((1, 2, 3))
    taken = []
    for minute in range(9):
        people = [Candidate(staff, last_assigned_at=last[staff]) for staff in last]
        staff = choose(Wanted(), people).staff
        last[staff] = NOON + timedelta(minutes=minute)
        taken.append(staff)
    assert taken == [1, 2, 3] * 3
