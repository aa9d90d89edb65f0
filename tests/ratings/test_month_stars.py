"""The set-based calculation of a month gives what the pure modules define, for every rule and at its edges."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.errors import MonthNotOverError, MonthStatusError
from ratings.models import StarResult
from ratings.scoring import rounded
from ratings.services import publish_month, rate_month
from tests import factories as make
from tests.ratings.month_oracle import expected_month
from training.models import CertificateKind

FIRST, LAST, TODAY = date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)
AT = datetime(2026, 11, 1, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def rate():
    return rate_month(first_day=FIRST, at=AT, today=TODAY)


def results():
    return {result.staff.employee_no: result for result in StarResult.objects.select_related("staff")}


def company(seed, policy, size=24):
    """Staff in three departments with every kind of evidence and every kind of gap."""
    chance = random.Random(seed)
    month = make.RatingMonthFactory(first_day=FIRST, policy=policy)
    dimension = make.DimensionFactory(policy=policy)
    criteria = [
        make.CriterionFactory(dimension=dimension, weight=weight) for weight in (1, 2, Decimal("0.5"))
    ]
    for kind, points in {"complaint": "-0.20", "service_error": "-0.10", "commendation": "0.05"}.items():
        policy.point_rules.create(kind=kind, points=Decimal(points))
    departments = make.DepartmentFactory.create_batch(3)
    form, boss = make.SurveyFormFactory(), make.StaffFactory(hired_on=date(2027, 1, 1))
    for _n in range(size):
        person(chance, month, criteria, departments, form, boss)
    return month


def person(chance, month, criteria, departments, form, boss):
    hired = chance.choice([date(2020, 1, 1), date(2026, 10, 8), date(2026, 10, 22), date(2026, 10, 23)])
    left = chance.choice([None, None, None, date(2026, 10, 30), date(2026, 10, 31)])
    staff = make.StaffFactory(hired_on=hired, left_on=left)
    here, there = chance.sample(departments, 2)
    moved = chance.choice([None, date(2026, 10, 25)])
    make.AssignmentFactory(staff=staff, department=here, starts_on=hired, ends_on=moved)
    if moved:
        make.AssignmentFactory(staff=staff, department=there, starts_on=moved + timedelta(days=1))
    certify(chance, staff)
    for _n in range(chance.choice([0, 1, 4, 5, 12])):
        stars = (
            Decimal(chance.choice([1, 3, 4, 5, 5]))
            if chance.random() < 0.7
            else Decimal("3.6666666666666667")
        )
        make.SurveyAnswerFactory(
            staff=staff,
            department=chance.choice([here, there]),
            invitation__form=form,
            served_on=FIRST + timedelta(days=chance.choice([-1, 0, 5, 10, 20, 30, 31])),
            score=stars,
            is_valid=chance.random() < 0.9,
            invalid_reason="burst",
        )
    for kind, author in (("manager", boss), ("self", staff)):
        if chance.random() < 0.6:
            submitted = AT if chance.random() < 0.8 else None
            evaluation = make.EvaluationFactory(
                month=month, staff=staff, kind=kind, author=author, submitted_at=submitted
            )
            for criterion in criteria:
                evaluation.marks.create(criterion=criterion, stars=chance.randint(1, 5))
    for _n in range(chance.choice([0, 0, 1, 4])):
        make.EvidenceEventFactory(
            staff=staff,
            kind=chance.choice(["complaint", "service_error", "commendation"]),
            happened_on=FIRST + timedelta(days=chance.choice([-1, 0, 15, 30, 31])),
            **chance.choice([{}, {}, {"withdrawn_at": AT, "withdrawn_reason": "mistaken"}]),
        )
    for _n in range(chance.choice([0, 3, 8])):
        answered = chance.random() < 0.8
        make.InteractionFactory(
            staff=staff,
            department=here,
            served_on=FIRST + timedelta(days=chance.choice([0, 10, 29])),
            answered=answered,
            resolved=answered and chance.random() < 0.7,
        )


def certify(chance, staff):
    spans = chance.choice(
        [
            [],
            [(date(2026, 1, 1), None, None)],
            [(date(2026, 1, 1), date(2026, 10, 15), None), (date(2026, 10, 16), None, None)],
            [(date(2026, 1, 1), date(2026, 10, 15), None), (date(2026, 10, 17), None, None)],
            [(date(2026, 10, 12), date(2026, 12, 31), None)],
            [(date(2026, 1, 1), None, date(2026, 10, 31))],
            [(date(2026, 1, 1), None, date(2026, 11, 1))],
        ]
    )
    for first, last, revoked in spans:
        certificate = make.CertificateFactory(
            staff=staff,
            kind=chance.choice(kinds()),
            valid_from=first,
            valid_until=last,
            revoked_on=revoked,
            revoked_reason="x" if revoked else "",
        )
        for first_on, last_on in chance.choice(PAUSES):
            certificate.suspensions.create(first_on=first_on, last_on=last_on, reason="x")


PAUSES = [
    *[[]] * 6,
    [(date(2026, 10, 20), date(2026, 10, 20))],
    [(date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 11, 1), None)],
    [(date(2026, 9, 1), date(2026, 9, 5)), (date(2026, 10, 31), None)],
    [(date(2026, 9, 1), date(2026, 10, 8))],
]


def kinds():
    """Mostly none; one that opens the rating, one that does not."""
    rows = [
        CertificateKind.objects.get_or_create(code=f"gate-{opens}", opens_gate=opens)[0]
        for opens in (True, False)
    ]
    return [None, None, None, *rows]


RULES = {
    "standard": {},
    "since certification": {"gate": "since_certification"},
    "no gate": {"gate": "none", "min_days_employed": 1},
    "company group": {"gate": "none", "peer_group_min": 1000, "shrinkage_k": 3},
    "required": {"gate": "none", "required_sources": ["customer", "manager"]},
    "indicators": {
        "gate": "since_certification",
        "indicators_weight": 30,
        "required_sources": ["indicators"],
    },
    "shares, ties in": {"gate": "none", "bands": "shares", "ties": "all_in"},
    "shares, ties out": {"gate": "none", "bands": "shares", "ties": "all_out"},
    "customer alone": {"gate": "none", "manager_weight": 0, "self_weight": 0},
    "tight cap": {"gate": "none", "points_cap": Decimal("0.10")},
}


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES.keys())
def test_month_is_what_the_rules_define(rules):
    policy = make.PolicyFactory(**rules)
    for code, scale in {"first_contact_resolution": (40, 60, 70, 90), "volume": (2, 4, 6, 7)}.items():
        if "indicators_weight" in rules:
            steps = dict(zip(("two_from", "three_from", "four_from", "five_from"), scale, strict=True))
            policy.indicators.create(code=code, weight=len(code), **steps)
    expected = expected_month(company(len(rules), policy))
    rate()
    rows = results()
    assert rows.keys() == expected.keys()
    for number, want in expected.items():
        got = rows[number]
        assert (got.reason, got.score, got.stars, got.provisional) == (
            want.reason,
            want.score,
            want.stars,
            want.provisional,
        )
        if want.adjusted is not None:
            assert rounded(Decimal(got.steps["customer"]["adjusted"])) == rounded(want.adjusted)


def test_company_has_every_outcome():
    """The random company is worth testing with: it holds each reason and several star levels."""
    company(1, make.PolicyFactory(gate="every_day", required_sources=["self"]), size=60)
    rate()
    reasons = {result.reason for result in results().values()}
    assert {"", "not_employed_long_enough", "not_certified", "self_missing"} <= reasons
    assert len({result.stars for result in results().values()}) >= 3


def test_calculating_again_changes_nothing():
    company(3, make.PolicyFactory())
    first = rate()
    rows = set(StarResult.objects.values_list("pk", "digest"))
    again = rate_month(first_day=FIRST, at=AT + timedelta(hours=1), today=TODAY)
    assert again.digest == first.digest
    assert again.calculated_at == AT
    assert set(StarResult.objects.values_list("pk", "digest")) == rows


def test_same_evidence_in_another_order_has_the_same_digest():
    company(4, make.PolicyFactory(code="same"))
    digest = rate().digest
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM feedback_surveyanswer ORDER BY random()")
        cursor.execute("DELETE FROM feedback_surveyanswer")
        cursor.execute("INSERT INTO feedback_surveyanswer SELECT * FROM kept")
    assert rate().digest == digest


def test_new_evidence_changes_only_whom_it_concerns():
    policy = make.PolicyFactory(gate="none")
    make.RatingMonthFactory(first_day=FIRST, policy=policy)
    staff = [make.AssignmentFactory().staff for _n in range(2)]
    for one in staff:
        make.SurveyAnswerFactory(staff=one, department=one.assignments.get().department, score=4)
    before = (rate(), results())[1]
    policy.point_rules.create(kind="commendation", points=Decimal("0.05"))
    make.EvidenceEventFactory(staff=staff[0], happened_on=LAST)
    after = (rate(), results())[1]
    changed = [number for number in after if after[number].digest != before[number].digest]
    assert changed == [staff[0].employee_no]


def test_who_no_longer_belongs_to_the_month_is_dropped():
    make.RatingMonthFactory(first_day=FIRST, policy=make.PolicyFactory(gate="none"))
    staff = make.AssignmentFactory().staff
    rate()
    assert staff.employee_no in results()
    staff.hired_on = date(2026, 11, 1)
    staff.save()
    rate()
    assert results() == {}


def test_no_evidence_is_not_rated_and_never_one_star():
    make.RatingMonthFactory(first_day=FIRST, policy=make.PolicyFactory(gate="none"))
    make.AssignmentFactory()
    rate()
    result = StarResult.objects.get()
    assert (result.reason, result.stars, result.score) == ("no_evidence", None, None)


@pytest.mark.parametrize(("n", "provisional"), [(4, True), (5, False)])
def test_few_answers_are_provisional(n, provisional):
    make.RatingMonthFactory(first_day=FIRST, policy=make.PolicyFactory(gate="none"))
    assignment = make.AssignmentFactory()
    for _n in range(n):
        make.SurveyAnswerFactory(staff=assignment.staff, department=assignment.department, score=5)
    rate()
    assert StarResult.objects.get().provisional is provisional


def test_positions_that_take_no_part_are_not_listed():
    make.RatingMonthFactory(first_day=FIRST, policy=make.PolicyFactory(gate="none"))
    make.AssignmentFactory(position__is_rated=False)
    rate()
    assert not StarResult.objects.exists()


@pytest.mark.parametrize("today", [date(2026, 10, 15), LAST])
def test_month_that_is_not_over_is_refused(today):
    with pytest.raises(MonthNotOverError, match="2026-11-01"):
        rate_month(first_day=FIRST, at=AT, today=today)
    assert not StarResult.objects.exists()


def test_published_month_is_not_calculated_again():
    make.RatingMonthFactory(first_day=FIRST, policy=make.PolicyFactory(gate="none"))
    month = rate()
    publish_month(month=month, by=None, at=AT)
    make.AssignmentFactory()
    with pytest.raises(MonthStatusError, match="2026-10"):
        rate()
    assert not StarResult.objects.exists()


def test_number_of_queries_does_not_depend_on_staff_or_answers():
    policy = make.PolicyFactory(gate="none")
    company(5, policy, size=2)
    rate()
    with CaptureQueriesContext(connection) as few:
        rate()
    for _n in range(20):
        assignment = make.AssignmentFactory()
        make.SurveyAnswerFactory.create_batch(3, staff=assignment.staff, department=assignment.department)
    rate()
    with CaptureQueriesContext(connection) as many:
        rate()
    assert len(many) == len(few)
