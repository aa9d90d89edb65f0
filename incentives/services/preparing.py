"""Preparing a run from a published month."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incentives.errors import (
    FundExceededError,
    MissingPayError,
    MonthNotPayableError,
    NoFundError,
    NoSchemeError,
    NothingToPayError,
    PayoutError,
    RunExistsError,
)
from incentives.models import Fund, LedgerLine, PayoutLine, PayoutRun, Scheme
from incentives.models.fund import DEFAULT_FUND
from incentives.queries.plans import RunPlan, plan_of
from ratings.models import RatingMonth
from starservice.lib.months import last_of
from starservice.web.formats import format_money

NAMED = 10


@transaction.atomic
def prepare_run(
    *,
    month: RatingMonth,
    by: Any,
    at: datetime,
    fund: Fund | None = None,
    scheme: Scheme | None = None,
) -> PayoutRun:
    """Work out a published month's bonuses and commit their sum in the fund, under the scheme then in force.

    Raises a PayoutError where the month, the scheme, the fund or a missing pay stands in the way.
    """
    month = RatingMonth.objects.select_for_update().get(pk=month.pk)
    check_month(month, at=at)
    # All funds: one run is prepared at a time, so that none overdraws and no correction is paid twice.
    list(Fund.objects.select_for_update().order_by("pk").values_list("pk"))
    scheme = scheme or scheme_for(month)
    plan = plan_of(month, scheme, fund or fund_for())
    check_plan(plan)
    run = _written(plan, by=by, at=at)
    Scheme.objects.filter(pk=scheme.pk, first_used_at=None).update(first_used_at=at)
    return run


def preview_run(*, month: RatingMonth, at: datetime, fund: Fund | None = None) -> RunPlan:
    """Work out what prepare_run would write, and write nothing."""
    check_month(month, at=at)
    return plan_of(month, scheme_for(month), fund or fund_for())


def check_month(month: RatingMonth, *, at: datetime) -> None:
    """Refuse a month that is not over, not published, or has a run."""
    if timezone.localdate(at) <= last_of(month.first_day):
        raise MonthNotPayableError(_("%(month)s is not over.") % {"month": month})
    if not month.is_published:
        raise MonthNotPayableError(
            _("%(month)s is %(status)s; bonuses need a published month.")
            % {"month": month, "status": month.get_status_display()}
        )
    if month.payout_runs.standing().exists():
        raise RunExistsError(_("%(month)s has a payout run already.") % {"month": month})


def check_plan(plan: RunPlan) -> None:
    """Refuse a plan that cannot be paid, saying what stands in the way."""
    for problem in problems_of(plan):
        raise problem


def problems_of(plan: RunPlan) -> list[PayoutError]:
    """Return everything that stands in the way of paying a plan."""
    problems: list[PayoutError] = []
    if plan.missing_pay:
        problems.append(MissingPayError(_missing_pay_text(plan)))
    if not plan.lines:
        problems.append(
            NothingToPayError(
                _("Nobody gets a bonus for %(month)s under %(scheme)s.")
                % {"month": plan.month, "scheme": plan.scheme}
            )
        )
    if plan.total < 0:
        problems.append(
            NothingToPayError(
                _("Corrections take back %(amount)s more than the run pays.")
                % {"amount": format_money(-plan.total)}
            )
        )
    return [*problems, *_over_fund(plan)]


def scheme_for(month: RatingMonth) -> Scheme:
    """Return the scheme in force for a month."""
    scheme = Scheme.objects.in_force(month.first_day).first()
    if scheme is None:
        raise NoSchemeError(_("No bonus scheme is in force for %(month)s.") % {"month": month})
    return scheme


def fund_for(code: str = "") -> Fund:
    """Return the fund of that code; without one the programme's, or the only fund there is."""
    funds = list(Fund.objects.all())
    if not code and len(funds) == 1:
        return funds[0]
    for fund in funds:
        if fund.code == (code or DEFAULT_FUND):
            return fund
    known = ", ".join(fund.code for fund in funds) or "–"
    raise NoFundError(_("Name the fund that pays, one of: %(funds)s.") % {"funds": known})


def _over_fund(plan: RunPlan) -> list[PayoutError]:
    if not plan.over:
        return []
    text = _("The run of %(total)s is %(over)s more than the %(left)s left in the fund %(fund)s.")
    facts = {"total": plan.total, "over": plan.over, "left": plan.left}
    amounts = {name: format_money(amount) for name, amount in facts.items()}
    return [FundExceededError(text % {**amounts, "fund": plan.fund})]


def _written(plan: RunPlan, *, by: Any, at: datetime) -> PayoutRun:
    try:
        with transaction.atomic():
            run = PayoutRun.objects.create(
                month=plan.month,
                scheme=plan.scheme,
                fund=plan.fund,
                total=plan.total,
                unscaled_total=plan.unscaled_total,
                prepared_by=by,
                prepared_at=at,
            )
    except IntegrityError as error:
        raise RunExistsError(_("%(month)s has a payout run already.") % {"month": plan.month}) from error
    _write_lines(run, plan)
    if plan.total:
        LedgerLine.objects.create(
            fund=plan.fund,
            run=run,
            kind=LedgerLine.Kind.COMMITMENT,
            amount=-plan.total,
            entered_by=by,
            entered_at=at,
        )
    return run


def _write_lines(run: PayoutRun, plan: RunPlan) -> None:
    PayoutLine.objects.bulk_create(
        PayoutLine(
            run=run,
            staff_id=line.payee.staff_id,
            department_id=line.payee.department_id,
            kind=line.kind,
            stars=line.stars,
            base_amount=line.full,
            days_employed=line.days.employed,
            days_in_month=line.days.in_month,
            unscaled_amount=line.unscaled,
            amount=line.amount,
            correction_id=line.correction_id,
        )
        for line in plan.lines
    )


def _missing_pay_text(plan: RunPlan) -> str:
    names = ", ".join(f"{payee.name} ({payee.employee_no})" for payee in plan.missing_pay[:NAMED])
    count = len(plan.missing_pay)
    text = ngettext(
        "The scheme pays a share of the monthly pay, but no pay is recorded for %(names)s.",
        "The scheme pays a share of the monthly pay, but no pay is recorded for %(count)s people: %(names)s.",
        count,
    )
    return text % {"names": names + (", …" if count > NAMED else ""), "count": count}
