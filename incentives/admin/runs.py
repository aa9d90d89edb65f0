"""Payout runs: the list, the page that prepares one, and the page of one with its steps and sheets."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incentives.access import may, steps_for
from incentives.admin.pages import MoneyAdmin
from incentives.admin.progress import progress_of
from incentives.admin.steps import QUESTIONS, facts_of, take
from incentives.errors import PayoutError
from incentives.forms import PrepareForm, ReasonForm, default_choices
from incentives.models import PayoutRun
from incentives.queries.bonus_sheets import bonus_sheet, line_facts
from incentives.queries.figures import plan_figures, run_figures
from incentives.queries.ledger import balance_of
from incentives.services import prepare_run, preview_run, problems_of
from incentives.sheets.files import CONTENT_TYPES, WRITERS
from starservice.web.formats import format_money, format_month
from starservice.web.model_admin import ReadOnlyAdmin

LINES_A_PAGE = 25
PREFIX = "incentives_payoutrun"


@admin.register(PayoutRun)
class PayoutRunAdmin(MoneyAdmin, ReadOnlyAdmin):
    change_list_template = "admin/incentives/run_list.html"
    list_display = ["month_name", "state", "money", "scheme", "prepared_by", "approved_by"]
    list_display_links = ["month_name"]
    list_filter = ["status", "fund"]
    list_select_related = ["month", "scheme", "fund", "prepared_by", "approved_by"]
    date_hierarchy = "month__first_day"

    @admin.display(description=gettext_lazy("month"), ordering="month__first_day")
    def month_name(self, run: PayoutRun) -> str:
        return format_month(run.month.first_day)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, run: PayoutRun) -> str:
        return run.get_status_display()

    @admin.display(description=gettext_lazy("total"), ordering="total")
    def money(self, run: PayoutRun) -> str:
        return format_money(run.total)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("prepare/", wrap(self.prepare_view), name=f"{PREFIX}_prepare")]
        for step in QUESTIONS:
            view = wrap(partial(self.step_view, step=step))
            own.append(path(f"<path:object_id>/{step}/", view, name=f"{PREFIX}_{step}"))
        sheet = wrap(self.sheet_view)
        own.append(path("<path:object_id>/bonus-sheet.<str:ending>", sheet, name=f"{PREFIX}_sheet"))
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra = {"may_prepare": may(request.user, "prepare"), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a run; nothing of it is edited by hand."""
        run = self.found(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        title = _("Bonuses of %(month)s") % {"month": format_month(run.month.first_day)}
        context = self.page_context(request, run, title) | {
            "run": run,
            "steps": progress_of(run),
            "actions": [self._action(run, step) for step in steps_for(request.user, run)],
            "figures": run_figures(run),
            "balance": balance_of(run.fund),
            "ledger": run.ledger.select_related("entered_by").order_by("id"),
            "page": self._lines(request, run),
            "q": request.GET.get("q", ""),
            "own_preparation": run.status == "prepared" and run.prepared_by_id == request.user.pk,
        }
        return TemplateResponse(request, "admin/incentives/run.html", context)

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        """Ask whether to take a step, and take it."""
        run = self.found(request, object_id)
        self.require(request, step)
        data = request.POST if request.method == "POST" else None
        return self.ask_first(
            request,
            run,
            QUESTIONS[step],
            lambda cleaned: take(step, run=run, by=request.user, at=timezone.now(), **cleaned),
            facts=facts_of(run),
            form=ReasonForm(data) if step == "reject" else None,
        )

    def sheet_view(self, request: HttpRequest, object_id: str, ending: str) -> HttpResponse:
        """Hand out the bonus sheet; one that is approved is handed out once its export was noted."""
        run = self.found(request, object_id)
        if f".{ending}" not in WRITERS:
            raise Http404
        if run.status == PayoutRun.Status.APPROVED:
            messages.warning(request, _("The sheet is approved; export it first."))
            return HttpResponseRedirect(self.address_of(run))
        draft = "" if run.is_payable else "-draft"
        name = f"bonus-sheet-{run.month}{draft}.{ending}"
        return HttpResponse(
            WRITERS[f".{ending}"](bonus_sheet(run)),
            content_type=CONTENT_TYPES[f".{ending}"],
            headers={
                "Content-Disposition": content_disposition_header(True, name),
            },
        )

    def prepare_view(self, request: HttpRequest) -> HttpResponse:
        """Show what a month's run would pay, and prepare it."""
        self.require(request, "prepare")
        data = request.POST if request.method == "POST" else request.GET
        form = PrepareForm(data if "month" in data else default_choices())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Prepare bonuses"),
            "form": form,
            "has_months": form.fields["month"].queryset.exists(),  # type: ignore[attr-defined]
        }
        if context["has_months"] and form.is_valid():
            choice = {name: form.cleaned_data[name] for name in ("month", "fund")}
            try:
                if request.method == "POST":
                    return self._prepared(request, choice)
                context |= self._preview(choice)
            except PayoutError as refusal:
                context["problems"] = [refusal]
        return TemplateResponse(request, "admin/incentives/prepare.html", context)

    def _prepared(self, request: HttpRequest, choice: dict[str, Any]) -> HttpResponse:
        run = prepare_run(**choice, by=request.user, at=timezone.now())
        messages.success(request, _("The run is prepared; somebody else has to approve it."))
        return HttpResponseRedirect(self.address_of(run))

    def _preview(self, choice: dict[str, Any]) -> dict[str, Any]:
        plan = preview_run(**choice, at=timezone.now())
        return {
            "plan": plan,
            "people": len({line.payee.staff_id for line in plan.lines}),
            "left_after": plan.left - plan.total,
            "figures": plan_figures(plan.lines),
            "problems": problems_of(plan),
        }

    def _action(self, run: PayoutRun, step: str) -> dict[str, Any]:
        return {
            "label": QUESTIONS[step].action_label,
            "url": reverse(f"admin:{PREFIX}_{step}", args=[run.pk]),
            "danger": QUESTIONS[step].danger,
        }

    def _lines(self, request: HttpRequest, run: PayoutRun) -> Any:
        lines = line_facts(run.lines.all()).order_by("staff__employee_no", "id")
        words = request.GET.get("q", "").strip()
        if words:
            lines = lines.filter(Q(staff__name__icontains=words) | Q(staff__employee_no__icontains=words))
        return Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
