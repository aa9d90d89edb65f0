from datetime import date

import pytest

from training.validity import first_day, last_day


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2026-10-01", 12, "2027-09-30"),
        ("2026-10-15", 12, "2027-10-14"),
        ("2027-03-01", 12, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-01-01", 1, "2026-01-31"),
    ],
)
def test_last_day_is_the_day_before_the_same_day(first, months, last):
    assert last_day(date.fromisoformat(first), months) == date.fromisoformat(last)


def test_no_months_is_without_end():
    assert last_day(date(2026, 10, 1), 0) is None


@pytest.mark.parametrize(
    ("old_last", "first"),
    [
        (None, "2026-10-15"),
        ("2026-12-31", "2027-01-01"),
        ("2026-10-15", "2026-10-16"),
        ("2026-10-01", "2026-10-15"),
    ],
)
def test_renewal_loses_no_time_and_gains_none(old_last, first):
    old = old_last and date.fromisoformat(old_last)
    assert first_day(date(2026, 10, 15), old) == date.fromisoformat(first)
