"""Figures of many answers and of none."""

from decimal import Decimal

import pytest

from feedback.nps import Tally, net_promoter_score, share


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, None), (0, 3, "0.00"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 800, "0.13"), (4, 4, "100.00")],
)
def test_share_is_rounded_half_up_or_no_data(part, whole, percent):
    assert share(part, whole) == (percent and Decimal(percent))


@pytest.mark.parametrize(
    ("promoters", "detractors", "answered", "score"),
    [
        (0, 0, 0, None),
        (3, 0, 3, "100.00"),
        (0, 3, 3, "-100.00"),
        (1, 1, 3, "0.00"),
        (2, 1, 3, "33.33"),
        (0, 1, 800, "-0.13"),
    ],
)
def test_net_promoter_score_counts_those_who_answered_it(promoters, detractors, answered, score):
    assert net_promoter_score(promoters, detractors, answered) == (score and Decimal(score))


def test_nothing_counted_is_no_data():
    nothing = Tally(asked=0)
    assert (nothing.satisfaction, nothing.mean, nothing.nps, nothing.response_rate) == (
        None,
        None,
        None,
        None,
    )


def test_asked_without_answers_has_a_response_rate_alone():
    asked = Tally(asked=4)
    assert (asked.satisfaction, asked.mean, asked.nps, asked.response_rate) == (
        None,
        None,
        None,
        Decimal("0.00"),
    )


def test_figures_of_a_few():
    few = Tally(
        asked=8, answered=3, satisfied=2, total=Decimal("11.5"), nps_answered=2, promoters=1, detractors=0
    )
    assert (few.satisfaction, few.mean, few.nps, few.response_rate) == (
        Decimal("66.67"),
        Decimal("3.83"),
        Decimal("50.00"),
        Decimal("37.50"),
    )
