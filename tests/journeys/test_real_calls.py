"""From a real call centre's export to a bonus sheet; the expected scores are worked out here from the file alone."""

import json
import warnings
from collections import defaultdict
from datetime import date
from fractions import Fraction
from io import StringIO
from itertools import zip_longest
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from feedback.models import Interaction, SurveyAnswer
from people.models import Staff
from ratings.models import RatingMonth, StarResult
from tests import factories as f

pytestmark = pytest.mark.django_db

FILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "call-centre-2021q1.xlsx"
MONTHS = ["2021-01", "2021-02", "2021-03"]
K = 10
BONUS = {5: 1000, 4: 600, 3: 300, 2: 100, 1: 50}
FROM = [(Fraction(9, 2), 5), (Fraction(4), 4), (Fraction(3), 3), (Fraction(2), 2)]


@pytest.fixture(autouse=True)
def real_calls():
    if not FILE.exists():
        text = f"THE JOURNEY ON THE REAL CALLS DID NOT RUN: {FILE.name} is not beside the project."
        warnings.warn(text, stacklevel=1)
        pytest.skip(text)


def run(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def import_calls():
    return json.loads(run("import_interactions", str(FILE), "--mapping", "call-centre", "--json"))


def rate(month):
    return json.loads(run("rate_month", month, "--json"))


def hundredths(value):
    """Round half up to two places, as text."""
    cents = (200 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{cents // 100}.{cents % 100:02}"


def calls_in_file():
    sheet = openpyxl.load_workbook(FILE, read_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    headings = next(rows)
    return [dict(zip_longest(headings, row)) for row in rows if any(row)]


def expected_scores():
    """Scores by month and agent: few answers are drawn to the mean of all (all agents are one department)."""
    marks = defaultdict(lambda: defaultdict(list))
    for call in calls_in_file():
        if call["Satisfaction rating"] is not None:
            day = call["Date"] if isinstance(call["Date"], str) else call["Date"].date().isoformat()
            marks[day[:7]][call["Agent"]].append(int(call["Satisfaction rating"]))
    expected = {}
    for month, agents in marks.items():
        everything = [mark for agent in agents.values() for mark in agent]
        mean = Fraction(sum(everything), len(everything))
        expected[month] = {
            name: (len(given), (sum(given) + K * mean) / (len(given) + K)) for name, given in agents.items()
        }
    return expected


def stars_of(score):
    return next((stars for least, stars in FROM if score >= least), 1)


def test_real_calls_become_stars_and_money(tmp_path):
    first = import_calls()
    figures = first["figures"]
    assert (first["rows_total"], first["rows_created"], first["rows_rejected"]) == (5000, 5000, 0)
    assert (figures["interactions"], figures["answered"], figures["resolved"]) == (5000, 4054, 3646)
    assert (figures["satisfaction"], figures["response_seconds"]) == ("3.40", "67.52")
    assert Staff.objects.count() == 8

    again = import_calls()
    assert (again["rows_created"], again["rows_updated"], again["rows_unchanged"]) == (0, 0, 5000)
    assert (Interaction.objects.count(), SurveyAnswer.objects.count()) == (5000, 4054)

    hr, finance = f.UserFactory(username="hr", roles=["hr"]), f.UserFactory(username="fin", roles=["finance"])
    f.UserFactory(username="office", roles=["office"])
    expected = expected_scores()
    assert sorted(expected) == MONTHS
    for month in MONTHS:
        report = rate(month)
        assert rate(month) == report, "calculating again changed something"
        check_month(report, expected[month])
        run("publish_month", month, "--by", "office")
        with pytest.raises(CommandError):
            run("rate_month", month)
        check_money(month, report, hr, finance, tmp_path / f"{month}.xlsx")

    assert import_calls()["rows_unchanged"] == 5000
    assert RatingMonth.objects.filter(status="published").count() == 3
    assert StarResult.objects.count() == 24


def check_month(report, expected):
    assert report["policy"] == "customer-evidence v1"
    assert report["not_rated"] == []
    assert len(report["digest"]) == 64
    rated = {row["name"]: row for row in report["rated"]}
    assert sorted(rated) == sorted(expected)
    for name, (count, exact) in expected.items():
        row = rated[name]
        assert row["score"] == hundredths(exact), name
        assert row["stars"] == stars_of(Fraction(hundredths(exact))), name
        assert row["sources"]["customer"]["n"] == count, name
        assert row["sources"]["customer"]["weight"] == "100.00"
        assert (row["sources"]["manager"]["n"], row["sources"]["self"]["n"]) == (0, 0)


def check_money(month, report, hr, finance, path):
    run("prepare_run", month, "--by", hr.username)
    with pytest.raises(CommandError):
        run("approve_run", month, "--by", hr.username)
    run("approve_run", month, "--by", finance.username)
    run("export_bonus_sheet", month, "--output", str(path), "--by", finance.username)
    run("pay_run", month, "--by", finance.username)

    amounts, total = sheet_amounts(path)
    assert amounts == {row["employee_no"]: BONUS[row["stars"]] for row in report["rated"]}
    assert total == sum(amounts.values())
    year, number = month.split("-")
    paid = RatingMonth.objects.get(first_day=date(int(year), int(number), 1)).payout_runs.get()
    assert (paid.status, paid.total, paid.prepared_by, paid.approved_by) == ("paid", total, hr, finance)


def sheet_amounts(path):
    """Amounts by employee number and the total, as the sheet stores them: numbers, and one row a person."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == "Employee number")
    bottom = next(place for place, row in enumerate(rows) if row[0] == "Total")
    amount = rows[top].index("Amount")
    assert all(isinstance(row[amount], int | float) for row in rows[top + 1 : bottom + 1])
    return {row[0]: row[amount] for row in rows[top + 1 : bottom]}, rows[bottom][amount]
