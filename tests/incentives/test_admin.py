"""The admin's pages about money: prepare, approve, export, pay, and what they refuse."""

import io
from decimal import Decimal as D

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from incentives.models import Fund, LedgerLine, PayoutRun, Scheme
from incentives.queries.ledger import balance_of
from people.models import Role
from tests.factories import StaffFactory, UserFactory
from tests.incentives import arrange
from tests.incentives.arrange import LATER, NOVEMBER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]


@pytest.fixture
def december(settings):
    settings.MFA_REQUIRED = False
    with time_machine.travel(LATER):
        yield


@pytest.fixture
def october():
    month = arrange.published()
    arrange.rated(month, 4, employee_no="E1", name="Ann")
    return month


def as_(*roles, **facts):
    client = Client()
    client.user = UserFactory(roles=roles, **facts)
    client.force_login(client.user, "django.contrib.auth.backends.ModelBackend")
    return client


def address(page, *args):
    return reverse(f"admin:incentives_{page}", args=args)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_month_goes_through_the_admin_to_locked(october):
    hr, finance = as_(Role.HR), as_(Role.FINANCE)
    page = hr.get(address("payoutrun_prepare"))
    assert page.context["plan"].total == D(600)
    chosen = {"month": october.pk, "fund": arrange.default_fund().pk}
    hr.post(address("payoutrun_prepare"), chosen)
    run = PayoutRun.objects.get()
    assert (run.prepared_by, run.total) == (hr.user, D(600))
    for client, step, status in [
        (finance, "approve", "approved"),
        (hr, "export", "exported"),
        (finance, "paid", "paid"),
        (finance, "lock", "locked"),
    ]:
        assert client.get(address(f"payoutrun_{step}", run.pk)).status_code == 200
        run.refresh_from_db()
        assert run.status != status
        client.post(address(f"payoutrun_{step}", run.pk))
        run.refresh_from_db()
        assert run.status == status


def test_run_page_shows_lines_steps_and_only_ones_own_actions(october):
    run = arrange.prepared(october)
    page = as_(Role.FINANCE).get(address("payoutrun_change", run.pk))
    assert [str(action["label"]) for action in page.context["actions"]] == ["Approve", "Reject"]
    assert [step["state"] for step in page.context["steps"]] == ["done", "now", "later", "later", "later"]
    assert [line.staff.name for line in page.context["page"]] == ["Ann"]
    assert as_(Role.AUDITOR).get(address("payoutrun_change", run.pk)).context["actions"] == []


def test_run_page_finds_people(october):
    arrange.rated(october, 5, employee_no="E2", name="Bob")
    run = arrange.prepared(october)
    auditor = as_(Role.AUDITOR)
    for words, names in [("bob", ["Bob"]), ("E1", ["Ann"]), ("nobody", [])]:
        page = auditor.get(address("payoutrun_change", run.pk), {"q": words})
        assert [line.staff.name for line in page.context["page"]] == names


def test_preparing_again_is_refused_in_words(october):
    run = arrange.prepared(october)
    hr = as_(Role.HR)
    page = hr.post(address("payoutrun_prepare"), {"month": october.pk, "fund": run.fund_id})
    assert page.status_code == 200
    assert PayoutRun.objects.count() == 1
    assert "No month waits" in page.content.decode()


def test_preview_says_all_that_stands_in_the_way():
    arrange.scheme(top_share=D(100), top_pay_share=D(10))
    arrange.set_left("1")
    arrange.rated(arrange.published(), 4, employee_no="E9")
    page = as_(Role.HR).get(address("payoutrun_prepare"))
    problems = " ".join(str(problem) for problem in page.context["problems"])
    assert "E9" in problems
    assert "599.00" in problems
    assert "Prepare this run" not in page.content.decode()


def test_month_not_published_cannot_be_chosen():
    month = arrange.published(status="under_review", published_at=None)
    page = as_(Role.HR).post(
        address("payoutrun_prepare"), {"month": month.pk, "fund": arrange.default_fund().pk}
    )
    assert not PayoutRun.objects.exists()
    assert "No month waits" in page.content.decode()


def test_own_approval_is_refused_beside_the_button(october):
    boss = as_(Role.HR, Role.FINANCE)
    chosen = {"month": october.pk, "fund": arrange.default_fund().pk}
    boss.post(address("payoutrun_prepare"), chosen)
    run = PayoutRun.objects.get()
    page = boss.post(address("payoutrun_approve", run.pk))
    assert "You prepared this run" in page.content.decode()
    run.refresh_from_db()
    assert run.status == "prepared"


def test_approval_by_a_payee_is_refused(october):
    payee = as_(Role.FINANCE)
    arrange.rated(october, 4, staff=StaffFactory(user=payee.user))
    run = arrange.prepared(october)
    assert "paid by this run" in payee.post(address("payoutrun_approve", run.pk)).content.decode()


def test_rejection_asks_for_a_reason_and_keeps_it(october):
    run = arrange.prepared(october)
    finance = as_(Role.FINANCE)
    page = finance.post(address("payoutrun_reject", run.pk), {"reason": ""})
    assert page.context["form"].errors["reason"]
    finance.post(address("payoutrun_reject", run.pk), {"reason": "wrong month"})
    assert "wrong month" in finance.get(address("payoutrun_change", run.pk)).content.decode()


def test_step_out_of_turn_is_refused_in_words(october):
    run = arrange.prepared(october)
    page = as_(Role.FINANCE).post(address("payoutrun_paid", run.pk))
    assert "Only an exported run" in page.content.decode()


def titles(answer):
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return " ".join(str(row[0].value) for row in page.iter_rows(max_row=6))


def test_sheet_is_a_draft_until_approved_and_exported(october):
    run = arrange.prepared(october)
    hr, sheet = as_(Role.HR), address("payoutrun_sheet", run.pk, "xlsx")
    draft = hr.get(sheet)
    assert "draft.xlsx" in draft["Content-Disposition"]
    assert "NOT approved" in titles(draft)
    as_(Role.FINANCE).post(address("payoutrun_approve", run.pk))
    assert hr.get(sheet).status_code == 302
    hr.post(address("payoutrun_export", run.pk))
    final = hr.get(sheet)
    assert "draft" not in final["Content-Disposition"]
    assert "NOT approved" not in titles(final)
    assert "no-store" in final["Cache-Control"]
    assert hr.get(address("payoutrun_sheet", run.pk, "csv"))["Content-Type"].startswith("text/csv")
    assert hr.get(address("payoutrun_sheet", run.pk, "exe")).status_code == 404


def test_run_is_never_edited_or_deleted_by_hand(october):
    run = arrange.prepared(october)
    boss = as_(Role.FINANCE, Role.HR, is_superuser=True)
    assert boss.post(address("payoutrun_change", run.pk), {"total": "1"}).status_code == 403
    assert boss.get(address("payoutrun_delete", run.pk)).status_code == 403
    assert boss.get(address("payoutrun_add")).status_code == 403
    assert boss.post(address("ledgerline_delete", run.ledger.get().pk)).status_code == 403


def test_role_for_one_department_does_not_open_the_companys_money(october):
    run = arrange.prepared(october)
    client = as_()
    client.user.role_grants.create(role=Role.FINANCE, department=run.lines.get().department)
    assert client.get(address("payoutrun_change", run.pk)).status_code in (403, 404)
    assert client.post(address("payoutrun_approve", run.pk)).status_code in (403, 404)


def test_audit_trail_shows_who_did_what(october):
    hr, finance = as_(Role.HR, username="hui"), as_(Role.FINANCE, username="fen")
    hr.post(address("payoutrun_prepare"), {"month": october.pk, "fund": arrange.default_fund().pk})
    run = PayoutRun.objects.get()
    finance.post(address("payoutrun_approve", run.pk))
    changes = hr.get(address("payoutrun_history", run.pk)).context["changes"]
    assert [(change.what, change.who) for change in changes] == [("update", "fen"), ("insert", "hui")]


# --- funds and schemes --------------------------------------------------------------------------


def test_budget_is_added_with_a_note():
    fund, finance = arrange.default_fund(), as_(Role.FINANCE)
    finance.post(address("fund_budget", fund.pk), {"amount": "250.50", "note": "second quarter"})
    line = LedgerLine.objects.latest("pk")
    assert (line.amount, line.note, line.entered_by) == (D("250.50"), "second quarter", finance.user)
    page = finance.get(address("fund_change", fund.pk))
    assert page.context["balance"].left == D("100250.50")
    assert "second quarter" in page.content.decode()


@pytest.mark.parametrize("amount", ["", "0", "many", "-100000.01", "1.005"])
def test_budget_form_says_what_is_wrong_and_keeps_what_was_typed(amount):
    fund = arrange.default_fund()
    page = as_(Role.FINANCE).post(address("fund_budget", fund.pk), {"amount": amount, "note": "my note"})
    assert page.context["form"].errors
    assert "my note" in page.content.decode()
    assert balance_of(fund).left == D(100_000)


def scheme_form(scheme, **changes):
    names = "five_stars four_stars three_stars two_stars one_star top_share top_pay_share ties over_cap code"
    form = {name: getattr(scheme, name) for name in names.split()}
    form |= {"effective_from": scheme.effective_from.isoformat(), "name_en": "Bonus", "prorates": "on"}
    return form | changes


def test_scheme_is_copied_changed_and_put_in_force():
    hr, shipped = as_(Role.HR), Scheme.objects.get()
    hr.post(address("scheme_copy", shipped.pk))
    copy = Scheme.objects.get(version=2)
    answer = hr.post(address("scheme_change", copy.pk), scheme_form(copy, five_stars="1200"))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    hr.post(address("scheme_activate", copy.pk))
    copy.refresh_from_db()
    assert (copy.five_stars, copy.is_active) == (D(1200), True)
    assert not Scheme.objects.get(version=1).is_active


def test_used_scheme_cannot_be_edited(october):
    scheme = arrange.prepared(october).scheme
    hr = as_(Role.HR)
    assert "frozen" in hr.get(address("scheme_change", scheme.pk)).content.decode()
    assert hr.post(address("scheme_change", scheme.pk), scheme_form(scheme)).status_code == 403
    assert hr.post(address("scheme_delete", scheme.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"effective_from": "2026-01-02"}, "effective_from"),
        ({"code": "star-bonus"}, "code"),
        ({"five_stars": "-1"}, "five_stars"),
        ({"top_share": "101"}, "top_share"),
        ({"name_en": ""}, "name"),
    ],
)
def test_scheme_form_says_what_is_wrong_where_it_is_wrong(changes, field):
    shipped = Scheme.objects.get()
    form = scheme_form(shipped, code="new") | changes
    page = as_(Role.HR).post(address("scheme_add"), form)
    assert field in page.context["adminform"].form.errors


def test_scheme_in_force_cannot_move_onto_another():
    other = Scheme.objects.create(code="other", effective_from=NOVEMBER, is_active=True, name={"en": "x"})
    form = scheme_form(other, effective_from="2000-01-01")
    page = as_(Role.HR).post(address("scheme_change", other.pk), form)
    assert "effective_from" in page.context["adminform"].form.errors


# --- cost -------------------------------------------------------------------------------------


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["payoutrun_change", "payoutrun_sheet", "payoutrun_prepare"])
def test_pages_cost_the_same_for_one_and_for_many(october, page):
    november = arrange.published(NOVEMBER)
    for _number in range(12):
        arrange.rated(november, 4)
    hr = as_(Role.HR)
    if page == "payoutrun_prepare":
        fund = Fund.objects.get().pk
        urls = [f"{address(page)}?month={month.pk}&fund={fund}" for month in (october, november)]
    else:
        ending = ["xlsx"] if page.endswith("sheet") else []
        runs = [arrange.prepared(month) for month in (october, november)]
        urls = [address(page, run.pk, *ending) for run in runs]
    assert queries(hr, urls[0]) == queries(hr, urls[1])


@pytest.mark.parametrize("page", ["payoutrun_changelist", "ledgerline_changelist", "fund_changelist"])
def test_lists_cost_the_same_for_one_and_for_many(october, page):
    finance = as_(Role.FINANCE)
    arrange.prepared(october)
    before = queries(finance, address(page))
    november = arrange.published(NOVEMBER)
    arrange.rated(november)
    arrange.prepared(november)
    Fund.objects.create(code="more", name="More")
    assert queries(finance, address(page)) == before
