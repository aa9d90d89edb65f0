"""My stars and my evaluation, as a member of staff sees them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from ratings.models import Appeal, Evaluation, StarCorrection
from tests.factories import (
    FIRST,
    NOON,
    AssignmentFactory,
    CriterionFactory,
    CustomerFactory,
    DimensionFactory,
    EvidenceEventFactory,
    PolicyFactory,
    RatingMonthFactory,
    StaffFactory,
    StarResultFactory,
    SurveyAnswerFactory,
    UserFactory,
)
from tests.ratings.test_explanation import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    """A member of staff, signed in and working."""
    staff = StaffFactory(name="Mina", user=UserFactory(username="mina"))
    AssignmentFactory(staff=staff)
    client.force_login(staff.user, "django.contrib.auth.backends.ModelBackend")
    return staff


@pytest.fixture
def month():
    """An open month with two criteria."""
    month = RatingMonthFactory(status="collecting")
    dimension = DimensionFactory(policy=month.policy)
    for name in ("Polite", "Quick"):
        CriterionFactory(dimension=dimension, label={"en": name}, code=name.lower())
    return month


def criteria(month):
    return {one.code: f"c{one.pk}" for one in month.policy.dimensions.get().criteria.all()}


def published(staff, first_day=FIRST, status="published", **fields):
    month = RatingMonthFactory(
        first_day=first_day,
        status=status,
        published_at=NOON,
        policy=fields.pop("policy", None) or PolicyFactory(),
    )
    fields = {"steps": steps(), "score": Decimal("4.04"), "stars": 4} | fields
    return StarResultFactory(month=month, staff=staff, **fields)


def home(client):
    return client.get(reverse("portal:home"))


def test_home_asks_to_sign_in(client):
    assert home(client).status_code == 302


def test_home_without_a_staff_record_says_whom_to_ask(client):
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")
    assert "ask HR" in home(client).content.decode()


def test_home_without_results_says_what_comes(client, me):
    assert "No stars yet" in home(client).content.decode()


def test_home_tells_the_stored_steps_and_nothing_else(client, me):
    published(me, steps=steps(combined="4.111111", score="4.04"))
    page = home(client).content.decode()
    assert "October 2026" in page
    assert "4 of 5 stars" in page
    assert "12 answers with a mean of 4.333" in page
    assert "4.111" in page
    assert "No submitted self-evaluation." in page
    assert "never counted as zero" in page
    assert "1 × upheld complaint: −0.20" in page


def test_home_hides_months_that_are_not_published(client, me):
    published(me, status="under_review")
    assert "No stars yet" in home(client).content.decode()


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("not_certified", "training department"),
        ("no_evidence", "never one star"),
        ("not_employed_long_enough", "at least 10"),
        ("customer_missing", "at least one survey answer"),
        ("manager_missing", "Ask the manager"),
        ("self_missing", "as soon as the next month opens"),
        ("indicators_missing", "measured work"),
    ],
)
def test_home_says_why_not_rated_and_what_to_do(client, me, reason, advice):
    stored = {
        "gate": {"rule": "every_day", "certified": False, "min_days": 10},
        "employment": {"first": "2026-10-28", "last": "2026-10-31", "days": 4},
    }
    published(me, steps=stored, score=None, stars=None, reason=reason)
    page = home(client).content.decode()
    assert "Not rated" in page
    assert advice in page


@pytest.mark.parametrize(("answers", "shown"), [(1, False), (2, False), (3, True)])
def test_answers_are_listed_only_where_nobody_can_be_told_from_them(client, me, answers, shown):
    published(me)
    for _n in range(answers):
        SurveyAnswerFactory(staff=me, words="Lovely voice")
    assert ("Lovely voice" in home(client).content.decode()) == shown


def test_customers_are_never_named(client, me):
    published(me)
    customer = CustomerFactory(name="Mrs Secret")
    for _n in range(3):
        SurveyAnswerFactory(staff=me, invitation__customer=customer, words="Good")
    EvidenceEventFactory(staff=me, note="A letter came")
    page = home(client).content.decode()
    assert "A letter came" in page
    assert "Mrs Secret" not in page


@pytest.mark.parametrize("months", [2, 8])
def test_home_costs_the_same_queries_for_any_history(client, me, months, django_assert_max_num_queries):
    policy = PolicyFactory()
    for number in range(months):
        published(me, first_day=date(2026, 1 + number, 1), policy=policy)
    for _n in range(months):
        SurveyAnswerFactory(staff=me, served_on=date(2026, months, 3))
        EvidenceEventFactory(staff=me, happened_on=date(2026, months, 3))
    home(client)
    with django_assert_max_num_queries(15):
        assert home(client).status_code == 200


def test_history_lists_every_published_month(client, me):
    policy = PolicyFactory()
    published(me, first_day=date(2026, 8, 1), policy=policy)
    published(me, first_day=date(2026, 9, 1), policy=policy, score=Decimal("4.50"), stars=5)
    page = client.get(reverse("portal:history")).content.decode()
    assert "Aug 2026" in page
    assert "+0.46" in page


def test_somebody_elses_month_is_not_found(client, me):
    published(StaffFactory())
    assert client.get(reverse("portal:result", args=[FIRST])).status_code == 404


def test_open_month_leads_to_the_self_evaluation(client, me, month):
    assert reverse("portal:evaluation_month", args=[FIRST]) in home(client).content.decode()
    answer = client.get(reverse("portal:evaluation"))
    assert answer["Location"] == reverse("portal:evaluation_month", args=[FIRST])


def test_nothing_to_evaluate_says_so(client, me):
    assert "Nothing to do" in client.get(reverse("portal:evaluation")).content.decode()


def test_evaluation_is_saved_as_one_goes(client, me, month):
    address = reverse("portal:evaluation_month", args=[FIRST])
    answer = client.post(address, {criteria(month)["polite"]: "4"}, headers={"HX-Request": "true"})
    assert "1 of 2 criteria" in answer.content.decode()
    evaluation = Evaluation.objects.get()
    assert evaluation.marks.get().stars == 4
    assert evaluation.submitted_at is None


def test_evaluation_works_without_script(client, me, month):
    address = reverse("portal:evaluation_month", args=[FIRST])
    names = criteria(month)
    answer = client.post(
        address, {names["polite"]: "4", names["quick"]: "5", "comment": "Good", "submit": "1"}
    )
    assert answer.status_code == 302
    assert Evaluation.objects.get().submitted_at is not None
    page = client.get(address).content.decode()
    assert "You submitted this self-evaluation" in page
    assert "to-do" not in home(client).content.decode()


def test_incomplete_evaluation_keeps_what_was_typed(client, me, month):
    address = reverse("portal:evaluation_month", args=[FIRST])
    answer = client.post(address, {criteria(month)["polite"]: "4", "comment": "Half done", "submit": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No stars yet." in page
    assert "Half done" in page
    assert 'value="4" checked' in page


def test_six_stars_are_refused_beside_the_field(client, me, month):
    address = reverse("portal:evaluation_month", args=[FIRST])
    answer = client.post(address, {criteria(month)["polite"]: "6"})
    assert answer.status_code == 422
    assert "Give 1 to 5 stars." in answer.content.decode()
    assert not Evaluation.objects.exists()
    note = client.post(address, {criteria(month)["polite"]: "6"}, headers={"HX-Request": "true"})
    assert "Not saved" in note.content.decode()


def test_closed_month_shows_what_was_said_and_takes_nothing(client, me, month):
    address = reverse("portal:evaluation_month", args=[FIRST])
    client.post(address, {criteria(month)["polite"]: "4"})
    month.status, month.published_at = "published", NOON
    month.save()
    page = client.get(address).content.decode()
    assert "closed for evaluations" in page
    assert "<fieldset" in page
    assert "disabled" in page
    answer = client.post(address, {criteria(month)["polite"]: "2"})
    assert "closed" in answer.content.decode()
    assert Evaluation.objects.get().marks.get().stars == 4


def test_month_one_takes_no_part_in_is_not_found(client, month):
    stranger = StaffFactory(user=UserFactory())
    client.force_login(stranger.user, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("portal:evaluation_month", args=[FIRST])).status_code == 404


def test_appeal_is_made_once_and_shown(client, me):
    result = published(me)
    address = reverse("portal:appeal", args=[FIRST])
    assert address in home(client).content.decode()
    assert client.post(address, {"text": "The call of the 9th was not mine."}).status_code == 302
    assert Appeal.objects.get().result == result
    page = home(client).content.decode()
    assert "The call of the 9th" in page
    assert address not in page
    assert client.post(address, {"text": "Again"}).status_code == 422


def test_appeal_needs_words(client, me):
    published(me)
    answer = client.post(reverse("portal:appeal", args=[FIRST]), {"text": " "})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not Appeal.objects.exists()


def test_locked_month_takes_no_appeal(client, me):
    published(me, status="locked")
    address = reverse("portal:appeal", args=[FIRST])
    assert address not in home(client).content.decode()
    assert client.post(address, {"text": "Too late"}).status_code == 422
    assert not Appeal.objects.exists()


def test_correction_stands_beside_the_original(client, me):
    result = published(me)
    StarCorrection.objects.create(
        result=result,
        score=Decimal("4.60"),
        stars=5,
        reason="Two answers were a colleague's.",
        corrected_by=UserFactory(),
        corrected_at=NOON,
    )
    page = home(client).content.decode()
    assert "before 4.04, now 4.60" in page
    assert "Two answers were a colleague&#x27;s." in page
    assert "5 of 5 stars" in page
