"""Funds with their figures, and the ledger that nobody edits."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incentives.access import PAYS, may
from incentives.admin.pages import MoneyAdmin, Question
from incentives.forms import BudgetForm
from incentives.models import Fund, LedgerLine
from incentives.queries.ledger import balance_of, with_left
from incentives.services import add_budget
from starservice.web.formats import format_money
from starservice.web.model_admin import ReadOnlyAdmin

BUDGET = Question(
    title=_("Add to the budget of %(fund)s"),
    action_label=_("Add to the budget"),
    done=_("The budget of %(fund)s is changed; the ledger shows the new line."),
    text=_("The fund has %(left)s left."),
)
LINES_A_PAGE = 50


@admin.register(Fund)
class FundAdmin(MoneyAdmin):
    change_roles = PAYS
    change_form_template = "admin/incentives/fund.html"
    list_display = ["name", "code", "left"]
    search_fields = ["code", "name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fund]:
        return with_left(super().get_queryset(request))

    @admin.display(description=_("left"), ordering="left")
    def left(self, fund: Any) -> str:
        return format_money(fund.left)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A fund whose ledger has a line stays: the ledger is never deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.lines.exists())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.budget_view)
        return [path("<path:object_id>/budget/", view, name="incentives_fund_budget"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        fund = self.found(request, object_id)
        lines = fund.lines.select_related("entered_by", "run__month").order_by("-id")
        extra = {
            "balance": balance_of(fund),
            "page": Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page")),
            "may_add_budget": may(request.user, "budget"),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def budget_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for an amount and a note, and write the ledger line."""
        fund = self.found(request, object_id)
        self.require(request, "budget")
        form = BudgetForm(request.POST if request.method == "POST" else None)

        def act(cleaned: dict[str, Any]) -> None:
            add_budget(fund=fund, **cleaned, by=request.user, at=timezone.now())

        facts = {"fund": fund, "left": format_money(balance_of(fund).left)}
        return self.ask_first(request, fund, BUDGET, act, facts=facts, form=form)


@admin.register(LedgerLine)
class LedgerLineAdmin(MoneyAdmin, ReadOnlyAdmin):
    list_display = ["entered_at", "fund", "kind", "money", "run", "note", "entered_by"]
    list_filter = ["fund", "kind"]
    list_select_related = ["fund", "run__month", "entered_by"]
    date_hierarchy = "entered_at"
    ordering = ["-id"]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """A line has no audit trail, because it cannot change; Django's own page says so."""
        return admin.ModelAdmin.history_view(self, request, object_id, extra_context)

    @admin.display(description=_("amount"), ordering="amount")
    def money(self, line: LedgerLine) -> str:
        return format_money(line.amount)
