"""Managers' and the programme office's pages about results, months, appeals and policies."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ratings.models import Appeal, Policy, RatingMonth, StarCorrection
from tests.factories import (
    FIRST,
    NOON,
    AssignmentFactory,
    CriterionFactory,
    DimensionFactory,
    PolicyFactory,
    RatingMonthFactory,
    StaffFactory,
    StarResultFactory,
    UserFactory,
)
from tests.ratings.test_explanation import steps

pytestmark = pytest.mark.django_db
TEAM = "/admin/ratings/team/2026-10/"


def sign_in(client, user):
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def office(client):
    return sign_in(client, UserFactory(username="office", roles=["office"]))


@pytest.fixture
def month():
    return RatingMonthFactory(status="published", published_at=NOON)


def result_of(month, name, manager=None, **fields):
    staff = AssignmentFactory(manager=manager, staff__name=name).staff
    return StarResultFactory(month=month, staff=staff, manager=manager, steps=steps(), **fields)


def text(answer):
    return answer.content.decode()


def test_manager_sees_own_reports_only(client, month):
    manager = StaffFactory(user=UserFactory())
    result_of(month, "Ruth", manager)
    other = result_of(month, "Stranger", StaffFactory())
    sign_in(client, manager.user)
    page = text(client.get(TEAM))
    assert "Ruth" in page
    assert "Stranger" not in page
    address = reverse("admin:ratings_person", args=[other.staff.employee_no, FIRST])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("status", "shown"), [("calculated", False), ("under_review", True)])
def test_manager_sees_a_month_from_its_review_on(client, month, status, shown):
    manager = StaffFactory(user=UserFactory())
    result_of(month, "Ruth", manager)
    RatingMonth.objects.update(status=status)
    sign_in(client, manager.user)
    assert ("Ruth" in text(client.get(TEAM))) == shown


def test_office_filters_by_stars_name_and_manager(client, office, month):
    manager = StaffFactory(name="Mona")
    result_of(month, "Ruth", manager, stars=5, score=Decimal("4.70"))
    result_of(month, "Carl", stars=3, score=Decimal("3.20"))
    result_of(month, "Nora", stars=None, score=None, reason="no_evidence")
    for query, names in [
        ("", {"Ruth", "Carl", "Nora"}),
        ("?stars=5", {"Ruth"}),
        ("?stars=none", {"Nora"}),
        ("?q=car", {"Carl"}),
        (f"?manager={manager.pk}", {"Ruth"}),
    ]:
        page = text(client.get(TEAM + query))
        assert {name for name in ("Ruth", "Carl", "Nora") if f">{name}</a>" in page} == names


def test_change_to_the_month_before_is_shown(client, office, month):
    result = result_of(month, "Ruth", score=Decimal("4.20"))
    before = RatingMonthFactory(
        first_day=date(2026, 9, 1), policy=month.policy, status="locked", published_at=NOON
    )
    StarResultFactory(month=before, staff=result.staff, score=Decimal("4.00"))
    assert "+0.20" in text(client.get(TEAM))


@pytest.mark.parametrize("people", [1, 12])
def test_team_page_costs_the_same_queries_for_any_team(
    client, office, month, people, django_assert_num_queries
):
    for number in range(people):
        result_of(month, f"Person {number}", StaffFactory())
    client.get(TEAM)
    with django_assert_num_queries(TEAM_QUERIES):
        assert client.get(TEAM).status_code == 200


TEAM_QUERIES = 15


def test_export_has_numbers_as_numbers_and_text_as_text(client, office, month):
    result_of(month, "=SUM(A1)", score=Decimal("4.20"))
    answer = client.get(f"{TEAM}?format=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][1] == "=SUM(A1)"
    assert rows[1][4:6] == [4.0, 4.2]
    sheet = client.get(f"{TEAM}?format=csv").content.decode("utf-8-sig")
    assert "'=SUM(A1)" in sheet


def test_person_page_tells_the_steps(client, office, month):
    result = result_of(month, "Ruth")
    page = text(client.get(reverse("admin:ratings_person", args=[result.staff.employee_no, FIRST])))
    assert "12 answers with a mean of 4.333" in page
    assert "Correct this result" in page


def test_correction_shows_before_and_after_first(client, office, month):
    result = result_of(month, "Ruth", score=Decimal("4.04"), stars=4)
    address = reverse("admin:ratings_starresult_correct", args=[result.pk])
    said = {"score": "4.60", "reason": "Two answers were a colleague's."}
    page = text(client.post(address, {**said, "preview": "1"}))
    assert "4.04" in page
    assert "4.60" in page
    assert "5 of 5 stars" in page
    assert not StarCorrection.objects.exists()
    client.post(address, {**said, "confirm": "1"})
    correction = StarCorrection.objects.get()
    assert (correction.stars, correction.corrected_by) == (5, office)


@pytest.mark.parametrize(
    "said", [{"score": "6", "reason": "x"}, {"score": "", "reason": "x"}, {"score": "4", "reason": " "}]
)
def test_bad_correction_is_refused_beside_the_field(client, office, month, said):
    result = result_of(month, "Ruth")
    answer = client.post(
        reverse("admin:ratings_starresult_correct", args=[result.pk]), {**said, "confirm": "1"}
    )
    assert answer.status_code == 422
    assert "field__error" in text(answer)
    assert not StarCorrection.objects.exists()


def test_correcting_an_unpublished_month_is_refused(client, office, month):
    result = result_of(month, "Ruth")
    RatingMonth.objects.update(status="calculated")
    said = {"score": "4.60", "reason": "Because", "confirm": "1"}
    answer = client.post(reverse("admin:ratings_starresult_correct", args=[result.pk]), said)
    assert "Only published results" in text(answer)
    assert not StarCorrection.objects.exists()


@pytest.fixture
def appeal(month):
    return Appeal.objects.create(result=result_of(month, "Ruth"), text="Not my call", made_at=NOON)


def test_appeal_is_upheld_with_a_correction(client, office, appeal):
    address = reverse("admin:ratings_appeal_decide", args=[appeal.pk])
    said = {"uphold": "yes", "score": "4.60", "answer": "You are right."}
    assert "5 of 5 stars" in text(client.post(address, said))
    client.post(address, {**said, "confirm": "1"})
    appeal.refresh_from_db()
    assert (appeal.status, appeal.decided_by) == ("upheld", office)
    assert appeal.result.correction.score == Decimal("4.60")


def test_appeal_is_rejected_with_an_answer(client, office, appeal):
    address = reverse("admin:ratings_appeal_decide", args=[appeal.pk])
    client.post(address, {"uphold": "no", "answer": "The call was yours.", "confirm": "1"})
    appeal.refresh_from_db()
    assert appeal.status == "rejected"
    assert not StarCorrection.objects.exists()


def test_upheld_appeal_needs_a_score(client, office, appeal):
    address = reverse("admin:ratings_appeal_decide", args=[appeal.pk])
    answer = client.post(address, {"uphold": "yes", "answer": "Right.", "confirm": "1"})
    assert "needs the corrected score" in text(answer)
    assert "Right." in text(answer)
    appeal.refresh_from_db()
    assert appeal.status == "open"


LIFE = [
    ("collect", "collecting"),
    ("calculate", "calculated"),
    ("review", "under_review"),
    ("publish", "published"),
]


def test_month_goes_through_its_life_step_by_step(client, office, time_machine):
    time_machine.move_to(date(2026, 11, 3))
    month = RatingMonthFactory()
    AssignmentFactory()
    for step, status in [*LIFE, ("lock", "locked")]:
        address = reverse(f"admin:ratings_ratingmonth_{step}", args=[month.pk])
        page = client.get(reverse("admin:ratings_ratingmonth_change", args=[month.pk]))
        assert address in text(page)
        assert client.get(address).status_code == 200
        client.post(address)
        month.refresh_from_db()
        assert month.status == status


def test_month_that_is_not_over_is_refused_in_words(client, office, time_machine):
    time_machine.move_to(date(2026, 10, 20))
    month = RatingMonthFactory()
    answer = client.post(reverse("admin:ratings_ratingmonth_calculate", args=[month.pk]), follow=True)
    assert "not over yet" in text(answer)
    month.refresh_from_db()
    assert month.status == "open"


def test_published_month_is_not_calculated_again(client, office, month):
    answer = client.post(reverse("admin:ratings_ratingmonth_calculate", args=[month.pk]), follow=True)
    assert "not possible any more" in text(answer)


def test_month_with_open_appeals_is_not_locked(client, office, appeal):
    month = appeal.result.month
    answer = client.post(reverse("admin:ratings_ratingmonth_lock", args=[month.pk]), follow=True)
    assert "appeals wait" in text(answer)


def test_leading_group_publishes_but_does_not_calculate(client, month):
    RatingMonth.objects.update(status="under_review")
    sign_in(client, UserFactory(roles=["leading_group"]))
    assert client.post(reverse("admin:ratings_ratingmonth_calculate", args=[month.pk])).status_code == 403
    client.post(reverse("admin:ratings_ratingmonth_publish", args=[month.pk]))
    month.refresh_from_db()
    assert month.status == "published"


@pytest.fixture
def draft():
    policy = PolicyFactory(code="house", effective_from=date(2030, 1, 1), name={"en": "House rules"})
    CriterionFactory(dimension=DimensionFactory(policy=policy, customer_weight=1))
    policy.point_rules.create(kind="complaint", points=Decimal("-0.20"))
    return policy


def test_policy_is_put_in_force_after_seeing_what_changes(client, office, draft):
    address = reverse("admin:ratings_policy_activate", args=[draft.pk])
    assert "What changes against" in text(client.get(address))
    client.post(address, {"effective_from": "2030-01-15"})
    draft.refresh_from_db()
    assert draft.activated_at is not None
    assert draft.effective_from == date(2030, 1, 1)


def test_policy_that_cannot_begin_says_why(client, office, draft):
    RatingMonthFactory(first_day=date(2030, 3, 1))
    answer = client.post(
        reverse("admin:ratings_policy_activate", args=[draft.pk]), {"effective_from": "2030-01-01"}
    )
    assert answer.status_code == 422
    assert "has its policy already" in text(answer)


def test_used_policy_is_shown_and_cannot_be_changed(client, office, draft):
    Policy.objects.filter(pk=draft.pk).update(first_used_at=NOON)
    address = reverse("admin:ratings_policy_change", args=[draft.pk])
    assert "This version cannot be changed" in text(client.get(address))
    assert client.post(address, {"code": "other"}).status_code == 403
    client.post(reverse("admin:ratings_policy_copy", args=[draft.pk]), {"effective_from": "2030-05-01"})
    copy = Policy.objects.get(code="house", version=2)
    assert copy.is_draft
    assert client.get(reverse("admin:ratings_policy_change", args=[copy.pk])).status_code == 200


@pytest.mark.parametrize(
    "name", ["policy", "ratingmonth", "starresult", "starcorrection", "appeal", "dimension"]
)
def test_lists_open(client, office, appeal, name):
    assert client.get(reverse(f"admin:ratings_{name}_changelist")).status_code == 200
