from dataclasses import replace
from datetime import datetime, timedelta, timezone

from training.calendar_file import Appointment, calendar_text

SHANGHAI = timezone(timedelta(hours=8))
ONE = Appointment(
    uid="session-1@example.com",
    title="Fire drill; floor 2, hall",
    place="Room 3\nBack door",
    starts_at=datetime(2026, 10, 20, 9, 0, tzinfo=SHANGHAI),
    ends_at=datetime(2026, 10, 20, 12, 0, tzinfo=SHANGHAI),
)


def lines_of(one):
    return calendar_text(one, made_at=one.starts_at).replace("\r\n ", "").split("\r\n")


def test_moments_are_in_utc_and_signs_are_escaped():
    lines = lines_of(ONE)
    assert "DTSTART:20261020T010000Z" in lines
    assert "DTEND:20261020T040000Z" in lines
    assert "SUMMARY:Fire drill\\; floor 2\\, hall" in lines
    assert "LOCATION:Room 3\\nBack door" in lines
    assert "STATUS:CONFIRMED" in lines
    assert lines[-1] == ""


def test_cancelled_session_says_so():
    assert "STATUS:CANCELLED" in lines_of(replace(ONE, is_cancelled=True))


def test_long_lines_are_folded_between_characters():
    title = "服务礼仪𠮷" * 30
    text = calendar_text(replace(ONE, title=title), made_at=ONE.starts_at)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY:{title}" in lines_of(replace(ONE, title=title))
