from datetime import date, datetime, time, timedelta

import pytest

from feedback.values import read_answer, read_day, read_number, read_seconds, read_time

MORNING = datetime(2021, 1, 5, 9, 12, 58)  # noqa: DTZ001 - spreadsheets know no time zones
MIDNIGHT = datetime(2021, 1, 5)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "order", "day", "at"),
    [
        ("2021-01-05", "ymd", date(2021, 1, 5), None),
        ("2021/1/5", "dmy", date(2021, 1, 5), None),
        ("2021年1月5日", "ymd", date(2021, 1, 5), None),
        ("20210105", "ymd", date(2021, 1, 5), None),
        (20210105.0, "ymd", date(2021, 1, 5), None),
        ("05.01.2021", "dmy", date(2021, 1, 5), None),
        ("1/5/2021", "mdy", date(2021, 1, 5), None),
        ("2021-01-05T09:12:58", "ymd", date(2021, 1, 5), time(9, 12, 58)),
        ("2021-01-05 9:12 PM", "ymd", date(2021, 1, 5), time(21, 12)),
        (date(2021, 1, 5), "ymd", date(2021, 1, 5), None),
        (MIDNIGHT, "ymd", date(2021, 1, 5), None),
        (MORNING, "ymd", date(2021, 1, 5), time(9, 12, 58)),
    ],
)
def test_read_day_reads_what_people_write(value, order, day, at):
    assert read_day(value, order) == (day, at)


@pytest.mark.parametrize(
    "value", ["", "soon", "2021-13-01", "2021-02-29", "5/1", 44197.5, "2021-01-05 noon", True]
)
def test_read_day_refuses_the_rest(value):
    with pytest.raises(ValueError):
        read_day(value)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("9:05", time(9, 5)),
        ("09:05:07.123", time(9, 5, 7)),
        ("09：05", time(9, 5)),
        ("12:30 am", time(0, 30)),
        ("12:30 PM", time(12, 30)),
        (0.5, time(12)),
        (0.0, time(0)),
        (MORNING, time(9, 12, 58)),
        (time(8), time(8)),
    ],
)
def test_read_time_reads_what_people_write(value, at):
    assert read_time(value) == at


@pytest.mark.parametrize("value", ["", "9h", "24:00", "9:60", 1.0, -0.5, "noon"])
def test_read_time_refuses_the_rest(value):
    with pytest.raises(ValueError):
        read_time(value)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (0, 0),
        (109.0, 109),
        ("67.6", 68),
        ("-3", -3),
        ("2:23", 143),
        ("1:00:05", 3605),
        (time(0, 2, 23), 143),
        (timedelta(hours=30), 108_000),
        (2**31 - 1, 2**31 - 1),
    ],
)
def test_read_seconds_reads_numbers_and_clocks(value, seconds):
    assert read_seconds(value) == seconds


@pytest.mark.parametrize("value", ["two", "", "1,5", 2**31, "nan", "inf", float("nan"), True])
def test_read_seconds_refuses_the_rest(value):
    with pytest.raises(ValueError):
        read_seconds(value)


def test_read_number_refuses_what_has_no_end():
    with pytest.raises(ValueError):
        read_number("Infinity")


@pytest.mark.parametrize(("text", "answer"), [("Y", True), ("n", False), ("是", True), ("否", False)])
def test_read_answer_knows_the_words(text, answer):
    assert read_answer(text, ("y", "是"), ("n", "否")) is answer


def test_read_answer_refuses_other_words():
    with pytest.raises(ValueError):
        read_answer("maybe", ("y",), ("n",))
