from datetime import date

import pytest

from ratings.streaks import months_in_a_row, since_when, whole_months


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), 0),
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (date(2024, 12, 1), date(2026, 1, 1), 13),
        (date(2026, 2, 1), date(2026, 1, 1), 0),
    ],
)
def test_whole_months_counts_only_full_ones(first, last, months):
    assert whole_months(first, last) == months


def test_present_position_began_with_the_oldest_place_in_a_row():
    places = [(1, date(2026, 5, 1)), (1, date(2026, 1, 1)), (2, date(2025, 1, 1)), (1, date(2024, 1, 1))]
    assert since_when(places) == date(2026, 1, 1)
    assert since_when([]) is None


@pytest.mark.parametrize(
    ("months", "row"),
    [
        ([], 0),
        ([(date(2026, 10, 1), 4)], 0),
        ([(date(2026, 10, 1), 5)], 1),
        ([(date(2026, 10, 1), 5), (date(2026, 9, 1), 5), (date(2026, 8, 1), 4)], 2),
        ([(date(2026, 10, 1), 5), (date(2026, 8, 1), 5)], 1),
        ([(date(2026, 1, 1), 5), (date(2025, 12, 1), 5)], 2),
        ([(date(2026, 10, 1), None), (date(2026, 9, 1), 5)], 0),
    ],
)
def test_row_of_five_star_months_ends_at_a_gap(months, row):
    assert months_in_a_row(months) == row
