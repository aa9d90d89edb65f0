"""Policies: versions, putting in force, and the freeze after first use."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from feedback.models import SurveyForm
from ratings.models import Criterion, Dimension, Indicator, PointRule, Policy
from ratings.queries.policies import normalised_weights, policies_with_parts, policy_differences
from ratings.services import ensure_month
from ratings.services.policies import PolicyError, activate_policy, copy_policy
from tests.factories import (
    NOON,
    CriterionFactory,
    DimensionFactory,
    PolicyFactory,
    RatingMonthFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
JANUARY = date(2030, 1, 1)


@pytest.fixture
def policy():
    policy = PolicyFactory(code="house", effective_from=JANUARY)
    asked = DimensionFactory(policy=policy, code="care", label={"en": "Care"}, customer_weight=Decimal(60))
    DimensionFactory(policy=policy, code="team", label={"en": "Team"})
    CriterionFactory(dimension=asked, code="polite", guidance={"en": "Greets first"})
    PointRule.objects.create(policy=policy, kind="complaint", points=Decimal("-0.20"))
    Indicator.objects.create(
        policy=policy, code="volume", weight=1, two_from=10, three_from=20, four_from=30, five_from=40
    )
    return policy


def activate(policy, effective_from=JANUARY):
    return activate_policy(policy=policy, effective_from=effective_from, by=UserFactory(), at=NOON)


def test_new_version_is_a_draft_with_all_parts(policy):
    activate(policy)
    draft = copy_policy(policy=policy, effective_from=date(2030, 2, 1), by=UserFactory(), at=NOON)
    assert (draft.code, draft.version, draft.is_draft) == ("house", 2, True)
    old, new = (policies_with_parts().get(pk=one.pk) for one in (policy, draft))
    assert policy_differences(old, new) == []
    assert new.dimensions.first().criteria.get().guidance["en"] == "Greets first"


def test_policy_in_force_publishes_its_questions(policy):
    activate(policy)
    form = SurveyForm.objects.get(effective_from=JANUARY)
    assert [(one.code, one.weight) for one in form.dimensions.all()] == [("care", Decimal(60))]


def test_same_questions_are_not_published_twice(policy):
    activate(policy)
    draft = copy_policy(policy=policy, effective_from=date(2030, 2, 1), by=UserFactory(), at=NOON)
    activate(draft, date(2030, 2, 1))
    assert SurveyForm.objects.filter(effective_from__gte=JANUARY).count() == 1


def test_unused_version_of_the_same_month_gives_way(policy):
    activate(policy)
    draft = copy_policy(policy=policy, effective_from=JANUARY, by=UserFactory(), at=NOON)
    activate(draft)
    policy.refresh_from_db()
    assert policy.activated_at is None


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda policy: policy.dimensions.update(customer_weight=0), "nothing to ask"),
        (lambda policy: Criterion.objects.filter(dimension__policy=policy).delete(), "no criteria"),
        (lambda policy: policy.point_rules.all().delete(), "points table is empty"),
        (
            lambda policy: (
                policy.indicators.all().delete(),
                Policy.objects.filter(pk=policy.pk).update(indicators_weight=5),
            ),
            "Indicators weigh",
        ),
    ],
)
def test_incomplete_policy_is_refused_with_the_reason(policy, spoil, words):
    spoil(policy)
    with pytest.raises(PolicyError, match=words):
        activate(policy)
    assert not Policy.objects.get(pk=policy.pk).activated_at


@pytest.mark.parametrize("start", [date(2030, 3, 1), date(2030, 2, 1)])
def test_month_that_has_its_policy_is_refused(policy, start):
    RatingMonthFactory(first_day=date(2030, 3, 1))
    with pytest.raises(PolicyError, match="March 2030 has its policy already"):
        activate(policy, start)
    assert activate(policy, date(2030, 4, 1)).effective_from == date(2030, 4, 1)


def test_middle_of_a_month_is_refused(policy):
    with pytest.raises(PolicyError, match="first day of a month"):
        activate(policy, date(2030, 1, 15))


def test_first_use_freezes_and_later_months_still_use_it(policy):
    activate(policy)
    ensure_month(first_day=JANUARY, at=NOON)
    ensure_month(first_day=date(2030, 2, 1), at=NOON)
    policy.refresh_from_db()
    assert policy.first_used_at == NOON
    with pytest.raises(PolicyError, match="used already"):
        activate(policy, date(2030, 4, 1))


@pytest.fixture
def used(policy):
    activate(policy)
    ensure_month(first_day=JANUARY, at=NOON)
    return policy


CHANGES = {
    "policy": lambda used: Policy.objects.filter(pk=used.pk).update(customer_weight=1),
    "policy deleted by sql": lambda used: run("DELETE FROM ratings_policy WHERE id = %s", used.pk),
    "unfrozen": lambda used: Policy.objects.filter(pk=used.pk).update(first_used_at=None),
    "dimension": lambda used: used.dimensions.update(customer_weight=1),
    "dimension added": lambda used: DimensionFactory(policy=used),
    "criterion": lambda used: Criterion.objects.filter(dimension__policy=used).update(weight=9),
    "criterion added": lambda used: CriterionFactory(dimension=used.dimensions.first()),
    "criterion deleted": lambda used: Criterion.objects.filter(dimension__policy=used).delete(),
    "points": lambda used: used.point_rules.update(points=0),
    "points added": lambda used: used.point_rules.create(kind="commendation", points=1),
    "indicator": lambda used: used.indicators.update(weight=7),
    "part moved in": lambda used: (
        DimensionFactory().__class__.objects.exclude(policy=used).update(policy=used)
    ),
}


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_database_refuses_to_change_a_used_policy(used, change):
    with pytest.raises(IntegrityError, match="policy_used_is_frozen"), transaction.atomic():
        change(used)


def test_unused_policy_can_be_changed_and_deleted(policy):
    policy.dimensions.update(customer_weight=5)
    policy.delete()
    assert not Dimension.objects.filter(policy__code="house").exists()


def test_differences_name_what_changed(policy):
    draft = copy_policy(policy=policy, effective_from=JANUARY, by=UserFactory(), at=NOON)
    Policy.objects.filter(pk=draft.pk).update(manager_weight=30, adjusts_managers=True)
    draft.point_rules.update(points=Decimal("-0.30"))
    draft.dimensions.filter(code="team").delete()
    old, new = (policies_with_parts().get(pk=one.pk) for one in (policy, draft))
    said = {one.label: (one.before, one.after) for one in policy_differences(old, new)}
    assert said == {
        "weight of the manager": ("40.00", "30.00"),
        "makes managers comparable": ("no", "yes"),
        "Points: upheld complaint": ("-0.20", "-0.30"),
        "Dimension Team": ("weight in surveys 0.00", ""),
    }


def test_weights_are_shown_in_percent_of_their_sum():
    policy = PolicyFactory(
        customer_weight=Decimal(40), manager_weight=Decimal(40), self_weight=0, indicators_weight=Decimal(20)
    )
    assert [weight.percent for weight in normalised_weights(policy)] == [40, 40, 0, 20]
