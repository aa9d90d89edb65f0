"""Working hours as people write them."""

from datetime import time

import pytest

from feedback.hours import HoursError, format_hours, parse_hours
from starservice.lib.working_time import Shift

OFFICE = (Shift(time(9), time(12)), Shift(time(13), time(18)))


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("", ()),
        ("  ", ()),
        ("09:00-12:00, 13:00-18:00", OFFICE),
        ("13:00-18:00 09:00-12:00", OFFICE),
        ("9-12,13-18", OFFICE),
        ("9:00 – 12:00; 13:00 — 18:00", OFFICE),
        ("9：00～12：00，13：00至18：00", OFFICE),
        ("9-12、13-18", OFFICE),
        ("22:30-6:15", (Shift(time(22, 30), time(6, 15)),)),
        ("0-24", (Shift(time(0), time(0)),)),
        ("00:00-00:00", (Shift(time(0), time(0)),)),
        ("16-24:00", (Shift(time(16), time(0)),)),
        ("8-8", (Shift(time(8), time(8)),)),
    ],
)
def test_parse_hours(text, shifts):
    assert parse_hours(text) == shifts


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("nine to five", "nine"),
        ("9:00", "9:00"),
        ("9-12, 13-25", "13-25"),
        ("24-8", "24-8"),
        ("9-24:30", "9-24:30"),
        ("9:60-12", "9:60-12"),
        ("-12", "-12"),
        ("9-12-15", "9-12-15"),
    ],
)
def test_parse_hours_names_what_it_cannot_read(text, part):
    with pytest.raises(HoursError) as refused:
        parse_hours(text)
    assert refused.value.part == part


@pytest.mark.parametrize(
    ("shifts", "text"),
    [
        ((), ""),
        (OFFICE, "09:00-12:00, 13:00-18:00"),
        ((Shift(time(0), time(0)),), "00:00-24:00"),
        ((Shift(time(22), time(6)),), "22:00-06:00"),
    ],
)
def test_format_hours_can_be_read_again(shifts, text):
    assert format_hours(shifts) == text
    assert parse_hours(text) == shifts
