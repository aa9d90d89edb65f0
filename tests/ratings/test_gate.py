from datetime import date

import pytest

from ratings.gate import Span, evidence_from, joined

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


def october(first, last):
    return Span(date(2026, 10, first), date(2026, 10, last))


def test_span_counts_both_ends():
    assert OCTOBER.days == 31


def test_joined_spans_that_touch_are_one():
    assert joined([october(11, 20), october(1, 10), october(15, 18)]) == [october(1, 20)]
    assert joined([october(1, 9), october(11, 20)]) == [october(1, 9), october(11, 20)]


@pytest.mark.parametrize(
    ("rule", "certified", "start"),
    [
        ("none", [], 1),
        ("every_day", [OCTOBER], 1),
        ("every_day", [october(1, 15), october(16, 31)], 1),
        ("every_day", [october(1, 15), october(17, 31)], None),
        ("every_day", [october(2, 31)], None),
        ("every_day", [october(1, 30)], None),
        ("since_certification", [october(12, 31)], 12),
        ("since_certification", [october(1, 9), october(12, 31)], 12),
        ("since_certification", [october(1, 30)], None),
        ("since_certification", [], None),
    ],
)
def test_evidence_counts_from(rule, certified, start):
    assert evidence_from(rule, OCTOBER, certified) == (date(2026, 10, start) if start else None)
