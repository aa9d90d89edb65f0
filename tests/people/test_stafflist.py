import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from people.errors import ListChanged
from people.models import Role, RoleGrant, Staff
from people.queries import assignment_on
from people.services import apply_staff_list
from people.stafflist import plan_staff_list, read_staff_list, what_is_known, write_staff_list
from people.stafflist.circles import circles
from starservice.sheets import SheetError, open_table
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    PositionFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
DAY = date(2026, 10, 1)
HEADINGS = [
    "Employee number",
    "Name",
    "E-mail",
    "Phone",
    "Department",
    "Position",
    "Manager's employee number",
    "Hired on",
    "Last day",
    "Assignment valid from",
]


@pytest.fixture(autouse=True)
def company(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    DepartmentFactory(code="cs", name="客服部")
    DepartmentFactory(code="it", name="IT")
    PositionFactory(code="agent", name="Agent")


def as_csv(*rows, headings=HEADINGS, encoding="utf-8"):
    file = io.StringIO()
    csv.writer(file).writerows([headings, *rows])
    return file.getvalue().encode(encoding)


def row(number, name="Chen", manager="", **columns):
    values = {
        "email": "",
        "phone": "",
        "department": "cs",
        "position": "agent",
        "hired_on": "2026-01-05",
        "left_on": "",
        "valid_from": "",
        **columns,
    }
    order = ["email", "phone", "department", "position"]
    after = ["hired_on", "left_on", "valid_from"]
    return [number, name, *(values[key] for key in order), manager, *(values[key] for key in after)]


def read(content, name="list.csv", encoding=None):
    return read_staff_list(open_table(io.BytesIO(content), name=name, encoding=encoding))


def planned(*rows, day=DAY, **options):
    return plan_staff_list(read(as_csv(*rows, **options)), what_is_known(), day)


def apply(*rows, day=DAY, by=None, **options):
    listed = read(as_csv(*rows, **options))
    plan = plan_staff_list(listed, what_is_known(), day)
    return apply_staff_list(listed=listed, effective_on=day, digest=plan.digest(), by=by, at=AT)


def reasons(plan):
    return {row.number: {problem.column: problem.reason for problem in row.problems} for row in plan.rows}


def test_new_staff_get_their_place_from_the_day_of_hiring():
    hr = UserFactory()
    apply(row("A1", "陈静", phone="+86 10"), by=hr)
    staff = Staff.objects.get()
    assert (staff.name, staff.phone, staff.hired_on) == ("陈静", "+86 10", date(2026, 1, 5))
    place = assignment_on(staff, date(2026, 1, 5))
    assert place.department.code == "cs"
    assert staff.events.get().pgh_context.metadata["user"] == hr.pk


def test_manager_may_stand_later_in_the_file():
    apply(row("A1", manager="B1"), row("B1"))
    assert assignment_on(Staff.objects.get(employee_no="A1"), DAY).manager.employee_no == "B1"


def test_the_same_list_again_changes_nothing():
    rows = [row("A1", manager="B1"), row("B1", left_on="2026-12-31")]
    apply(*rows)
    assert planned(*rows).counts() == {"new": 0, "changed": 0, "unchanged": 2, "rejected": 0}


def test_a_move_takes_effect_on_the_chosen_day_and_keeps_the_past():
    apply(row("A1"))
    plan = apply(row("A1", department="IT"))
    assert ("Department", "客服部", "IT") in plan.rows[0].changes
    staff = Staff.objects.get()
    assert assignment_on(staff, date(2026, 9, 30)).department.code == "cs"
    assert assignment_on(staff, DAY).department.code == "it"


def test_a_rows_own_later_day_wins():
    apply(row("A1"))
    apply(row("A1", department="it", valid_from="2026/11/1"))
    assert assignment_on(Staff.objects.get(), date(2026, 10, 31)).department.code == "cs"


def test_a_second_move_on_the_same_day_is_refused_not_overwritten():
    apply(row("A1"))
    apply(row("A1", department="it"))
    plan = planned(row("A1", department="cs"))
    assert "choose a later day" in reasons(plan)[2]["Assignment valid from"]


def test_columns_that_are_absent_stay():
    apply(row("A1", phone="123"))
    plan = apply(["A1", "Other"], headings=["工号", "姓名"])
    assert plan.rows[0].changes == [("Name", "Chen", "Other")]
    assert Staff.objects.get().phone == "123"


def test_leaving_ends_the_assignment_and_can_be_taken_back():
    apply(row("A1"))
    apply(row("A1", left_on="2026-12-31"))
    assert Staff.objects.get().assignments.get().ends_on == date(2026, 12, 31)
    apply(row("A1"))
    assert Staff.objects.get().assignments.get().ends_on is None


@pytest.mark.parametrize(
    ("column", "reason", "changes"),
    [
        ("Manager's employee number", "not known", {"manager": "X9"}),
        ("Manager's employee number", "circle", {"manager": "A1"}),
        ("Manager's employee number", "not employed", {"manager": "GONE"}),
        ("Hired on", "not a date", {"hired_on": "2026-02-30"}),
        ("Hired on", "not a date", {"hired_on": "soon"}),
        ("Hired on", "is missing", {"hired_on": ""}),
        ("Name", "is missing", {"name": ""}),
        ("E-mail", "not an e-mail", {"email": "chen"}),
        ("Last day", "before the day of hiring", {"left_on": "2026-01-04"}),
        ("Department", "not known", {"department": "nowhere"}),
        ("Position", "not known", {"position": "king"}),
        ("Assignment valid from", "not employed", {"valid_from": "2026-01-01"}),
        ("Name", "longer than", {"name": "x" * 101}),
    ],
)
def test_wrong_rows_are_rejected_with_column_and_reason(column, reason, changes):
    StaffFactory(employee_no="GONE", left_on=date(2025, 1, 1))
    plan = planned(row("OK"), row("A1", **changes))
    assert reasons(plan)[2] == {}
    assert reason in reasons(plan)[3][column]


def test_double_numbers_are_rejected_with_the_first_row():
    plan = planned(row("A1"), row("A1"))
    assert "row 2" in reasons(plan)[3]["Employee number"]


def test_circle_through_known_and_new_staff_is_rejected():
    apply(row("A1"), row("B1", manager="A1"), row("C1", manager="B1"))
    plan = planned(row("A1", manager="N1"), row("N1", manager="C1"), row("B1", manager="A1"))
    assert "→" in reasons(plan)[2]["Manager's employee number"]
    assert "→" in reasons(plan)[3]["Manager's employee number"]
    assert reasons(plan)[4] == {}


def test_reports_of_a_rejected_new_manager_are_rejected_too():
    plan = planned(row("A1", manager="B1"), row("B1", manager="C1"), row("C1", department="nowhere"))
    assert plan.counts()["rejected"] == 3


def test_circles_finds_each_circle_once():
    assert circles({"a": "b", "b": "c"}) == {}
    found = circles({"x": "a", "a": "b", "b": "a", "s": "s"})
    assert set(found) == {"a", "b", "s"}


@pytest.mark.parametrize(
    ("encoding", "headings", "name"),
    [
        ("gb18030", ["员工编号", "姓名", "部门", "岗位", "入职日期"], "张伟"),
        ("big5", ["員工編號", "姓名", "部門", "職稱", "到職日期"], "陳怡君"),
        ("utf-8-sig", ["Employee No.", "Name", "Department", "Position", "Hired on"], "Ann"),
    ],
)
def test_headings_and_encodings_of_three_languages(encoding, headings, name):
    content = as_csv(["A1", name, "cs", "agent", "2026年1月5日"], headings=headings, encoding=encoding)
    listed = read(content, encoding=encoding)
    assert listed[0].values["name"] == name
    assert listed[0].values["hired_on"] == date(2026, 1, 5)
    assert plan_staff_list(listed, what_is_known(), DAY).counts()["new"] == 1


def test_a_table_without_numbers_says_which_headings_it_has():
    with pytest.raises(SheetError, match="Name, Colour"):
        read(as_csv(["a", "b"], headings=["Name", "Colour"]))


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gb18030", "big5"])
def test_what_was_exported_comes_back_unchanged(kind):
    apply(row("007", "=1+1", phone="+86 10", manager="B1"), row("B1", "-5", left_on="2026-12-31"))
    content = write_staff_list(Staff.objects.all(), DAY, kind)
    encoding = {"gb18030": "gb18030", "big5": "big5"}.get(kind)
    listed = read(content, name=f"list.{'xlsx' if kind == 'xlsx' else 'csv'}", encoding=encoding)
    plan = plan_staff_list(listed, what_is_known(), date(2026, 11, 1))
    assert plan.counts() == {"new": 0, "changed": 0, "unchanged": 2, "rejected": 0}


def test_exported_formulas_stay_text_and_numbers_keep_their_zeros():
    apply(row("007", "=1+1", phone="@x"))
    sheet = load_workbook(io.BytesIO(write_staff_list(Staff.objects.all(), DAY, "xlsx"))).active
    assert [cell.value for cell in sheet[2]][:2] == ["007", "=1+1"]
    assert sheet["B2"].data_type == "s"
    text = write_staff_list(Staff.objects.all(), DAY, "csv").decode("utf-8-sig")
    assert "'=1+1" in text
    assert "'@x" in text


def test_big5_says_which_character_it_lacks():
    apply(row("A1", "张伟"))
    with pytest.raises(SheetError, match="张"):
        write_staff_list(Staff.objects.all(), DAY, "big5")


def test_apply_refuses_when_something_changed_since_the_preview():
    listed = read(as_csv(row("A1")))
    digest = plan_staff_list(listed, what_is_known(), DAY).digest()
    StaffFactory(employee_no="A1")
    with pytest.raises(ListChanged):
        apply_staff_list(listed=listed, effective_on=DAY, digest=digest, by=None, at=AT)
    assert Staff.objects.count() == 1


def test_apply_takes_the_same_queries_for_few_and_many():
    counts = []
    for size, start in ((2, 0), (40, 100)):
        rows = [row(f"N{start + number}", manager=f"N{start}" if number else "") for number in range(size)]
        with CaptureQueriesContext(connection) as queries:
            apply(*rows)
            apply(*[row(f"N{start + number}", department="it") for number in range(size)])
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- the pages


def upload(client, content, name="list.csv"):
    file = io.BytesIO(content)
    file.name = name
    answer = client.post("/admin/people/staff/import/", {"file": file, "effective_on": "2026-10-01"})
    return answer["Location"].split("?")[0]


@pytest.fixture
def hr(client):
    user = UserFactory(username="hr", roles=[Role.HR])
    client.force_login(user)
    return user


def confirm(client, preview, **more):
    page = client.get(f"{preview}?effective_on=2026-10-01")
    facts = {name: page.context[name] for name in ("digest", "encoding")}
    return client.post(preview, {"effective_on": "2026-10-01", "confirm": "x", **facts, **more})


def test_upload_preview_confirm(client, hr):
    preview = upload(client, as_csv(row("A1", "张伟"), row("B1", hired_on="never")))
    page = client.get(f"{preview}?effective_on=2026-10-01").content.decode()
    assert "张伟" in page
    assert "not a date" in page
    assert not Staff.objects.exists()
    answer = confirm(client, preview)
    assert "left out" in answer.content.decode()
    assert not Staff.objects.exists()
    assert confirm(client, preview, leave_out="on").status_code == 302
    assert Staff.objects.get().employee_no == "A1"
    assert client.get(preview).status_code == 404


def test_preview_lets_the_encoding_be_chosen(client, hr):
    preview = upload(client, as_csv(row("A1", "張偉"), encoding="big5"))
    assert "張偉" in client.get(f"{preview}?effective_on=2026-10-01&encoding=big5").content.decode()
    wrong = client.get(f"{preview}?effective_on=2026-10-01&encoding=gb18030").context
    assert all(one["rows"] == [] or one["rows"][0].staff.name != "張偉" for one in wrong["groups"])


def test_upload_of_somebody_else_is_not_there(client, hr):
    preview = upload(client, as_csv(row("A1")))
    client.force_login(UserFactory(roles=[Role.HR]))
    assert client.get(preview).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("list.pdf", b"%PDF"), ("list.xlsx", b"PK\x03\x04 not a zip"), ("list.csv", b"")]
)
def test_unreadable_files_are_refused_in_words(client, hr, name, content):
    file = io.BytesIO(content)
    file.name = name
    answer = client.post(
        "/admin/people/staff/import/", {"file": file, "effective_on": "2026-10-01"}, follow=True
    )
    assert answer.status_code == 200
    assert answer.context.get("wrong") or answer.context["form"].errors["file"]


def test_xlsx_with_date_cells_and_number_cells(client, hr):
    book = Workbook()
    book.active.append(["Employee number", "Name", "Department", "Position", "Hired on"])
    book.active.append([1001, "Ann", "cs", "agent", date(2026, 1, 5)])
    file = io.BytesIO()
    book.save(file)
    confirm(client, upload(client, file.getvalue(), "list.xlsx"))
    assert Staff.objects.get().employee_no == "1001"


def test_hr_of_a_department_changes_only_its_staff(client):
    apply(row("A1"), row("B1", department="it"))
    user = UserFactory()
    RoleGrant.objects.create(
        user=user, role=Role.HR, department=assignment_on(Staff.objects.get(employee_no="A1"), DAY).department
    )
    client.force_login(user)
    content = as_csv(row("A1", "New"), row("B1", "New"), row("C1", department="it"))
    page = client.get(f"{upload(client, content)}?effective_on=2026-10-01")
    counts = {group["status"]: group["count"] for group in page.context["groups"]}
    assert (counts["changed"], counts["rejected"]) == (1, 2)


def test_export_gives_what_the_list_shows_and_the_user_may_see(client):
    apply(row("A1"), row("B1", manager="A1", department="it"), row("C1"))
    manager = UserFactory()
    Staff.objects.filter(employee_no="A1").update(user=manager)
    client.force_login(manager)
    assert exported(client, "") == {"A1", "B1"}
    assert exported(client, "?q=B1") == {"B1"}
    client.force_login(UserFactory(roles=[Role.TRAINING]))
    assert client.get("/admin/people/staff/export/xlsx/").status_code == 403


def exported(client, query):
    answer = client.get(f"/admin/people/staff/export/xlsx/{query}")
    assert "attachment" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return {line[0] for line in sheet.iter_rows(min_row=2, values_only=True)}


def test_assignments_are_shown_from_the_list(client, hr):
    AssignmentFactory(staff=StaffFactory(employee_no="Z1"))
    assert "Z1" in client.get("/admin/people/staff/").content.decode()
