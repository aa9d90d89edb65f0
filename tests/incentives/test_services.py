"""From a published month to money paid, and all that is refused on the way."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from incentives import errors
from incentives.models import LedgerLine, PayoutLine, PayoutRun, PayRate, Scheme
from incentives.queries.ledger import balance_of
from incentives.services import (
    activate_scheme,
    add_budget,
    approve_run,
    copy_scheme,
    export_run,
    lock_run,
    mark_run_paid,
    prepare_run,
    reject_run,
    retire_scheme,
)
from tests.factories import FundFactory, StaffFactory, StarResultFactory, UserFactory
from tests.incentives import arrange
from tests.incentives.arrange import AFTER, LATER, NOVEMBER, OCTOBER

pytestmark = pytest.mark.django_db


def test_prepare_run_pays_the_shipped_amounts():
    month = arrange.published()
    for stars in range(1, 6):
        arrange.rated(month, stars, employee_no=f"E{stars}")
    run = arrange.prepared(month)
    assert arrange.amounts(run) == {
        ("E5", "star"): D(1000),
        ("E4", "star"): D(600),
        ("E3", "star"): D(300),
        ("E2", "star"): D(100),
        ("E1", "star"): D(50),
    }
    assert (run.status, run.total, run.unscaled_total) == ("prepared", D(2050), D(2050))


def test_prepare_run_prorates_by_days_employed():
    month = arrange.published()
    arrange.rated(month, 4, employee_no="new", hired_on=date(2026, 10, 12))
    arrange.rated(month, 4, employee_no="gone", left_on=date(2026, 10, 10))
    run = arrange.prepared(month)
    assert arrange.amounts(run) == {("new", "star"): D("387.10"), ("gone", "star"): D("193.55")}
    assert run.lines.get(staff__employee_no="new").days_employed == 20


def test_prepare_run_leaves_out_who_is_not_rated():
    month = arrange.published()
    arrange.rated(month, 4, employee_no="in")
    StarResultFactory(month=month, stars=None, score=None, reason="no_evidence")
    assert list(arrange.amounts(arrange.prepared(month))) == [("in", "star")]


def test_prepare_run_shares_pay_with_the_best():
    arrange.scheme(top_share=D(50), top_pay_share=D(10))
    month = arrange.published()
    top = arrange.rated(month, 5, "4.90", employee_no="top")
    arrange.rated(month, 5, "4.80", employee_no="next")
    for starts_on, amount in [(date(2020, 1, 1), 5000), (date(2026, 10, 31), 8000), (NOVEMBER, 9000)]:
        PayRate.objects.create(staff=top.staff, starts_on=starts_on, monthly_amount=amount)
    run = arrange.prepared(month)
    assert arrange.amounts(run) == {
        ("top", "star"): D(1000),
        ("top", "pay_share"): D(800),
        ("next", "star"): D(1000),
    }


def test_prepare_run_names_the_best_without_pay():
    arrange.scheme(top_share=D(100), top_pay_share=D(10))
    month = arrange.published()
    arrange.rated(month, 5, employee_no="E77")
    with pytest.raises(errors.MissingPayError, match="E77"):
        arrange.prepared(month)


@pytest.mark.parametrize("status", ["open", "collecting", "calculated", "under_review"])
def test_prepare_run_refuses_a_month_not_published(status):
    month = arrange.published(status=status, published_at=None)
    arrange.rated(month)
    with pytest.raises(errors.MonthNotPayableError, match="2026-10"):
        arrange.prepared(month)
    assert not PayoutRun.objects.exists()


def test_prepare_run_refuses_a_month_that_is_not_over():
    month = arrange.published()
    arrange.rated(month)
    last_evening = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)
    with pytest.raises(errors.MonthNotPayableError, match="not over"):
        prepare_run(month=month, by=None, at=last_evening)
    assert prepare_run(month=month, by=None, at=datetime(2026, 10, 31, 16, 0, tzinfo=UTC)).pk


def test_prepare_run_takes_a_locked_month():
    month = arrange.published(status="locked")
    arrange.rated(month)
    assert arrange.prepared(month).total == D(600)


def test_prepare_run_refuses_a_second_run():
    month = arrange.published()
    arrange.rated(month)
    arrange.prepared(month)
    with pytest.raises(errors.RunExistsError):
        arrange.prepared(month)
    assert LedgerLine.objects.filter(kind="commitment").count() == 1


def test_second_run_of_a_month_is_refused_by_the_database():
    month = arrange.published()
    arrange.rated(month)
    run = arrange.prepared(month)
    facts = {"scheme": run.scheme, "fund": run.fund, "total": 0, "unscaled_total": 0, "prepared_at": AFTER}
    with pytest.raises(IntegrityError, match="payoutrun_one_a_month"), transaction.atomic():
        PayoutRun.objects.create(month=month, **facts)


def test_prepare_run_refuses_a_month_without_anybody():
    with pytest.raises(errors.NothingToPayError):
        arrange.prepared(arrange.published())


def test_prepare_run_refuses_without_a_scheme():
    Scheme.objects.update(is_active=False)
    month = arrange.published()
    arrange.rated(month)
    with pytest.raises(errors.NoSchemeError):
        arrange.prepared(month)


def test_prepare_run_takes_the_newest_scheme_of_that_month():
    arrange.scheme(four_stars=D(1))
    Scheme.objects.create(code="next", effective_from=NOVEMBER, is_active=True, four_stars=D(2))
    october, november = arrange.published(), arrange.published(NOVEMBER)
    arrange.rated(october, 4)
    arrange.rated(november, 4)
    assert arrange.prepared(october).total == D(1)
    assert arrange.prepared(november).total == D(2)


# --- the fund ---------------------------------------------------------------------------------


def test_run_over_the_fund_is_refused_with_the_amount_over():
    fund = arrange.set_left("1000.00")
    month = arrange.published()
    arrange.rated(month, 4)
    arrange.rated(month, 4)
    with pytest.raises(errors.FundExceededError, match=r"200\.00.*1,000\.00.*Programme"):
        arrange.prepared(month)
    assert balance_of(fund).left == D(1000)
    assert not PayoutLine.objects.exists()


def test_run_of_exactly_the_fund_is_taken():
    fund = arrange.set_left("1200.00")
    month = arrange.published()
    arrange.rated(month, 4)
    arrange.rated(month, 4)
    arrange.prepared(month)
    assert balance_of(fund).left == 0


def test_run_over_the_fund_is_scaled_where_the_scheme_says_so():
    arrange.scheme(over_cap="scale")
    arrange.set_left("1000.00")
    month = arrange.published()
    for number in range(3):
        arrange.rated(month, 4, employee_no=f"E{number}")
    run = arrange.prepared(month)
    assert arrange.amounts(run) == {
        ("E0", "star"): D("333.34"),
        ("E1", "star"): D("333.33"),
        ("E2", "star"): D("333.33"),
    }
    assert (run.total, run.unscaled_total) == (D(1000), D(1800))


def test_empty_fund_is_refused_even_where_the_scheme_scales():
    arrange.scheme(over_cap="scale")
    arrange.set_left("0")
    month = arrange.published()
    arrange.rated(month, 4)
    with pytest.raises(errors.FundExceededError):
        arrange.prepared(month)


def test_ledger_follows_a_run_from_commitment_to_payout():
    month = arrange.published()
    arrange.rated(month, 4)
    run = arrange.paid(month)
    moves = list(run.ledger.order_by("id").values_list("kind", "amount"))
    assert moves == [("commitment", D(-600)), ("release", D(600)), ("payout", D(-600))]
    balance = balance_of(run.fund)
    assert (balance.budget, balance.committed, balance.paid) == (D(100_000), 0, D(600))
    assert balance.left == D(99_400)


def test_reject_run_gives_the_money_back_and_the_month_free():
    month = arrange.published()
    arrange.rated(month, 4)
    run = reject_run(run=arrange.prepared(month), reason="wrong scheme", by=arrange.finance(), at=LATER)
    assert (run.status, run.rejected_reason) == ("rejected", "wrong scheme")
    assert balance_of(run.fund).left == D(100_000)
    assert arrange.prepared(month).pk != run.pk


def test_reject_run_needs_a_reason():
    month = arrange.published()
    arrange.rated(month)
    with pytest.raises(errors.MissingReasonError):
        reject_run(run=arrange.prepared(month), reason="  ", by=arrange.finance(), at=LATER)


@pytest.mark.parametrize(
    "statement", ["UPDATE incentives_ledgerline SET amount = 1", "DELETE FROM incentives_ledgerline"]
)
def test_ledger_cannot_be_tampered_with(statement):
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incentives_payoutline SET amount = amount + 1",
        "DELETE FROM incentives_payoutline",
        "UPDATE incentives_payoutrun SET total = 0",
        "UPDATE incentives_payoutrun SET prepared_by_id = NULL",
        "DELETE FROM incentives_payoutrun",
        "UPDATE incentives_scheme SET four_stars = 7 WHERE first_used_at IS NOT NULL",
        "UPDATE incentives_scheme SET first_used_at = NULL",
    ],
)
def test_prepared_money_cannot_be_tampered_with(statement):
    month = arrange.published()
    arrange.rated(month)
    arrange.prepared(month)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(statement)


def test_locked_run_cannot_be_changed():
    month = arrange.published()
    arrange.rated(month)
    run = lock_run(run=arrange.paid(month), at=LATER)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        PayoutRun.objects.filter(pk=run.pk).update(status="approved")


@pytest.mark.parametrize("amount", ["0", "0.001"])
def test_add_budget_refuses_amounts_that_are_no_money(amount):
    with pytest.raises(errors.BudgetError, match="Amount"):
        add_budget(fund=arrange.default_fund(), amount=D(amount), note="", by=None, at=AFTER)


def test_add_budget_never_takes_out_more_than_is_left():
    fund = arrange.set_left("1000")
    month = arrange.published()
    arrange.rated(month, 4)
    arrange.prepared(month)
    with pytest.raises(errors.BudgetError, match="400"):
        add_budget(fund=fund, amount=D("-400.01"), note="", by=None, at=AFTER)
    add_budget(fund=fund, amount=D(-400), note="", by=None, at=AFTER)
    assert balance_of(fund).left == 0


def test_prepare_run_asks_which_fund_where_it_is_not_clear():
    arrange.default_fund()
    FundFactory(code="second")
    month = arrange.published()
    arrange.rated(month)
    assert arrange.prepared(month).fund.code == "programme"


# --- the steps --------------------------------------------------------------------------------


def test_run_goes_from_prepared_to_locked():
    month = arrange.published()
    arrange.rated(month)
    preparer, approver = arrange.hr(), arrange.finance()
    run = prepare_run(month=month, by=preparer, at=LATER)
    run = approve_run(run=run, by=approver, at=LATER)
    assert (run.status, run.approved_by, run.approved_at) == ("approved", approver, LATER)
    run = export_run(run=run, at=LATER)
    assert (run.status, run.exported_at) == ("exported", LATER)
    assert export_run(run=run, at=AFTER).exported_at == LATER
    run = mark_run_paid(run=run, by=approver, at=LATER)
    assert (run.status, run.paid_by) == ("paid", approver)
    assert lock_run(run=run, at=LATER).status == "locked"


def test_approve_run_refuses_who_prepared_it():
    month = arrange.published()
    arrange.rated(month)
    both = arrange.hr()
    run = prepare_run(month=month, by=both, at=LATER)
    with pytest.raises(errors.OwnApprovalError, match="prepared"):
        approve_run(run=run, by=both, at=LATER)
    with pytest.raises(IntegrityError, match="payoutrun_approved_by_another"), transaction.atomic():
        PayoutRun.objects.filter(pk=run.pk).update(approved_by=both)


def test_approve_run_refuses_who_is_paid_by_it():
    month = arrange.published()
    payee = arrange.finance()
    arrange.rated(month, staff=StaffFactory(user=payee))
    with pytest.raises(errors.OwnApprovalError, match="paid by this run"):
        approve_run(run=arrange.prepared(month), by=payee, at=LATER)


def test_money_without_approval_is_refused_by_the_database():
    month = arrange.published()
    arrange.rated(month)
    run = arrange.prepared(month)
    with pytest.raises(IntegrityError, match="approved_before_money"), transaction.atomic():
        PayoutRun.objects.filter(pk=run.pk).update(status="paid")


def step(name, run):
    by = arrange.finance()
    return {
        "approve": lambda: approve_run(run=run, by=by, at=LATER),
        "reject": lambda: reject_run(run=run, reason="why", by=by, at=LATER),
        "export": lambda: export_run(run=run, at=LATER),
        "paid": lambda: mark_run_paid(run=run, by=by, at=LATER),
        "lock": lambda: lock_run(run=run, at=LATER),
    }[name]()


@pytest.mark.parametrize(
    ("reached", "refused"),
    [
        (arrange.prepared, ["export", "paid", "lock"]),
        (arrange.approved, ["approve", "paid", "lock"]),
        (arrange.exported, ["approve", "reject", "lock"]),
        (arrange.paid, ["approve", "reject", "paid"]),
    ],
)
def test_steps_out_of_turn_are_refused(reached, refused):
    month = arrange.published()
    arrange.rated(month)
    run = reached(month)
    for name in refused:
        with pytest.raises(errors.RunStatusError, match="2026-10"):
            step(name, run)


# --- corrections ------------------------------------------------------------------------------


def test_correction_before_the_run_is_paid_directly():
    month = arrange.published()
    correction = arrange.corrected(arrange.rated(month, 3, employee_no="E1"), 5)
    run = arrange.prepared(month)
    assert arrange.amounts(run) == {("E1", "star"): D(1000)}
    assert run.lines.get().correction == correction


@pytest.mark.parametrize(("after", "difference"), [(5, "700"), (1, "-250"), (3, "0")])
def test_correction_after_the_run_is_a_line_of_the_next(after, difference):
    october, november = arrange.published(), arrange.published(NOVEMBER)
    result = arrange.rated(october, 3, employee_no="E1")
    arrange.rated(november, 4, employee_no="E2")
    arrange.prepared(october)
    arrange.corrected(result, after)
    run = arrange.prepared(november)
    assert arrange.amounts(run) == {("E2", "star"): D(600), ("E1", "correction"): D(difference)}
    assert run.total == 600 + D(difference)


def test_correction_is_paid_once():
    october, november = arrange.published(), arrange.published(NOVEMBER)
    december = arrange.published(date(2026, 12, 1))
    result = arrange.rated(october, 3)
    for month in (november, december):
        arrange.rated(month, 4)
    arrange.prepared(october)
    arrange.corrected(result, 5)
    arrange.prepared(november)
    at = datetime(2027, 1, 5, tzinfo=UTC)
    run = prepare_run(month=december, by=None, at=at)
    assert not run.lines.filter(kind="correction").exists()


def test_correction_of_a_rejected_run_comes_again():
    october, november = arrange.published(), arrange.published(NOVEMBER)
    result = arrange.rated(october, 3)
    arrange.rated(november, 4)
    arrange.prepared(october)
    arrange.corrected(result, 5)
    first = arrange.prepared(november)
    reject_run(run=first, reason="again", by=arrange.finance(), at=LATER)
    assert arrange.prepared(november).lines.get(kind="correction").amount == D(700)


def test_correction_paid_elsewhere_is_not_paid_again_by_its_own_month():
    october, november = arrange.published(), arrange.published(NOVEMBER)
    result = arrange.rated(october, 3, employee_no="E1")
    arrange.rated(november, 4)
    first = arrange.prepared(october)
    arrange.corrected(result, 5)
    arrange.prepared(november)
    reject_run(run=first, reason="again", by=arrange.finance(), at=LATER)
    assert arrange.amounts(arrange.prepared(october)) == {("E1", "star"): D(300)}


def test_correction_of_somebody_not_rated_pays_all_of_it():
    october, november = arrange.published(), arrange.published(NOVEMBER)
    result = StarResultFactory(month=october, stars=None, score=None, reason="no_evidence")
    arrange.rated(october)
    arrange.rated(november)
    arrange.prepared(october)
    arrange.corrected(result, 4)
    assert arrange.prepared(november).lines.get(kind="correction").amount == D(600)


def test_correction_follows_the_scheme_and_scaling_of_its_month():
    arrange.scheme(over_cap="scale")
    fund = arrange.set_left("300")
    october, november = arrange.published(), arrange.published(NOVEMBER)
    result = arrange.rated(october, 4)
    assert arrange.prepared(october).total == D(300)
    add_budget(fund=fund, amount=D(10_000), note="", by=None, at=AFTER)
    Scheme.objects.create(
        code="next", effective_from=NOVEMBER, is_active=True, four_stars=D(2), five_stars=D(3)
    )
    arrange.rated(november, 4)
    arrange.corrected(result, 5)
    assert arrange.prepared(november).lines.get(kind="correction").amount == D(200)


def test_correction_can_lead_among_the_best_and_out_of_them():
    arrange.scheme(top_share=D(50), top_pay_share=D(10))
    october, november = arrange.published(), arrange.published(NOVEMBER)
    first, second = arrange.rated(october, 5, "4.90"), arrange.rated(october, 4, "4.20")
    for result in (first, second):
        PayRate.objects.create(staff=result.staff, starts_on=date(2020, 1, 1), monthly_amount=D(10_000))
        arrange.rated(november, 5, staff=result.staff)
    arrange.prepared(october)
    arrange.corrected(first, 4, "4.10")
    run = arrange.prepared(november)
    assert run.lines.get(kind="correction").amount == D(600) - D(1000) - D(1000)


def test_corrections_that_take_back_more_than_is_paid_are_refused():
    october, november = arrange.published(), arrange.published(NOVEMBER)
    result = arrange.rated(october, 5)
    arrange.rated(november, 1)
    arrange.prepared(october)
    arrange.corrected(result, 1)
    with pytest.raises(errors.NothingToPayError, match="900"):
        arrange.prepared(november)


# --- schemes ----------------------------------------------------------------------------------


def test_used_scheme_is_frozen_and_its_copy_is_not():
    month = arrange.published()
    arrange.rated(month)
    used = arrange.prepared(month).scheme
    used.refresh_from_db()
    assert used.first_used_at == LATER
    used.four_stars = D(1)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        used.save()
    copy = copy_scheme(scheme=used)
    assert (copy.code, copy.version, copy.is_active, copy.first_used_at) == (used.code, 2, False, None)
    copy.four_stars = D(1)
    copy.save()


def test_activate_scheme_replaces_the_one_of_the_same_day():
    old = Scheme.objects.get(code="star-bonus")
    new = activate_scheme(scheme=copy_scheme(scheme=old))
    old.refresh_from_db()
    assert (old.is_active, new.is_active) == (False, True)
    with pytest.raises(errors.SchemeError):
        activate_scheme(scheme=new)
    assert not retire_scheme(scheme=new).is_active


# --- cost -------------------------------------------------------------------------------------


def queries_to_prepare(people, first_day):
    earlier = arrange.published(first_day.replace(month=first_day.month - 1))
    month = arrange.published(first_day)
    results = [arrange.rated(earlier, 3) for _ in range(people)]
    for result in results:
        arrange.rated(month, 4, staff=result.staff)
        PayRate.objects.create(staff=result.staff, starts_on=date(2020, 1, 1), monthly_amount=D(10))
    arrange.prepared(earlier)
    for result in results:
        arrange.corrected(result, 4)
    by = UserFactory()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run = prepare_run(month=month, by=by, at=LATER)
    assert run.lines.filter(kind="correction").count() == people
    return len(queries)


def test_prepare_run_costs_the_same_for_one_and_for_many():
    arrange.scheme(top_share=D(20), top_pay_share=D(10))
    assert queries_to_prepare(1, date(2026, 3, 1)) == queries_to_prepare(25, OCTOBER)
