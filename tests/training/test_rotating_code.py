from datetime import UTC, datetime, timedelta

import pytest

from training.rotating_code import code_at, is_fresh, milliseconds_left, step_of

KEY = "a" * 64
SHOWN = datetime(2026, 10, 20, 4, 0, 0, tzinfo=UTC)  # the first moment of a step


@pytest.mark.parametrize(
    ("seconds", "fresh"),
    [
        (-0.001, False),  # nobody has seen it yet
        (0, True),
        (9.999, True),
        (10, True),  # the one before
        (19.999, True),
        (20, False),
        (3600, False),
    ],
)
def test_code_is_taken_for_its_ten_seconds_and_the_next_ten(seconds, fresh):
    assert is_fresh(KEY, code_at(KEY, SHOWN), SHOWN + timedelta(seconds=seconds)) is fresh


def test_code_shown_at_the_end_of_its_step_is_taken_ten_seconds_more():
    late = SHOWN + timedelta(seconds=9.9)
    assert is_fresh(KEY, code_at(KEY, late), SHOWN + timedelta(seconds=19.9))
    assert not is_fresh(KEY, code_at(KEY, late), SHOWN + timedelta(seconds=20))


@pytest.mark.parametrize("code", ["", "x", "é" * 22, "A" * 22, code_at("b" * 64, SHOWN)])
def test_other_codes_are_never_taken(code):
    assert not is_fresh(KEY, code, SHOWN)


def test_empty_key_takes_nothing():
    assert not is_fresh("", code_at("", SHOWN), SHOWN)


def test_code_has_128_bits_and_stands_in_an_address():
    code = code_at(KEY, SHOWN)
    assert len(code) == 22
    assert code.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(("seconds", "left"), [(0, 10_000), (0.25, 9_750), (9.999, 1), (10, 10_000)])
def test_screen_knows_when_the_next_code_comes(seconds, left):
    at = SHOWN + timedelta(seconds=seconds)
    assert milliseconds_left(at) == left
    assert step_of(at + timedelta(milliseconds=left)) == step_of(at) + 1
