from datetime import date

import pytest
import time_machine
from django.urls import reverse

from feedback.models import PublicDay
from incentives.models import PayoutRun
from ratings.models import Policy, RatingMonth
from starservice.lib.months import first_of
from tests import factories as f
from tests.factories import NOON

pytestmark = pytest.mark.django_db
HOME = "/admin/"


@pytest.fixture(autouse=True)
def in_november(settings):
    settings.MFA_REQUIRED = False
    with time_machine.travel("2026-11-05T12:00:00+08:00", tick=False):
        yield


@pytest.fixture
def standard():
    return Policy.objects.get(code="standard")


def sign_in(client, user):
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def office(client):
    return sign_in(client, f.UserFactory(roles=["office"]))


def lines(answer):
    return {line.code: line for line in answer.context["lines"]}


def team(manager=None, people=2):
    manager = manager or f.StaffFactory(user=f.UserFactory())
    place = {"department": f.DepartmentFactory(), "position": f.PositionFactory(), "manager": manager}
    return manager, [f.AssignmentFactory(**place).staff for _number in range(people)]


def test_fresh_company_is_told_what_to_do_first(client):
    answer = office(client).get(HOME)
    steps = answer.context["first_steps"]
    assert [step.state for step in steps] == ["now", "later", "done", "later"]
    f.StaffFactory()
    f.DepartmentFactory()
    steps = client.get(HOME).context["first_steps"]
    assert [step.state for step in steps] == ["done", "done", "done", "now"]


def test_month_is_opened_calculated_reviewed_published_and_locked(client, standard):
    _manager, staff = team()
    for person in staff:
        f.CertificateFactory(staff=person)
        f.SurveyAnswerFactory(staff=person, department=person.assignments.get().department)
    f.RatingMonthFactory(first_day=date(2026, 9, 1), status="locked", published_at=NOON)
    office(client)
    for line, status in [
        ("open", "collecting"),
        ("calculate", "calculated"),
        ("review", "under_review"),
        ("publish", "published"),
    ]:
        shown = lines(client.get(f"{HOME}?month=2026-10"))
        assert (shown[line].state, bool(shown[line].url)) == ("now", True), line
        assert client.get(shown[line].url).status_code == 200
        assert RatingMonth.objects.filter(first_day=date(2026, 10, 1), status=status).count() == 0
        client.post(shown[line].url)
        assert RatingMonth.objects.get(first_day=date(2026, 10, 1)).status == status
    assert lines(client.get(f"{HOME}?month=2026-10"))["lock"].state == "blocked"
    client.post(f"/admin/ratings/ratingmonth/{RatingMonth.objects.first().pk}/lock/")
    assert RatingMonth.objects.get(first_day=date(2026, 10, 1)).status == "locked"


def test_month_that_is_not_over_is_not_calculated(client, standard):
    f.RatingMonthFactory(first_day=date(2026, 11, 1), status="collecting", policy=standard)
    office(client)
    line = lines(client.get(HOME))["calculate"]
    assert (line.state, line.url) == ("blocked", "")


@pytest.mark.parametrize("roles", [["hr"], ["finance"], ["auditor"], ["leading_group"], ["customer_service"]])
def test_month_is_opened_by_the_office_alone(client, roles):
    sign_in(client, f.UserFactory(roles=roles))
    assert client.post("/admin/months/2026-10/open/").status_code == 403
    assert not RatingMonth.objects.exists()


def test_month_that_cannot_be_opened_is_refused_with_the_reason(client):
    f.RatingMonthFactory(status="published", published_at=NOON)
    answer = office(client).post("/admin/months/2026-10/open/", follow=True)
    assert "2026-10 is published" in answer.content.decode()
    assert client.get("/admin/months/1999-12/open/").status_code == 404
    assert client.get("/admin/months/9999-12/open/").status_code == 404


def test_missing_evaluations_are_counted(client, standard):
    manager, (one, _two) = team()
    month = f.RatingMonthFactory(policy=standard, status="collecting")
    f.EvaluationFactory(month=month, staff=one, author=manager)
    shown = lines(office(client).get(f"{HOME}?month=2026-10"))
    assert (shown["managers"].done, shown["managers"].total, shown["managers"].state) == (1, 2, "todo")
    assert (shown["selves"].done, shown["selves"].total) == (0, 2)
    assert "/progress/2026-10/" in shown["managers"].url
    assert shown["certified"].text.startswith("2 people")


def test_manager_sees_the_own_team_alone(client, standard):
    manager, (one, two) = team()
    team()
    month = f.RatingMonthFactory(policy=standard, status="collecting")
    f.EvaluationFactory(month=month, staff=one, author=manager)
    f.SurveyAnswerFactory(staff=two)
    f.SurveyAnswerFactory()
    answer = sign_in(client, manager.user).get(f"{HOME}?month=2026-10")
    shown = lines(answer)
    assert (shown["managers"].done, shown["managers"].total) == (1, 2)
    assert answer.context["missing_people"] == [two]
    assert "1 sent, 1 answered" in shown["surveys"].text
    assert not {"publish", "pay", "calculate", "lock"} & set(shown)


def test_money_comes_first_for_those_who_pay(client):
    month = f.RatingMonthFactory(status="published", published_at=NOON)
    run = PayoutRun.objects.create(
        month=month,
        scheme=f.SchemeFactory(),
        fund=f.FundFactory(),
        total=1234,
        unscaled_total=1234,
        prepared_by=f.UserFactory(),
        prepared_at=NOON,
    )
    answer = sign_in(client, f.UserFactory(roles=["finance"])).get(HOME)
    first = answer.context["lines"][0]
    assert (first.code, first.state, first.action_label) == ("pay", "now", "Check and approve")
    assert first.url == f"/admin/incentives/payoutrun/{run.pk}/change/"
    assert "1,234" in first.text


def test_office_sees_that_money_waits_but_no_amounts(client):
    month = f.RatingMonthFactory(status="published", published_at=NOON)
    PayoutRun.objects.create(
        month=month,
        scheme=f.SchemeFactory(),
        fund=f.FundFactory(),
        total=1234,
        unscaled_total=1234,
        prepared_at=NOON,
    )
    answer = office(client).get(f"{HOME}?month=2026-10")
    pay = lines(answer)["pay"]
    assert (pay.text, pay.url) == ("The run is prepared.", "")
    assert "1,234" not in answer.content.decode()


def test_auditor_reads_and_is_offered_no_step(client):
    f.RatingMonthFactory(status="under_review")
    shown = lines(sign_in(client, f.UserFactory(roles=["auditor"])).get(f"{HOME}?month=2026-10"))
    assert (shown["publish"].state, shown["publish"].url) == ("now", "")


def test_duty_without_a_part_in_the_month_is_told_so(client):
    f.RatingMonthFactory()
    answer = sign_in(client, f.UserFactory(roles=["publicity"])).get(HOME)
    assert answer.context["no_duty"]


def test_oldest_unpublished_month_waits_first(client):
    f.RatingMonthFactory(first_day=date(2026, 11, 1), status="collecting")
    f.RatingMonthFactory(first_day=date(2026, 10, 1), status="calculated")
    assert office(client).get(HOME).context["view"].first_day == date(2026, 10, 1)
    RatingMonth.objects.filter(status="calculated").update(status="published", published_at=NOON)
    assert client.get(HOME).context["view"].first_day == first_of(date(2026, 11, 5))


@pytest.mark.parametrize("month", ["x", "2026-13", "2026-1", "0000-01", "0001-01", "9999-12"])
def test_odd_month_in_the_address_does_no_harm(client, month):
    f.RatingMonthFactory()
    assert office(client).get(f"{HOME}?month={month}").status_code == 200


def test_figures_stand_beside_the_month_before(client):
    f.RatingMonthFactory(status="collecting")
    f.SurveyAnswerFactory(score=5, nps=10)
    f.SurveyAnswerFactory(score=2, nps=0, served_on=date(2026, 9, 3))
    f.InteractionFactory(response_seconds=30)
    f.InteractionFactory(response_seconds=50, served_on=date(2026, 9, 3))
    tiles = office(client).get(f"{HOME}?month=2026-10").context["tiles"]
    assert [(tile.value, tile.tone) for tile in tiles] == [
        ("100%", "good"),
        ("+100", "good"),
        ("100%", ""),
        ("30 sec", "good"),
    ]
    assert tiles[3].note == "50 sec the month before"


def test_queries_do_not_grow_with_people(client, standard, django_assert_max_num_queries):
    month = f.RatingMonthFactory(policy=standard, status="collecting")
    manager, staff = team(people=1)
    f.SurveyAnswerFactory(staff=staff[0])
    office(client)
    with django_assert_max_num_queries(20) as few:
        client.get(f"{HOME}?month=2026-10")
    manager, staff = team(people=15)
    for person in staff:
        f.EvaluationFactory(month=month, staff=person, author=manager)
        f.SurveyAnswerFactory(staff=person)
        f.StarResultFactory(month=month, staff=person)
    with django_assert_max_num_queries(len(few)):
        client.get(f"{HOME}?month=2026-10")


@pytest.mark.parametrize(("role", "sees"), [("office", True), ("leading_group", True), ("hr", False)])
def test_missing_public_days_are_told_on_the_home(client, role, sees):
    PublicDay.objects.all().delete()
    page = sign_in(client, f.UserFactory(roles=[role])).get(HOME).content.decode()
    assert ("The public days of" in page) is sees
    assert (reverse("admin:feedback_publicday_seed") in page) is (role == "office")
