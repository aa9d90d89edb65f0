"""The operator's doors, and the sheet read back."""

import csv
import io
from decimal import Decimal as D

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from incentives.models import PayoutRun
from people.models import Role
from tests.factories import DepartmentFactory, StaffFactory, StarResultFactory, UserFactory
from tests.incentives import arrange
from tests.incentives.arrange import LATER, OCTOBER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
HEADINGS = [
    "Employee number",
    "Name",
    "Department",
    "Stars",
    "Score",
    "Full amount",
    "Days employed",
    "Days in the month",
    "Star bonus",
    "Share of pay",
    "Corrections",
    "Amount",
    "Note",
]


@pytest.fixture
def december():
    with time_machine.travel(LATER):
        yield


@pytest.fixture
def october():
    return arrange.published()


def run_command(name, *arguments, **options):
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def read(path):
    """The first page: its title lines, its rows as dictionaries, and its totals."""
    page = load_workbook(path, data_only=True).worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if list(row) == HEADINGS)
    people = [dict(zip(HEADINGS, row, strict=True)) for row in rows[head + 1 : -1]]
    return [row[0] for row in rows[:head]], people, dict(zip(HEADINGS, rows[-1], strict=True))


def test_month_goes_from_prepared_to_locked_by_commands(october, tmp_path):
    arrange.rated(october, 4)
    hr, finance = arrange.hr(), arrange.finance()
    assert "600.00" in run_command("prepare_run", "2026-10", by=hr.username)
    assert "600.00" in run_command("approve_run", "2026-10", by=finance.username)
    output = tmp_path / "sheet.xlsx"
    run_command("export_bonus_sheet", "2026-10", output=str(output))
    assert PayoutRun.objects.get().status == "exported"
    run_command("pay_run", "2026-10", by=finance.username)
    run_command("lock_run", "2026-10", by=finance.username)
    run = PayoutRun.objects.get()
    assert (run.status, run.prepared_by, run.approved_by, run.paid_by) == ("locked", hr, finance, finance)


def test_sheet_has_one_row_a_person_and_totals_that_equal_their_sum(october, tmp_path):
    arrange.rated(october, 5, "4.75", employee_no="E2", name="王小明")
    arrange.rated(october, 4, "4.20", employee_no="E1", name="Ann", hired_on=OCTOBER.replace(day=12))
    output = tmp_path / "sheet.xlsx"
    run_command("export_bonus_sheet", "2026-10", output=str(output))
    _titles, people, totals = read(output)
    assert [person["Employee number"] for person in people] == ["E1", "E2"]
    assert [person["Amount"] for person in people] == [387.10, 1000]
    assert (people[0]["Stars"], people[0]["Score"], people[0]["Days employed"]) == (4, 4.2, 20)
    assert "20 of 31" in people[0]["Note"]
    for column in ("Full amount", "Star bonus", "Share of pay", "Corrections", "Amount"):
        assert D(str(totals[column])) == sum(D(str(person[column])) for person in people)


def test_sheet_totals_are_formulas_over_exactly_the_rows(october, tmp_path):
    for _number in range(3):
        arrange.rated(october, 4)
    output = tmp_path / "sheet.xlsx"
    run_command("export_bonus_sheet", "2026-10", output=str(output))
    page = load_workbook(output).worksheets[0]
    head = next(row[0].row for row in page.iter_rows() if row[0].value == "Employee number")
    assert page.cell(page.max_row, 12).value == f"=SUM(L{head + 1}:L{head + 3})"
    assert page.freeze_panes == f"C{head + 1}"
    assert page.auto_filter.ref == f"A{head}:M{head + 3}"
    assert page.cell(head + 1, 12).number_format.startswith("#,##0.00")


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x", "007", "1e5", "http://x", "{=1}"])
def test_sheet_keeps_text_as_text(october, tmp_path, text):
    department = DepartmentFactory(name=text)
    staff = StaffFactory(employee_no=text, name=text)
    StarResultFactory(month=october, staff=staff, department=department, stars=4)
    output = tmp_path / "sheet.xlsx"
    run_command("export_bonus_sheet", "2026-10", output=str(output))
    page = load_workbook(output).worksheets[0]
    head = next(row[0].row for row in page.iter_rows() if row[0].value == "Employee number")
    for cell in page[head + 1][:3]:
        assert (cell.value, cell.data_type) == (text, "s")
    for cell in page[head + 1][3:12]:
        assert cell.data_type == "n"


def test_sheet_before_approval_says_that_it_is_a_draft(october, tmp_path):
    arrange.rated(october, 4)
    output = tmp_path / "sheet.xlsx"
    said = run_command("export_bonus_sheet", "2026-10", output=str(output))
    titles, _people, _totals = read(output)
    assert titles[0] == "Bonus sheet 2026-10"
    assert "NOT approved" in titles[1]
    assert "NOT approved" in said
    assert PayoutRun.objects.get().status == "prepared"


def test_sheet_after_approval_may_be_paid_from(october, tmp_path):
    arrange.rated(october, 4)
    run = arrange.approved(october)
    output = tmp_path / "sheet.xlsx"
    run_command("export_bonus_sheet", "2026-10", output=str(output))
    titles, _people, _totals = read(output)
    assert not any("NOT" in title for title in titles if title)
    assert any(run.approved_by.username in title for title in titles if title)
    assert any("v1" in title and "Programme" in title for title in titles if title)


def test_sheet_sums_several_lines_of_one_person(tmp_path, october):
    november = arrange.published(arrange.NOVEMBER)
    result = arrange.rated(october, 3, employee_no="E1")
    only_then = arrange.rated(october, 4, employee_no="E0")
    arrange.rated(november, 4, staff=result.staff)
    arrange.prepared(october)
    arrange.corrected(result, 5)
    arrange.corrected(only_then, 3)
    output = tmp_path / "sheet.xlsx"
    run_command("export_bonus_sheet", "2026-11", output=str(output))
    _titles, people, totals = read(output)
    assert [(p["Employee number"], p["Corrections"], p["Amount"]) for p in people] == [
        ("E0", -300, -300),
        ("E1", 700, 1300),
    ]
    assert people[1]["Note"] == "2026-10 corrected from 3 to 5 stars."
    assert people[0]["Stars"] is None
    assert "taken back" in people[0]["Note"]
    assert totals["Amount"] == 1000


def test_sheet_of_a_scaled_run_explains_itself(october, tmp_path):
    arrange.scheme(over_cap="scale")
    arrange.set_left("1000")
    for number in range(3):
        arrange.rated(october, 4, employee_no=f"E{number}")
    output = tmp_path / "sheet.xlsx"
    run_command("export_bonus_sheet", "2026-10", output=str(output))
    _titles, people, totals = read(output)
    assert [person["Amount"] for person in people] == [333.34, 333.33, 333.33]
    assert totals["Amount"] == 1000
    assert "Scaled" in people[0]["Note"]
    breakdown = {row[0]: row[1:] for row in load_workbook(output).worksheets[1].iter_rows(values_only=True)}
    assert breakdown["Earned before scaling"][0] == 1800
    assert breakdown["Paid by this run"][0] == 1000
    assert breakdown["4 stars"] == (3, 1000)
    assert breakdown["Left in the fund before the run"][0] == 1000


def test_csv_keeps_text_from_becoming_formulas(october, tmp_path):
    arrange.rated(october, 4, employee_no="007", name="=cmd()")
    output = tmp_path / "sheet.csv"
    run_command("export_bonus_sheet", "2026-10", output=str(output))
    raw = output.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    head = rows.index(HEADINGS)
    assert rows[head + 1][:2] == ["007", "'=cmd()"]
    assert rows[head + 1][11] == rows[head + 2][11] == "600.00"


def test_sheet_is_the_same_file_when_exported_again(october, tmp_path):
    arrange.rated(october, 4)
    arrange.exported(october)
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for output in (first, second):
        run_command("export_bonus_sheet", "2026-10", output=str(output))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_sheet_speaks_the_languages(october, tmp_path, language):
    arrange.rated(october, 4)
    output = tmp_path / "sheet.xlsx"
    run_command("export_bonus_sheet", "2026-10", output=str(output), language=language)
    names = {"en": "Star bonus v1", "zh-hans": "星级奖金 v1", "zh-hant": "星級獎金 v1"}
    page = load_workbook(output).worksheets[0]
    assert any(names[language] in str(row[0].value) for row in page.iter_rows(max_row=6))


def test_export_leaves_run_and_files_alone_where_it_cannot_write(october, tmp_path):
    arrange.rated(october, 4)
    arrange.approved(october)
    with pytest.raises(CommandError, match=r"--output.*missing"):
        run_command("export_bonus_sheet", "2026-10", output=str(tmp_path / "missing" / "sheet.xlsx"))
    (tmp_path / "taken.xlsx").mkdir()
    with pytest.raises(CommandError, match="--output"):
        run_command("export_bonus_sheet", "2026-10", output=str(tmp_path / "taken.xlsx"))
    assert PayoutRun.objects.get().status == "approved"
    assert [path.name for path in tmp_path.iterdir()] == ["taken.xlsx"]


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "october", "2026-10-01", "", "0000-01"])
def test_what_is_not_a_month_is_refused(text, tmp_path):
    with pytest.raises(CommandError, match="YYYY-MM"):
        run_command("export_bonus_sheet", text, output=str(tmp_path / "x.xlsx"))


@pytest.mark.parametrize("status", ["open", "calculated", "under_review"])
def test_month_not_published_is_refused(status, tmp_path):
    arrange.rated(arrange.published(status=status, published_at=None))
    with pytest.raises(CommandError, match="published"):
        run_command("export_bonus_sheet", "2026-10", output=str(tmp_path / "x.xlsx"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("prepare_run", {}),
        ("export_bonus_sheet", {"output": "x.xlsx"}),
        ("approve_run", {"by": "f"}),
        ("pay_run", {"by": "f"}),
        ("lock_run", {"by": "f"}),
    ],
)
def test_unknown_month_is_refused(name, options):
    UserFactory(username="f", roles=[Role.FINANCE])
    with pytest.raises(CommandError, match="2026-10 has not been rated"):
        run_command(name, "2026-10", **options)


def test_run_above_the_fund_writes_nothing(october, tmp_path):
    arrange.set_left("1")
    arrange.rated(october, 4)
    with pytest.raises(CommandError, match=r"599\.00"):
        run_command("export_bonus_sheet", "2026-10", output=str(tmp_path / "x.xlsx"))
    assert not list(tmp_path.iterdir())
    assert not PayoutRun.objects.exists()


def test_own_approval_is_refused(october):
    arrange.rated(october, 4)
    boss = UserFactory(roles=[Role.HR, Role.FINANCE])
    run_command("prepare_run", "2026-10", by=boss.username)
    with pytest.raises(CommandError, match="You prepared"):
        run_command("approve_run", "2026-10", by=boss.username)


@pytest.mark.parametrize(
    ("name", "role"),
    [("prepare_run", Role.FINANCE), ("approve_run", Role.HR), ("pay_run", Role.LEADING_GROUP)],
)
def test_step_outside_ones_duty_is_refused(october, name, role):
    arrange.rated(october)
    if name != "prepare_run":
        arrange.prepared(october)
    with pytest.raises(CommandError, match="--by"):
        run_command(name, "2026-10", by=UserFactory(roles=[role]).username)
    with pytest.raises(CommandError, match=r"--by.*nobody"):
        run_command(name, "2026-10", by="who")


def test_add_budget_adds_a_ledger_line():
    by = arrange.finance()
    assert "100,500.25" in run_command("add_budget", "programme", "500.25", by=by.username)
    with pytest.raises(CommandError, match="programme"):
        run_command("add_budget", "nothing", "1", by=by.username)
    for amount in ("many", "NaN", "0", "Infinity"):
        with pytest.raises(CommandError, match=r"(?i)amount"):
            run_command("add_budget", "programme", amount, by=by.username)


def test_audit_trail_names_who_acted(october):
    arrange.rated(october)
    by = arrange.hr()
    run_command("prepare_run", "2026-10", by=by.username)
    event = PayoutRun.objects.get().events.latest("pgh_id")
    assert event.pgh_context.metadata == {"command": "prepare_run", "user": by.pk}
