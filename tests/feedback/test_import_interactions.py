import csv
import io
import json
import warnings
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from feedback.models import (
    Customer,
    ImportMapping,
    ImportRejection,
    ImportRun,
    Interaction,
    Invitation,
    SurveyAnswer,
)
from people.models import Assignment, Department, Position, Staff
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    InvitationFactory,
    StaffFactory,
    SurveyAnswerFactory,
)

pytestmark = pytest.mark.django_db
REAL_FILE = next(
    (
        path
        for parent in Path(settings.BASE_DIR).parents
        if (path := parent / "shared" / "data" / "call-centre-2021q1.xlsx").is_file()
    ),
    None,
)
HEADINGS = [
    "Call Id",
    "Agent",
    "Date",
    "Time",
    "Topic",
    "Answered (Y/N)",
    "Resolved",
    "Speed of answer in seconds",
    "AvgTalkDuration",
    "Satisfaction rating",
]
GOOD = {
    "Call Id": "C1",
    "Agent": "Ann",
    "Date": "2021-02-01",
    "Time": "09:30:00",
    "Topic": "Billing",
    "Answered (Y/N)": "Y",
    "Resolved": "Y",
    "Speed of answer in seconds": "20",
    "AvgTalkDuration": "0:02:00",
    "Satisfaction rating": "4",
}
MODELS = (
    Interaction,
    Invitation,
    SurveyAnswer,
    Customer,
    ImportRun,
    ImportRejection,
    Staff,
    Assignment,
    Department,
    Position,
)


@pytest.fixture
def write(tmp_path):
    """Write a file of rows, each a good one with some cells changed."""

    def written(*rows, name="calls.csv", headings=HEADINGS):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, headings, extrasaction="ignore")
            writer.writeheader()
            writer.writerows({**GOOD, **row} for row in rows)
        return path

    return written


def run(path, **options):
    out = io.StringIO()
    call_command("import_interactions", str(path), json=True, stdout=out, stderr=io.StringIO(), **options)
    return json.loads(out.getvalue())


def counts(answer):
    return [answer[f"rows_{name}"] for name in ("created", "updated", "unchanged", "rejected")]


def strict_mapping(**options):
    """The shipped mapping, but agents have to be known."""
    shipped = ImportMapping.objects.get(name="call-centre")
    return ImportMapping.objects.create(
        name="strict",
        title="Strict",
        columns=shipped.columns,
        options={**shipped.options, "create_staff": False, **options},
    )


def everything():
    return {model: model.objects.count() for model in MODELS}


def test_import_takes_an_interaction_over_with_its_answer(write):
    assert counts(run(write({}))) == [1, 0, 0, 0]

    interaction = Interaction.objects.get()
    answer = SurveyAnswer.objects.get()
    local = timezone.localtime(interaction.occurred_at)
    assert (interaction.source, interaction.external_id, interaction.topic) == (
        "call-centre",
        "C1",
        "Billing",
    )
    assert (interaction.served_on, local.hour, local.minute) == (date(2021, 2, 1), 9, 30)
    assert (interaction.response_seconds, interaction.talk_seconds) == (20, 120)
    assert (answer.stars, answer.score, answer.via) == ({"overall": 4}, Decimal(4), "import")
    assert answer.invitation.interaction == interaction
    assert answer.invitation.form.effective_from <= interaction.served_on
    assert (answer.staff, answer.department, answer.served_on) == (
        interaction.staff,
        interaction.department,
        interaction.served_on,
    )


def test_import_employs_unknown_agents_from_their_first_day_on(write):
    answer = run(write({"Date": "2021-02-09"}, {"Call Id": "C2", "Date": "2021-02-03"}))

    staff = Staff.objects.get(employee_no="Ann")
    assert answer["staff_created"] == 1
    assert (staff.name, staff.hired_on, staff.left_on) == ("Ann", date(2021, 2, 3), None)
    assignment = staff.assignments.get()
    assert (assignment.department.code, assignment.department.name) == ("call-centre", "Call centre")
    assert (assignment.position.code, assignment.starts_on, assignment.ends_on) == (
        "agent",
        date(2021, 2, 3),
        None,
    )


def test_import_twice_changes_nothing(write):
    path = write({}, {"Call Id": "C2", "Satisfaction rating": ""}, {"Call Id": "C3", "Agent": "Bob"})
    run(path)
    before = [
        list(model.objects.order_by("pk").values())
        for model in (Interaction, Invitation, SurveyAnswer, Staff)
    ]

    assert counts(run(path)) == [0, 0, 3, 0]
    assert before == [
        list(model.objects.order_by("pk").values())
        for model in (Interaction, Invitation, SurveyAnswer, Staff)
    ]


def test_import_updates_what_has_changed_and_nothing_else(write):
    run(write({}, {"Call Id": "C2"}))

    again = run(write({"Topic": "Delivery"}, {"Call Id": "C2"}))

    assert counts(again) == [0, 1, 1, 0]
    assert Interaction.objects.get(external_id="C1").topic == "Delivery"


def test_import_changes_an_imported_answer_and_keeps_a_trail(write):
    run(write({}))

    assert counts(run(write({"Satisfaction rating": "2"}))) == [0, 1, 0, 0]

    answer = SurveyAnswer.objects.get()
    assert (answer.score, answer.stars, answer.needs_follow_up) == (Decimal(2), {"overall": 2}, True)
    assert [event.score for event in answer.events.all()] == [Decimal(2)]


def test_import_without_a_rating_leaves_the_earlier_answer(write):
    run(write({}))

    assert counts(run(write({"Satisfaction rating": ""}))) == [0, 0, 1, 0]
    assert SurveyAnswer.objects.get().score == 4


def test_import_never_touches_a_customers_own_answer(write):
    run(write({"Satisfaction rating": ""}))
    interaction = Interaction.objects.get()
    same = {
        "staff": interaction.staff,
        "department": interaction.department,
        "served_on": interaction.served_on,
    }
    SurveyAnswerFactory(**same, invitation__interaction=interaction, score=Decimal(1))

    assert counts(run(write({"Satisfaction rating": "5"}))) == [0, 0, 1, 0]
    assert SurveyAnswer.objects.get().score == 1


def test_import_answers_an_open_invitation_rather_than_making_a_second(write):
    run(write({"Satisfaction rating": ""}))
    interaction = Interaction.objects.get()
    invitation = InvitationFactory(
        staff=interaction.staff, department=interaction.department, interaction=interaction
    )

    assert counts(run(write({"Satisfaction rating": "5"}))) == [0, 1, 0, 0]
    invitation.refresh_from_db()
    assert invitation.answered_at
    assert SurveyAnswer.objects.get().invitation == invitation


def test_imported_answer_follows_when_the_source_corrects_who_served(write):
    run(write({}, {"Call Id": "C2", "Agent": "Bob"}))

    run(write({"Agent": "Bob"}))

    assert SurveyAnswer.objects.get(invitation__interaction__external_id="C1").staff.name == "Bob"
    assert Invitation.objects.get(interaction__external_id="C1").staff.name == "Bob"


def test_dry_run_reports_the_same_and_writes_nothing_at_all(write):
    before = everything()
    path = write({}, {"Call Id": "C2", "Satisfaction rating": "6"})

    answer = run(path, dry_run=True)

    assert counts(answer) == [1, 0, 0, 1]
    assert answer["figures"]["satisfaction"] == "4.00"
    assert everything() == before


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"Satisfaction rating": "6"}, "Satisfaction rating", "not_one_to_five"),
        ({"Satisfaction rating": "0"}, "Satisfaction rating", "not_one_to_five"),
        ({"Satisfaction rating": "3.5"}, "Satisfaction rating", "not_one_to_five"),
        ({"Satisfaction rating": "good"}, "Satisfaction rating", "not_one_to_five"),
        ({"Date": "2999-01-01"}, "Date", "in_future"),
        ({"Date": "yesterday"}, "Date", "not_a_date"),
        ({"Date": "2021-02-30"}, "Date", "not_a_date"),
        ({"Date": ""}, "Date", "missing"),
        ({"Time": "9h"}, "Time", "not_a_time"),
        ({"Call Id": ""}, "Call Id", "missing"),
        ({"Call Id": "x" * 81}, "Call Id", "too_long"),
        ({"Agent": ""}, "Agent", "missing"),
        ({"Agent": "x" * 41}, "Agent", "too_long"),
        ({"Answered (Y/N)": "maybe"}, "Answered (Y/N)", "not_yes_or_no"),
        ({"Answered (Y/N)": "N"}, "Resolved", "resolved_not_answered"),
        ({"Speed of answer in seconds": "-1"}, "Speed of answer in seconds", "negative"),
        ({"Speed of answer in seconds": "fast"}, "Speed of answer in seconds", "not_seconds"),
        ({"AvgTalkDuration": "99999999999"}, "AvgTalkDuration", "not_seconds"),
        ({"Topic": "x" * 101}, "Topic", "too_long"),
        ({"Call Id": "C1"}, "Call Id", "duplicate"),
    ],
)
def test_import_rejects_a_bad_row_by_name_and_takes_the_good_one(write, change, column, reason):
    answer = run(write({}, {"Call Id": "C2", **change}))

    assert counts(answer) == [1, 0, 0, 1]
    assert [(r["row_number"], r["column"], r["reason"]) for r in answer["rejected"]] == [(3, column, reason)]
    assert answer["rejected"][0]["text"] != reason
    assert Interaction.objects.get().external_id == "C1"
    assert SurveyAnswer.objects.count() == 1
    assert Staff.objects.count() == 1
    kept = ImportRejection.objects.get()
    assert (kept.run_id, kept.row_number, kept.column, kept.reason) == (answer["run"], 3, column, reason)


def test_import_names_everything_that_is_wrong_with_a_row(write):
    answer = run(write({"Date": "x", "Satisfaction rating": "9", "Resolved": "?"}))

    assert {r["column"] for r in answer["rejected"]} == {"Date", "Satisfaction rating", "Resolved"}
    assert counts(answer) == [0, 0, 0, 1]


def test_import_prints_each_rejected_row_for_people(write):
    out, err = io.StringIO(), io.StringIO()

    call_command("import_interactions", str(write({"Satisfaction rating": "6"})), stdout=out, stderr=err)

    assert "Row 2, Satisfaction rating “6”: Stars are whole numbers from 1 to 5." in err.getvalue()
    assert "1 rejected" in out.getvalue()


def test_import_rejects_unknown_agents_unless_it_may_employ_them(write):
    strict_mapping()

    answer = run(write({}), mapping="strict")

    assert [(r["column"], r["value"], r["reason"]) for r in answer["rejected"]] == [
        ("Agent", "Ann", "staff_unknown")
    ]
    assert not Interaction.objects.exists()
    assert not Staff.objects.exists()


def test_import_finds_staff_by_number_before_name(write):
    strict_mapping()
    by_name = AssignmentFactory(staff__employee_no="7", staff__name="Ann").staff
    by_number = AssignmentFactory(staff__employee_no="Ann", staff__name="Other").staff

    run(write({}, {"Call Id": "C2", "Agent": "7"}), mapping="strict")

    assert Interaction.objects.get(external_id="C1").staff == by_number
    assert Interaction.objects.get(external_id="C2").staff == by_name


def test_import_does_not_guess_between_namesakes(write):
    for number in ("1", "2"):
        AssignmentFactory(staff__employee_no=number, staff__name="Ann")

    assert run(write({}))["rejected"][0]["reason"] == "staff_ambiguous"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2021-01-31", "not_employed"),
        ("2021-02-01", None),
        ("2021-02-10", None),
        ("2021-02-11", "no_department"),
        ("2021-02-28", "no_department"),
        ("2021-03-01", "not_employed"),
    ],
)
def test_import_rejects_days_outside_employment_and_assignment(write, day, reason):
    staff = StaffFactory(name="Ann", hired_on=date(2021, 2, 1), left_on=date(2021, 2, 28))
    AssignmentFactory(staff=staff, starts_on=date(2021, 2, 1), ends_on=date(2021, 2, 10))

    assert [r["reason"] for r in run(write({"Date": day}))["rejected"]] == ([reason] if reason else [])


def test_import_uses_the_department_of_the_day(write):
    staff = StaffFactory(name="Ann")
    old, new = DepartmentFactory(), DepartmentFactory()
    AssignmentFactory(staff=staff, department=old, ends_on=date(2021, 1, 31))
    AssignmentFactory(staff=staff, department=new, starts_on=date(2021, 2, 1))

    run(write({"Date": "2021-01-31"}, {"Call Id": "C2", "Date": "2021-02-01"}))

    assert [i.department for i in Interaction.objects.order_by("external_id")] == [old, new]


def test_import_needs_a_survey_form_in_force_for_a_rating(write):
    answer = run(write({"Date": "1999-12-31"}))

    assert [(r["column"], r["reason"]) for r in answer["rejected"]] == [("Satisfaction rating", "no_form")]


def test_import_reads_channels_and_customers_where_the_file_has_them(write):
    shipped = ImportMapping.objects.get(name="call-centre")
    more = {"channel": "Channel", "customer": "Customer"}
    ImportMapping.objects.create(
        name="more", title="More", columns=shipped.columns | more, options=shipped.options
    )
    rows = (
        {"Channel": "wechat", "Customer": "K7"},
        {"Call Id": "C2", "Channel": "", "Customer": "K7"},
        {"Call Id": "C3", "Channel": "pigeon", "Customer": ""},
    )

    answer = run(write(*rows, headings=[*HEADINGS, "Channel", "Customer"]), mapping="more")

    assert [(r["row_number"], r["value"], r["reason"]) for r in answer["rejected"]] == [
        (4, "pigeon", "channel_unknown")
    ]
    assert [i.channel.code for i in Interaction.objects.order_by("external_id")] == ["wechat", "phone"]
    assert Customer.objects.get().interactions.count() == 2


def test_columns_a_file_does_not_carry_are_left_as_they_are(write):
    run(write({}))
    columns = {"external_id": "Call Id", "staff": "Agent", "date": "Date"}
    options = ImportMapping.objects.get(name="call-centre").options
    ImportMapping.objects.create(name="short", title="Short", columns=columns, options=options)

    run(write({}, headings=["Call Id", "Agent", "Date"]), mapping="short")

    interaction = Interaction.objects.get()
    assert (interaction.topic, interaction.resolved, interaction.talk_seconds) == ("Billing", True, 120)


def test_mapping_is_found_by_the_headings_whatever_their_case(write):
    path = write({})
    path.write_text(path.read_text().replace("Call Id", " CALL  id "))

    assert counts(run(path)) == [1, 0, 0, 0]


def test_import_says_when_no_mapping_fits(write):
    with pytest.raises(CommandError, match=r"No saved mapping fits.*Agent, Date"):
        run(write({}, headings=["Agent", "Date"]))


def test_import_says_when_several_mappings_fit(write):
    strict_mapping()

    with pytest.raises(CommandError, match="call-centre, strict"):
        run(write({}))


def test_import_names_the_columns_a_chosen_mapping_misses(write):
    with pytest.raises(CommandError, match="Call Id"):
        run(write({}, headings=HEADINGS[1:]), mapping="call-centre")


def test_import_says_when_a_heading_stands_there_twice(write):
    path = write({})
    path.write_text(path.read_text().replace("Topic", "Agent"))
    mapping = strict_mapping()
    mapping.columns.pop("topic")
    mapping.save()

    with pytest.raises(CommandError, match="more than once: Agent"):
        run(path, mapping="strict")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("calls.xlsx", b"PK\3\4 and no more", "damaged"),
        ("calls.csv", b"", "empty"),
        ("calls.pdf", b"%PDF", r"\.pdf"),
    ],
)
def test_import_refuses_files_it_cannot_read_and_writes_nothing(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    before = everything()

    with pytest.raises(CommandError, match=words):
        run(path)
    assert everything() == before


def test_import_that_fails_half_way_leaves_nothing(write):
    """The last row is not UTF-8; thousands of good ones stand above it."""
    path = write(*({"Call Id": f"C{n}"} for n in range(3_000)))
    with path.open("ab") as file:
        file.write(b"C9999,Ann,2021-02-01,9:00,\xff\xff,Y,Y,1,1,5\r\n")
    before = everything()

    with pytest.raises(CommandError, match="encoding"):
        run(path, encoding="utf-8")
    assert everything() == before


def test_import_takes_no_more_statements_for_more_rows(write, django_assert_max_num_queries):
    run(write({}))
    few = write(*({"Call Id": f"F{n}"} for n in range(2)), name="few.csv")
    many = write(*({"Call Id": f"M{n}"} for n in range(400)), name="many.csv")

    with django_assert_max_num_queries(30) as taken:
        run(few)
    with django_assert_max_num_queries(len(taken)):
        run(many)


def test_import_of_the_real_calls_gives_the_published_figures():
    if REAL_FILE is None:
        message = (
            "SKIPPED: the real calls (shared/data/call-centre-2021q1.xlsx) are not beside this repository"
        )
        warnings.warn(message, stacklevel=1)
        pytest.skip(message)

    first = run(REAL_FILE)

    assert counts(first) == [5000, 0, 0, 0]
    assert first["staff_created"] == 8
    assert first["figures"] == {
        "interactions": 5000,
        "answered": 4054,
        "resolved": 3646,
        "satisfaction": "3.40",
        "response_seconds": "67.52",
    }
    assert SurveyAnswer.objects.filter(via="import").count() == 4054
    assert counts(run(REAL_FILE)) == [0, 0, 5000, 0]
