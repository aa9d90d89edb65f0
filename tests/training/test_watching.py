"""Seconds watched, in tables of boundaries."""

import pytest

from training.watching import (
    Clock,
    believable,
    first_of,
    is_enough,
    joined,
    length,
    percent_watched,
    read_ranges,
    within,
    without,
    write_ranges,
)

LONG_AGO = Clock(since_opened=10_000, since_saved=10_000)


@pytest.mark.parametrize(
    ("spans", "result"),
    [
        ([], []),
        ([(5, 5)], []),
        ([(9, 3)], []),
        ([(0, 10), (10, 20)], [(0, 20)]),
        ([(0, 10), (11, 20)], [(0, 10), (11, 20)]),
        ([(15, 20), (0, 10), (5, 16)], [(0, 20)]),
        ([(0, 30), (5, 10)], [(0, 30)]),
    ],
)
def test_spans_are_joined(spans, result):
    assert joined(spans) == result


def test_what_lies_outside_a_video_is_left_out():
    assert within([(-5, 3), (58, 90), (70, 80)], 60) == [(0, 3), (58, 60)]


@pytest.mark.parametrize(
    ("spans", "known", "left"),
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(0, 10)], []),
        ([(0, 10)], [(3, 6)], [(0, 3), (6, 10)]),
        ([(0, 10), (20, 30)], [(5, 25)], [(0, 5), (25, 30)]),
        ([(10, 20)], [(0, 5), (30, 40)], [(10, 20)]),
    ],
)
def test_known_seconds_are_taken_away(spans, known, left):
    assert without(spans, known) == left


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [
        (0, []),
        (-3, []),
        (4, [(0, 4)]),
        (10, [(0, 10)]),
        (12, [(0, 10), (20, 22)]),
        (99, [(0, 10), (20, 30)]),
    ],
)
def test_first_seconds_are_kept(seconds, kept):
    assert first_of([(20, 30), (0, 10)], seconds) == kept


@pytest.mark.parametrize(
    ("real", "claimed", "believed"),
    [(10, 35, 35), (10, 36, 35), (10, 600, 35), (0, 15, 15), (0, 16, 15), (22.5, 60, 60), (22.4, 60, 59)],
)
def test_nobody_watches_faster_than_twice_the_real_time(real, claimed, believed):
    clock = Clock(since_opened=10_000, since_saved=real)
    assert length(believable([(0, claimed)], known=[], seconds=600, clock=clock)) == believed


def test_grace_does_not_add_up_over_many_claims():
    known: list[tuple[int, int]] = []
    for second in range(1, 61):  # a claim of 17 s each second of a minute
        clock = Clock(since_opened=second, since_saved=1)
        known = joined(
            [
                *known,
                *believable([(length(known), length(known) + 17)], known=known, seconds=6000, clock=clock),
            ]
        )

    assert length(known) == 2 * 60 + 15


def test_seconds_seen_again_cost_no_time():
    clock = Clock(since_opened=60, since_saved=0)
    assert believable([(0, 50), (50, 60)], known=[(0, 50)], seconds=600, clock=clock) == [(50, 60)]


def test_a_late_claim_of_a_dropped_connection_is_believed():
    clock = Clock(since_opened=400, since_saved=300)
    assert believable([(60, 360)], known=[(0, 60)], seconds=600, clock=clock) == [(60, 360)]


@pytest.mark.parametrize(
    ("watched", "seconds", "percent", "enough"),
    [
        ([(0, 90)], 100, 90, True),
        ([(0, 89)], 100, 90, False),
        ([(0, 5), (95, 100)], 100, 90, False),  # jumping to the end
        ([(0, 50), (50, 90)], 100, 90, True),
        ([(0, 50), (40, 89)], 100, 90, False),  # the same seconds twice
        ([(0, 300)], 100, 100, True),
        ([(0, 100)], 0, 90, False),
        ([], 100, 0, True),
        ([(0, 3)], 3, 90, True),
        ([(0, 2)], 3, 67, False),
    ],
)
def test_the_share_really_watched_decides(watched, seconds, percent, enough):
    assert is_enough(watched, seconds=seconds, percent=percent) is enough


def test_percent_is_never_rounded_up():
    assert [percent_watched([(0, 899)], 1000), percent_watched([], 0), percent_watched([(0, 9)], 9)] == [
        89,
        0,
        100,
    ]


def test_ranges_are_read_as_the_database_writes_them():
    assert read_ranges("{[0,10),[20,30)}") == [(0, 10), (20, 30)]
    assert read_ranges("{}") == read_ranges(None) == []
    assert write_ranges([(0, 10), (20, 30)]) == "{[0,10),[20,30)}"
