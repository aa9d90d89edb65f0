from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings import scoring
from ratings.scoring import Answers, SourceScore

scores = st.lists(st.integers(1, 5), min_size=1, max_size=40)


def answers(*stars):
    return Answers(len(stars), D(sum(stars)), D(sum(star * star for star in stars)))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (D("4.495"), "4.50"),
        (D("4.49499999"), "4.49"),
        (D("4.4949999999999999"), "4.50"),  # what is left of a sum of thirds that is exactly 4.495
        (D("1"), "1.00"),
    ],
)
def test_rounded_half_up_once(value, shown):
    assert str(scoring.rounded(value)) == shown


def test_shrunk_mean_draws_few_answers_to_the_group():
    assert scoring.rounded(scoring.shrunk_mean(answers(5, 5), answers(*[3] * 30), 10)) == D("3.33")


def test_shrunk_mean_of_many_answers_stays():
    assert scoring.shrunk_mean(answers(*[5] * 990), answers(*[3] * 30), 10) == D("4.98")


def test_shrunk_mean_with_k_zero_is_the_own_mean():
    assert scoring.shrunk_mean(answers(4, 5), answers(1), 0) == D("4.5")


@given(scores, scores, st.integers(0, 50))
def test_shrunk_mean_lies_between_own_and_group(own, group, k):
    low, high = sorted([answers(*own).mean, answers(*group).mean])
    assert low <= scoring.shrunk_mean(answers(*own), answers(*group), k) + D("1E-20")
    assert scoring.shrunk_mean(answers(*own), answers(*group), k) <= high + D("1E-20")


@pytest.mark.parametrize(("n", "kind"), [(29, "company"), (30, "department"), (31, "department")])
def test_peer_group_needs_thirty_answers(n, kind):
    department, company = answers(*[4] * n), answers(*[3] * 100)
    assert scoring.peer_group(department, company, 30) is (department if kind == "department" else company)


def test_peer_group_without_department_is_the_company():
    company = answers(3)
    assert scoring.peer_group(None, company, 30) is company


def test_interval_narrows_with_answers_and_stays_within_the_scale():
    group = answers(*[1, 5] * 50)
    few = scoring.interval(D("4.9"), answers(5), group, 10)
    many = scoring.interval(D("4.9"), answers(*[5] * 400), group, 10)
    assert few[1] == D("5.00")
    assert many[0] > few[0]


def test_combined_weighs_the_sources():
    result = scoring.combined(
        {
            "customer": SourceScore(D(5), D(50)),
            "manager": SourceScore(D(4), D(40)),
            "self": SourceScore(D(3), D(10)),
        }
    )
    assert result.value == D("4.4")
    assert result.shares == {"customer": 50, "manager": 40, "self": 10}


def test_combined_leaves_a_missing_source_out():
    result = scoring.combined({"customer": SourceScore(D(5), D(50)), "manager": SourceScore(None, D(40))})
    assert result.value == 5
    assert result.shares == {"customer": 100}


def test_combined_of_nothing_is_nothing():
    assert scoring.combined({"customer": SourceScore(None, D(50))}).value is None
    assert scoring.combined({"self": SourceScore(D(5), D(0))}).value is None


@pytest.mark.parametrize(
    ("points", "counted"), [("0.05", "0.05"), ("0.55", "0.50"), ("-0.60", "-0.50"), ("0", "0")]
)
def test_points_count_within_the_cap(points, counted):
    assert scoring.counted_points(D(points), D("0.50")) == D(counted)


@pytest.mark.parametrize(
    ("value", "points", "score"),
    [("4.9", "0.5", "5.00"), ("1.1", "-0.5", "1.00"), ("4.445", "0.05", "4.50"), ("4.4449", "0.05", "4.49")],
)
def test_score_is_clamped_and_rounded(value, points, score):
    assert str(scoring.score(D(value), D(points))) == score
