from decimal import Decimal as D

import pytest

from ratings.bands import Thresholds, next_star_from, stars_by_share, stars_for

DEFAULT = Thresholds(D("4.50"), D("4.00"), D("3.00"), D("2.00"))


@pytest.mark.parametrize(
    ("score", "stars"),
    [
        ("5.00", 5),
        ("4.50", 5),
        ("4.49", 4),
        ("4.00", 4),
        ("3.99", 3),
        ("3.00", 3),
        ("2.99", 2),
        ("2.00", 2),
        ("1.99", 1),
        ("1.00", 1),
    ],
)
def test_stars_begin_at_their_threshold(score, stars):
    assert stars_for(D(score), DEFAULT) == stars


@pytest.mark.parametrize(
    ("score", "start"), [("1.00", "2.00"), ("3.99", "4.00"), ("4.00", "4.50"), ("4.49", "4.50")]
)
def test_next_star_is_the_nearest_above(score, start):
    assert next_star_from(D(score), DEFAULT) == D(start)


def test_five_stars_have_no_next():
    assert next_star_from(D("4.50"), DEFAULT) is None


SHARES = [D(10), D(20), D(50), D(15)]


def test_shares_of_twenty_people():
    scores = [D(n) for n in range(20, 0, -1)]
    assert stars_by_share(scores, SHARES, ties_in=True) == [5] * 2 + [4] * 4 + [3] * 10 + [2] * 3 + [1]


@pytest.mark.parametrize(("ties_in", "best"), [(True, [5, 5, 5]), (False, [4, 4, 4])])
def test_ties_at_the_cut_are_all_in_or_all_out(ties_in, best):
    scores = [D(5)] * 3 + [D(n) / 10 for n in range(17)]
    assert stars_by_share(scores, SHARES, ties_in=ties_in)[:3] == best


def test_order_of_rows_decides_nothing():
    scores = [D(4), D(5), D(4), D(3), D(5), D(1), D(2), D(4), D(3), D(2)]
    stars = dict(zip(scores, stars_by_share(scores, SHARES, ties_in=True), strict=True))
    assert stars_by_share(scores[::-1], SHARES, ties_in=True) == [stars[score] for score in scores[::-1]]
