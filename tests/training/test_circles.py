import pytest

from training.circles import find_circle


@pytest.mark.parametrize(
    ("after", "circle"),
    [
        ({}, []),
        ({"a": []}, []),
        ({"b": ["a"], "c": ["a", "b"]}, []),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["a"]}, ["a"]),
        ({"a": ["b"], "b": ["a"]}, ["a", "b"]),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c"]),
        ({"begin": ["a"], "a": ["b"], "b": ["a"], "end": []}, ["a", "b"]),
        ({"a": ["x", "b"], "x": [], "b": ["y", "a"], "y": ["x"]}, ["a", "b"]),
    ],
)
def test_a_circle_is_found_and_named_from_step_to_step(after, circle):
    assert find_circle(after) == circle


def test_a_long_chain_is_no_circle():
    assert find_circle({number: [number - 1] for number in range(1, 3000)}) == []
