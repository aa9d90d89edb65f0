from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.models import Customer, Interaction, Invitation
from people.models import RoleGrant
from tests import factories as f

pytestmark = pytest.mark.django_db
MOMENT = "2026-10-15T12:00:00+08:00"


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def office():
    return client_of(f.UserFactory(roles=["office"]))


@pytest.fixture
def agent():
    return f.AssignmentFactory(staff__employee_no="A1", department__code="hotline").staff


@pytest.fixture
def phone():
    return f.ChannelFactory(code="phone")


def call(**changes):
    facts = {
        "source": "pbx",
        "external_id": "1",
        "employee_no": "A1",
        "channel": "phone",
        "occurred_at": MOMENT,
        "answered": True,
        "resolved": True,
        "response_seconds": 30,
        "talk_seconds": 200,
        "topic": "Bill",
        "customer_no": "K1",
    }
    return {**facts, **changes}


def post(client, data, path="/api/v1/interactions/"):
    return client.post(path, data, format="json")


def bulk(client, data):
    return post(client, data, "/api/v1/interactions/bulk/")


def test_interaction_is_taken_once_and_updated_after(office, agent, phone):
    first = post(office, call())
    again = post(office, call())
    changed = post(office, call(resolved=False))

    assert (first.status_code, first.json()) == (201, {"created": 1, "updated": 0, "unchanged": 0})
    assert (again.status_code, again.json()) == (200, {"created": 0, "updated": 0, "unchanged": 1})
    assert (changed.status_code, changed.json()) == (200, {"created": 0, "updated": 1, "unchanged": 0})
    kept = Interaction.objects.get()
    assert (kept.staff, kept.department.code, kept.served_on.isoformat()) == (agent, "hotline", "2026-10-15")
    assert (kept.resolved, kept.response_seconds, kept.customer.external_id) == (False, 30, "K1")
    assert Customer.objects.count() == 1


def test_interaction_takes_the_local_day(office, agent, phone):
    post(office, call(occurred_at="2026-10-31T17:30:00Z"))
    assert Interaction.objects.get().served_on.isoformat() == "2026-11-01"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"employee_no": "A2"}, "employee_no"),
        ({"channel": "fax"}, "channel"),
        ({"occurred_at": "2019-12-31T12:00:00+08:00"}, "employee_no"),
        ({"occurred_at": "1999-12-31T12:00:00+08:00"}, "occurred_at"),
        ({"occurred_at": "not a moment"}, "occurred_at"),
        ({"answered": False}, "resolved"),
        ({"response_seconds": -1}, "response_seconds"),
        ({"talk_seconds": 2**31}, "talk_seconds"),
        ({"source": "a b"}, "source"),
        ({"external_id": "a\x00b"}, "external_id"),
        ({"topic": "x" * 101}, "topic"),
    ],
)
def test_wrong_interaction_is_refused_by_field(office, agent, phone, change, field):
    answer = post(office, call(**change))
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert not Interaction.objects.exists()


def test_interaction_of_the_future_is_refused(office, agent, phone):
    answer = post(office, call(occurred_at=(timezone.now() + timedelta(minutes=5)).isoformat()))
    assert list(answer.json()) == ["occurred_at"]


def test_list_is_taken_whole_or_not_at_all(office, agent, phone):
    rows = [call(external_id=str(number)) for number in range(5)]
    rows[3]["employee_no"] = "A9"
    rows[4]["external_id"] = "0"
    answer = bulk(office, rows)
    assert answer.status_code == 400
    assert [(one["index"], one["field"]) for one in answer.json()["errors"]] == [
        (3, "employee_no"),
        (4, "external_id"),
    ]
    assert not Interaction.objects.exists()
    assert not Customer.objects.exists()


def test_list_names_malformed_rows_by_index_and_field(office, agent, phone):
    answer = bulk(office, [call(), call(external_id="2", answered="perhaps"), {}])
    found = {(one["index"], one["field"]) for one in answer.json()["errors"]}
    assert answer.status_code == 400
    assert (1, "answered") in found
    assert (2, "source") in found


@pytest.mark.parametrize("rows", [[], {"a": 1}, "text", None, [1, 2]])
def test_list_that_is_none_is_refused(office, rows):
    assert bulk(office, rows).status_code == 400


def test_list_longer_than_a_thousand_is_refused(office, agent, phone):
    assert bulk(office, [call(external_id=str(n)) for n in range(1001)]).status_code == 400


def test_list_reports_what_became_of_it(office, agent, phone):
    bulk(office, [call(external_id="1"), call(external_id="2")])
    answer = bulk(
        office, [call(external_id="1"), call(external_id="2", topic="Other"), call(external_id="3")]
    )
    assert (answer.status_code, answer.json()) == (201, {"created": 1, "updated": 1, "unchanged": 1})


def test_list_needs_as_many_queries_as_one_row(office, agent, phone, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as few:
        bulk(office, [call(external_id="x")])
    with django_assert_max_num_queries(len(few)):
        bulk(office, [call(external_id=str(n), customer_no=f"K{n}") for n in range(200)])


def test_text_that_is_not_json_is_refused(office):
    answer = office.post("/api/v1/interactions/", "{", content_type="application/json")
    assert answer.status_code == 400
    deep = office.post("/api/v1/interactions/", "[" * 100_000, content_type="application/json")
    assert deep.status_code == 400
    form = office.post("/api/v1/interactions/", {"source": "pbx"})
    assert form.status_code == 415


def test_too_much_at_once_is_refused(office, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert post(office, call()).status_code == 413


@pytest.mark.parametrize("path", ["interactions/", "interactions/bulk/", "invitations/"])
@pytest.mark.parametrize("roles", [["auditor"], ["hr"], ["finance"], []])
def test_evidence_is_written_by_its_duties_alone(path, roles):
    client = client_of(f.UserFactory(roles=roles))
    assert post(client, call(), f"/api/v1/{path}").status_code == 403


def test_nothing_is_said_without_a_token():
    for path in ("survey-answers/", "staff/", "months/"):
        assert APIClient().get(f"/api/v1/{path}").status_code == 401


def test_invitation_for_an_interaction_is_made_once(office, agent, phone):
    f.InteractionFactory(
        staff=agent,
        source="pbx",
        external_id="1",
        channel=phone,
        department=agent.assignments.get().department,
    )
    wanted = {"interaction": {"source": "pbx", "external_id": "1"}}
    first, second = (post(office, wanted, "/api/v1/invitations/") for _time in range(2))
    assert first.status_code == 201
    assert first.json()["employee_no"] == "A1"
    assert second.status_code == 409
    token = first.json()["link"].rstrip("/").rsplit("/", 1)[1]
    assert token
    assert Invitation.objects.get().interaction.external_id == "1"


def test_invitation_link_opens_the_survey(office, agent, phone, client):
    wanted = {"employee_no": "A1", "channel": "phone", "served_on": "2026-10-15"}
    made = post(office, wanted, "/api/v1/invitations/")
    assert made.status_code == 201
    path = "/s/" + made.json()["link"].split("/s/")[1]
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        ({}, ["employee_no", "channel", "served_on"]),
        ({"employee_no": "A9", "channel": "fax", "served_on": "2026-10-15"}, ["channel", "employee_no"]),
        ({"employee_no": "A1", "channel": "phone", "served_on": "2099-10-15"}, ["served_on"]),
        ({"employee_no": "A1", "channel": "phone", "served_on": "2019-10-15"}, ["non_field_errors"]),
        ({"interaction": {"source": "pbx", "external_id": "9"}}, ["interaction"]),
        ({"interaction": {"source": "pbx"}}, ["interaction"]),
    ],
)
def test_wrong_invitation_is_refused_by_field(office, agent, phone, wanted, fields):
    answer = post(office, wanted, "/api/v1/invitations/")
    assert answer.status_code == 400
    assert list(answer.json()) == fields
    assert not Invitation.objects.exists()


def test_answers_are_read_within_reach(agent):
    manager = f.StaffFactory(user=f.UserFactory())
    f.AssignmentFactory(staff__employee_no="A2", manager=manager)
    other = f.SurveyAnswerFactory(staff=agent)
    mine = f.SurveyAnswerFactory(staff=manager.report_assignments.get().staff, score=Decimal("4.335"))
    found = client_of(manager.user).get("/api/v1/survey-answers/").json()["results"]
    assert [one["id"] for one in found] == [mine.pk]
    assert (found[0]["score"], found[0]["employee_no"]) == ("4.34", "A2")
    assert other.pk not in [one["id"] for one in found]


def test_answers_about_oneself_are_not_told(agent):
    agent.user = f.UserFactory()
    agent.save()
    f.SurveyAnswerFactory(staff=agent)
    assert client_of(agent.user).get("/api/v1/survey-answers/").json()["results"] == []


def test_answers_are_filtered(office, agent):
    department = agent.assignments.get().department
    below = f.DepartmentFactory(parent=department)
    top = f.SurveyAnswerFactory(staff=agent, department=department)
    deep = f.SurveyAnswerFactory(department=below, is_valid=False, invalid_reason="test")
    f.SurveyAnswerFactory()

    def ids(query):
        return {one["id"] for one in office.get(f"/api/v1/survey-answers/?{query}").json()["results"]}

    assert ids("department=hotline") == {top.pk, deep.pk}
    assert ids("department=hotline&valid=false") == {deep.pk}
    assert ids("employee_no=A1&valid=true") == {top.pk}
    assert ids("served_from=2026-10-16") == set()
    assert ids("served_to=2026-10-14") == set()
    assert len(ids("served_from=2026-10-15&served_to=2026-10-15")) == 3


@pytest.mark.parametrize(
    "query",
    ["department=none", "served_from=x", "served_from=2026-10-02&served_to=2026-10-01", "employee_no=%00"],
)
def test_wrong_filter_is_refused(office, query):
    assert office.get(f"/api/v1/survey-answers/?{query}").status_code == 400


@pytest.mark.parametrize("cursor", ["x", "cD0yMDIx", "cD14", "cD0lMDA=", "bz0xJnA9eHh4"])
def test_made_up_cursor_is_not_found(office, cursor):
    assert office.get(f"/api/v1/survey-answers/?cursor={cursor}").status_code in (200, 404)


def test_answers_come_in_pages_with_few_queries(office, agent, django_assert_max_num_queries):
    f.SurveyAnswerFactory.create_batch(7, staff=agent)
    with django_assert_max_num_queries(6):
        first = office.get("/api/v1/survey-answers/?page_size=4").json()
    rest = office.get(first["next"]).json()
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (4, 3, None)


@pytest.fixture
def asked():
    """An invitation to a form with a choice that is asked after low stars."""
    form = f.SurveyFormFactory()
    f.SurveyQuestionFactory(form=form, code="care")
    options = [{"code": code, "label": {"en": code}} for code in ("wait", "price")]
    low = {"asked_after": "care", "comparison": "at_most", "compared_with": "2"}
    f.SurveyQuestionFactory(form=form, code="why", kind="multiple", options=options, **low)
    return f.InvitationFactory(form=form)


def test_questions_of_an_invitation_are_told(office, asked):
    told = office.get(f"/api/v1/invitations/{asked.pk}/questions/").json()
    assert [(one["code"], one["kind"]) for one in told] == [("care", "stars"), ("why", "multiple")]
    assert told[1]["condition"] == {"question": "care", "comparison": "at_most", "value": "2"}
    assert told[1]["options"][0] == {"code": "wait", "label": {"en": "wait"}}


def test_answer_is_taken_once_with_its_replies(office, asked):
    path = f"/api/v1/invitations/{asked.pk}/answer/"
    given = {"stars": {"care": 1}, "replies": {"why": ["price", "wait"]}}
    made = post(office, given, path)
    assert made.status_code == 201
    assert (made.json()["replies"], made.json()["via"]) == ({"why": ["wait", "price"]}, "call_back")
    assert office.get("/api/v1/survey-answers/").json()["results"][0]["replies"] == {"why": ["wait", "price"]}
    assert post(office, given, path).status_code == 409


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, ["stars"]),
        ({"stars": {}}, ["stars-care"]),
        ({"stars": {"care": 1}}, ["reply-why"]),
        ({"stars": {"care": 1}, "replies": {"why": ["luck"]}}, ["reply-why"]),
        ({"stars": {"care": 1}, "replies": {"why": 5}}, ["replies"]),
        ({"stars": {"care": 5}, "replies": {"other": "x"}}, ["reply-other"]),
        ({"stars": {"care": "x"}}, ["stars"]),
        ({"stars": {"care": 5}, "nps": 9}, ["nps"]),
    ],
)
def test_wrong_answer_is_refused_by_field(office, asked, given, fields):
    refused = post(office, given, f"/api/v1/invitations/{asked.pk}/answer/")
    assert (refused.status_code, list(refused.json())) == (400, fields)


def test_answers_are_taken_within_reach(asked):
    paths = [f"/api/v1/invitations/{pk}/answer/" for pk in (asked.pk, 0, "x")]
    limited = f.UserFactory()
    RoleGrant.objects.create(user=limited, role="customer_service", department=f.DepartmentFactory())
    own = f.UserFactory(roles=["office"])
    asked.staff.user = own
    asked.staff.save()
    for user in (limited, own):
        for path in paths:
            assert post(client_of(user), {"stars": {"care": 5}}, path).status_code == 404
    assert post(client_of(f.UserFactory(roles=["hr"])), {"stars": {"care": 5}}, paths[0]).status_code == 403
