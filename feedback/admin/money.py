"""Refunds and compensations: what was asked, decided and paid; and up to which amount the supervisor decides."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE
from feedback.admin.asking_one import ask_about
from feedback.models import ApprovalLimit, Compensation
from feedback.queries.money import PAYS, money_seen_by
from feedback.services.compensation import mark_paid
from people.admin.pages import AuditedAdmin, posted
from people.models import Role
from starservice.web.admin_nav import RULES
from starservice.web.formats import format_money
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator


@admin.register(Compensation)
class CompensationAdmin(ReadOnlyAdmin, AuditedAdmin):
    """Finance marks approved money as paid; it is asked for and decided in the portal."""

    view_roles = (*SEES_SERVICE, *PAYS)
    managers_view = True
    change_form_template = "admin/feedback/compensation_form.html"
    list_display = [
        "complaint",
        "kind",
        "amount",
        "state",
        "asked_by",
        "asked_at",
        "decided_by",
        "decided_at",
        "paid_at",
    ]
    list_select_related = ["complaint__request", "asked_by", "decided_by"]
    list_filter = ["state", "kind", ("asked_at", admin.DateFieldListFilter)]
    search_fields = ["reason", "decision_note", "complaint__request__subject", "asked_by__username"]
    paginator = CappedPaginator
    export_also = ("reason", "decision_note")
    empty_text = gettext_lazy("Money is asked for on the page of a complaint.")

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return money_seen_by(user, queryset, timezone.localdate())

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        row: Any = options.get("obj")
        context["may_pay"] = bool(row) and row.state == Compensation.State.APPROVED and self._pays(request)
        return super().render_change_form(request, context, *args, **options)

    def get_urls(self) -> list[Any]:
        pay = self.admin_site.admin_view(self.paid_view)
        return [
            path("<path:object_id>/paid/", pay, name="feedback_compensation_paid"),
            *super().get_urls(),
        ]

    def paid_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask once more, and mark as paid."""
        row = self.found(request, object_id)
        if not self._pays(request):
            raise Http404

        def answer(_cleaned: dict[str, Any]) -> str:
            mark_paid(compensation=row, by=request.user, at=timezone.now())
            return _("Marked as paid.")

        said = _("%(amount)s for %(number)s: only once the money has left.") % {
            "amount": format_money(row.amount),
            "number": row.complaint.request.number,
        }
        return ask_about(
            self,
            request,
            row,
            forms.Form(posted(request)),
            title=_("Mark as paid"),
            submit=_("Mark as paid"),
            answer=answer,
            explanation=said,
        )

    def _pays(self, request: HttpRequest) -> bool:
        return bool(request.user.has_role(*PAYS))  # type: ignore[union-attr]


@admin.register(ApprovalLimit)
class ApprovalLimitAdmin(AuditedAdmin):
    """One limit a kind of money; without one the head of the department decides every amount."""

    view_roles, change_roles = (*SEES_SERVICE, *PAYS), (Role.OFFICE,)
    nav_group = RULES
    list_display = ["kind", "amount"]
    empty_text = gettext_lazy("Without a limit the head of the department decides every amount.")
