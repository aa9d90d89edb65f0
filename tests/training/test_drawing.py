"""A paper is drawn from its seed: always the same, every part filled, nothing asked twice."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.drawing import Candidate, Part, Shortage, TooFew, draw, shortages

# As stored: 32 hexadecimal digits.
SEEDS = st.integers(0, 2**128 - 1).map("{:032x}".format)
unhurried = settings(deadline=None)
PARTS = st.lists(
    st.builds(
        Part,
        topic=st.integers(1, 2),
        count=st.integers(1, 3),
        difficulty=st.sampled_from([None, 1, 2]),
        kind=st.sampled_from(["", "single", "multiple"]),
    ),
    min_size=1,
    max_size=4,
)
BANKS = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 500),
        topic=st.integers(1, 2),
        difficulty=st.integers(1, 2),
        kind=st.sampled_from(["single", "multiple"]),
    ),
    max_size=16,
    unique_by=lambda question: question.id,
)


def bank(count, *, topic=1, difficulty=1, kind="single", start=1):
    return [
        Candidate(number, topic, difficulty, kind, tuple(range(number * 10, number * 10 + 4)))
        for number in range(start, start + count)
    ]


def can_fill(parts, questions):
    """Hall's condition, part by part: an oracle that matches nothing, only counts."""
    for chosen in product([False, True], repeat=len(parts)):
        some = [part for part, is_in in zip(parts, chosen, strict=True) if is_in]
        fitting = [question for question in questions if any(part.takes(question) for part in some)]
        if sum(part.count for part in some) > len(fitting):
            return False
    return True


@unhurried
@given(PARTS, BANKS, SEEDS)
def test_draw_fills_each_part_once_or_says_it_cannot(parts, questions, seed):
    by_id = {question.id: question for question in questions}
    try:
        paper = draw(parts, questions, seed)
    except TooFew:
        assert not can_fill(parts, questions)
        return
    assert can_fill(parts, questions)
    assert len({one.question for one in paper}) == len(paper)
    assert [one.part for one in paper] == [n for n, part in enumerate(parts) for _ in range(part.count)]
    assert all(parts[one.part].takes(by_id[one.question]) for one in paper)


@unhurried
@given(PARTS, BANKS)
def test_shortages_are_what_a_larger_bank_would_cure(parts, questions):
    lacking = shortages(parts, questions)
    assert bool(lacking) != can_fill(parts, questions)
    more = [
        Candidate(1000 + 10 * one.part + n, part.topic, part.difficulty or 1, part.kind or "single")
        for one in lacking
        for part in [parts[one.part]]
        for n in range(one.lacks)
    ]
    assert can_fill(parts, [*questions, *more])
    assert not more or not can_fill(parts, [*questions, *more[1:]])


@unhurried
@given(SEEDS, st.permutations(bank(12)))
def test_same_seed_and_bank_make_the_same_paper_in_whatever_order_they_come(seed, questions):
    parts = [Part(1, 5)]
    assert draw(parts, questions, seed) == draw(parts, bank(12), seed)


def test_another_seed_makes_another_paper_and_every_question_has_its_chance():
    papers = [draw([Part(1, 3)], bank(9), f"seed{n}") for n in range(60)]
    assert len({tuple(one.question for one in paper) for paper in papers}) > 20
    assert {one.question for paper in papers for one in paper} == set(range(1, 10))


def test_any_difficulty_leaves_the_hard_ones_to_the_part_that_needs_them():
    questions = [*bank(7), *bank(3, difficulty=3, start=50)]
    for n in range(50):
        paper = draw([Part(1, 7), Part(1, 3, difficulty=3)], questions, f"seed{n}")
        assert {one.question for one in paper if one.part == 1} == {50, 51, 52}


def test_hard_questions_stand_in_the_wide_part_too_when_there_are_enough():
    questions = [*bank(4), *bank(6, difficulty=3, start=50)]
    papers = [draw([Part(1, 4), Part(1, 2, difficulty=3)], questions, f"seed{n}") for n in range(30)]
    assert any(one.part == 0 and one.question >= 50 for paper in papers for one in paper)


def test_too_few_names_the_part_and_how_many_it_lacks():
    questions = [*bank(4), *bank(2, difficulty=3, start=50), *bank(5, topic=2, start=80)]
    parts = [Part(1, 5), Part(1, 3, difficulty=3), Part(2, 5)]
    with pytest.raises(TooFew) as refusal:
        draw(parts, questions, "seed")
    assert refusal.value.shortages == (Shortage(0, 1), Shortage(1, 1))
    assert shortages(parts, questions) == [Shortage(0, 1), Shortage(1, 1)]


def test_an_empty_bank_lacks_everything():
    assert shortages([Part(1, 5)], []) == [Shortage(0, 5)]


def test_options_are_shuffled_and_true_and_false_keep_their_order():
    questions = [*bank(1), *bank(1, kind="true_false", start=60)]
    papers = [draw([Part(1, 2)], questions, f"seed{n}") for n in range(40)]
    shown = {one.options for paper in papers for one in paper if one.question == 1}
    assert len(shown) > 10
    assert {tuple(sorted(options)) for options in shown} == {(10, 11, 12, 13)}
    assert {one.options for paper in papers for one in paper if one.question == 60} == {(600, 601, 602, 603)}


def test_this_paper_stays_what_it_is_in_every_version():
    """A stored seed is asked again years later: the order may never depend on Python's random."""
    paper = draw([Part(1, 3)], bank(6), "0123456789abcdef")
    assert [one.question for one in paper] == [1, 5, 4]
    assert paper[0].options == (13, 12, 10, 11)
