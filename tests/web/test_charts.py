from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from starservice.web.charts import (
    LINE_BOTTOM,
    LINE_TOP,
    MonthScore,
    StarCount,
    Step,
    distribution,
    history_line,
    score_height,
    sparkline,
    star_bands,
    waterfall,
)


def months(*scores):
    return [
        MonthScore(date(2026, place + 1, 1), None if score is None else Decimal(score))
        for place, score in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("score", "height"),
    [
        ("1", LINE_BOTTOM),
        ("5", LINE_TOP),
        ("3", (LINE_BOTTOM + LINE_TOP) / 2),
        ("0", LINE_BOTTOM),
        ("9", LINE_TOP),
    ],
)
def test_score_height_runs_from_one_to_five(score, height):
    assert score_height(Decimal(score)) == height


def test_star_bands_cover_the_whole_height_without_gaps():
    bands = star_bands()
    assert [band.stars for band in bands] == [5, 4, 3, 2, 1]
    assert bands[0].y == LINE_TOP
    for upper, lower in pairwise(bands):
        assert upper.y + upper.height == pytest.approx(lower.y, abs=0.02)
    assert bands[-1].y + bands[-1].height == pytest.approx(LINE_BOTTOM, abs=0.02)


def test_history_line_breaks_where_a_month_was_not_rated():
    chart = history_line(months("3.2", "3.4", None, "4.1", "4.2"))
    assert [dot.y is None for dot in chart.dots] == [False, False, True, False, False]
    assert len(chart.segments) == 2
    assert chart.segments[1].x1 == chart.dots[3].x


def test_history_line_keeps_every_mark_inside_its_frame():
    chart = history_line(months(*["4.0"] * 12))
    assert all(chart.left < dot.x < chart.left + chart.width for dot in chart.dots)


@pytest.mark.parametrize(("count", "minor"), [(7, 0), (8, 4), (12, 6)])
def test_history_line_gives_up_labels_when_crowded_but_never_the_last(count, minor):
    dots = history_line(months(*["4.0"] * count)).dots
    assert sum(dot.minor for dot in dots) == minor
    assert not dots[-1].minor


def test_history_line_of_nothing_is_an_empty_frame():
    chart = history_line([])
    assert list(chart.dots) == []
    assert list(chart.segments) == []


def test_sparkline_has_a_run_for_each_unbroken_part():
    chart = sparkline([Decimal(1), Decimal(5), None, Decimal(3)])
    assert list(chart.runs) == ["2.0,22.0 32.67,2.0"]
    assert chart.end == (94.0, 12.0)


@pytest.mark.parametrize("scores", [[], [None], [None, None]])
def test_sparkline_of_nothing_draws_nothing(scores):
    assert sparkline(scores).end is None


def test_distribution_measures_against_the_longest_and_shares_of_all():
    bars = distribution([StarCount(5, 6), StarCount(4, 24), StarCount(None, 10)])
    assert [bar.width for bar in bars] == [25.0, 100.0, 41.67]
    assert [bar.share for bar in bars] == [Decimal("0.15"), Decimal("0.6"), Decimal("0.25")]


def test_distribution_of_nobody_has_no_shares():
    assert [(bar.width, bar.share) for bar in distribution([StarCount(5, 0)])] == [(0.0, None)]


STEPS = [
    Step("Customers", Decimal("2.50")),
    Step("Manager", Decimal("1.50")),
    Step("Self", None),
    Step("Together", total=True),
    Step("Complaint", Decimal("-0.50")),
    Step("Score", total=True),
]


def test_waterfall_puts_each_amount_where_the_last_one_ended():
    bars = waterfall(STEPS).bars
    assert [(bar.kind, bar.x, bar.width) for bar in bars] == [
        ("up", 0.0, 50.0),
        ("up", 50.0, 30.0),
        ("none", 80.0, 0.0),
        ("total", 0.0, 80.0),
        ("down", 70.0, 10.0),
        ("total", 0.0, 70.0),
    ]
    assert bars[4].origin == 80.0
    assert bars[-1].reached == Decimal("3.50")


def test_waterfall_total_shows_the_stored_figure_rather_than_the_sum():
    bars = waterfall([Step("All", Decimal("5.2")), Step("Score", Decimal(5), total=True)]).bars
    assert bars[-1].reached == Decimal(5)
    assert bars[0].width == 100.0


def test_waterfall_marks_where_stars_begin():
    assert waterfall([]).marks == [(3, 60.0), (4, 80.0), (5, 90.0)]


def test_line_chart_template_tells_the_same_as_a_table():
    points = [MonthScore(date(2026, 10, 1), Decimal("4.04"), 4, True, "/my/2026-10/"), *months(None)]
    html = render_to_string("components/chart_line.html", {"chart": history_line(points), "title": "History"})
    table = html[html.index("<table") :]
    assert "October 2026" in table
    assert "4.04" in table
    assert "Provisional" in table
    assert 'href="/my/2026-10/"' in html[: html.index("<table")]


def test_waterfall_template_shows_amounts_and_totals():
    html = render_to_string("components/chart_waterfall.html", {"chart": waterfall(STEPS), "title": "Why"})
    for text in ("+2.50", "−0.50", "3.50", "Complaint"):
        assert text in html


def test_bars_template_links_to_what_it_counts():
    bars = distribution([StarCount(5, 2, "/?stars=5"), StarCount(1, 0, "/?stars=1")])
    html = render_to_string("components/chart_bars.html", {"bars": bars, "title": "Team", "counted": "Staff"})
    assert 'href="/?stars=5"' in html
    assert 'href="/?stars=1"' not in html


def test_charts_keep_points_as_decimal_marks_in_every_language(settings):
    from django.utils import translation

    with translation.override("zh-hans"):
        html = render_to_string(
            "components/chart_line.html", {"chart": history_line(months("4.04")), "title": "x"}
        )
    assert 'cx="53.0%"' in html
