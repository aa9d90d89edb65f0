"""Results, corrections and appeals: read-only rows, changed only by the steps that leave a trail."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings.admin.pages import page
from ratings.errors import RatingError
from ratings.forms.team import CorrectionForm, DecisionForm
from ratings.models import Appeal, StarCorrection, StarResult
from ratings.queries.history import visible_results
from ratings.services import correct_result, decide_appeal
from ratings.services.corrections import stars_in_month
from starservice.web.formats import format_month
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.stars import star_mark

SEES = ("office", "hr", "finance", "leading_group", "auditor")


def preview(result: StarResult, score: Decimal) -> dict[str, Any]:
    """Return before and after of a correction for the page that asks once more."""
    return {"before": result, "score": score, "stars": stars_in_month(result.month, score)}


class Asking:
    """A form that shows before and after, and acts when that was confirmed."""

    def ask(
        self,
        request: HttpRequest,
        result: StarResult,
        form: forms.Form,
        act: Any,
        *,
        title: str,
        appeal: Any = None,
    ) -> HttpResponse:
        """Show the form; show the preview of a valid one; act once it is confirmed."""
        back = reverse("admin:ratings_person", args=[result.staff.employee_no, result.month.first_day])
        valid = request.method == "POST" and form.is_valid()
        if valid and "confirm" in request.POST and self._acted(request, form, act):
            return redirect(back)
        score = form.cleaned_data.get("score") if valid and not form.errors else None
        context = {
            "form": form,
            "result": result,
            "appeal": appeal,
            "back_url": back,
            "confirming": valid and not form.errors,
            "preview": preview(result, score)
            if score is not None and form.cleaned_data.get("uphold", True)
            else None,
        }
        status = 422 if form.errors else 200
        return page(request, "ratings/admin/result_ask.html", context, title=title, status=status)

    def _acted(self, request: HttpRequest, form: forms.Form, act: Any) -> bool:
        try:
            act(**form.cleaned_data, by=request.user, at=timezone.now())
        except RatingError as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(request, _("Done. Everybody concerned sees it beside the original."))
        return True


@admin.register(StarResult)
class StarResultAdmin(Asking, ReadOnlyAdmin):
    view_roles = SEES
    managers_view = True
    list_display = ["staff", "month_name", "drawn", "score", "provisional", "department", "reason"]
    list_filter = ["month", "stars", "provisional", "reason"]
    list_select_related = ["staff", "month", "department"]
    search_fields = ["staff__name", "staff__employee_no"]
    ordering = ["-month__first_day", "staff__employee_no"]
    exclude = ["steps"]

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=visible_results(user).order_by().values("pk"))

    @admin.display(description=gettext_lazy("month"), ordering="month__first_day")
    def month_name(self, result: StarResult) -> str:
        return format_month(result.month.first_day)

    @admin.display(description=gettext_lazy("stars"), ordering="stars")
    def drawn(self, result: StarResult) -> str:
        return star_mark(result.stars, "small")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the page that tells the result in words."""
        result = self.get_object(request, object_id)
        if result is None:
            raise Http404
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:ratings_person", result.staff.employee_no, result.month.first_day)

    def get_urls(self) -> list[URLPattern]:
        correct = self.admin_site.admin_view(self.correct_view)
        return [path("<int:pk>/correct/", correct, name="ratings_starresult_correct"), *super().get_urls()]

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the corrected score and the reason, show before and after, and correct."""
        if not request.user.has_role("office"):  # type: ignore[union-attr]
            raise PermissionDenied
        result = self.get_object(request, str(pk))
        if result is None:
            raise Http404
        form = CorrectionForm(request.POST or None)
        title = _("Correct the stars of %(name)s") % {"name": result.staff.name}
        return self.ask(
            request, result, form, lambda **said: correct_result(result=result, **said), title=title
        )


@admin.register(StarCorrection)
class StarCorrectionAdmin(ReadOnlyAdmin):
    view_roles = SEES
    list_display = ["result", "stars_before", "stars_after", "score", "corrected_by", "corrected_at"]
    list_select_related = ["result__staff", "result__month", "corrected_by"]
    search_fields = ["result__staff__name", "result__staff__employee_no"]
    date_hierarchy = "corrected_at"

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(result__in=visible_results(user).order_by().values("pk"))

    @admin.display(description=gettext_lazy("before"))
    def stars_before(self, correction: StarCorrection) -> str:
        return star_mark(correction.result.stars, "small")

    @admin.display(description=gettext_lazy("after"))
    def stars_after(self, correction: StarCorrection) -> str:
        return star_mark(correction.stars, "small")


@admin.register(Appeal)
class AppealAdmin(Asking, ReadOnlyAdmin):
    view_roles = SEES
    list_display = ["result", "made_at", "status", "step"]
    list_filter = ["status"]
    list_select_related = ["result__staff", "result__month"]
    search_fields = ["result__staff__name", "result__staff__employee_no"]

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(result__in=visible_results(user).order_by().values("pk"))

    @admin.display(description=gettext_lazy("next step"))
    def step(self, appeal: Appeal) -> str:
        if appeal.status != Appeal.Status.OPEN:
            return "–"
        address = reverse("admin:ratings_appeal_decide", args=[appeal.pk])
        return format_html('<a href="{}">{}</a>', address, _("Decide"))

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide_view)
        return [path("<int:pk>/decide/", decide, name="ratings_appeal_decide"), *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the decision and the answer, show before and after, and decide."""
        if not request.user.has_role("office"):  # type: ignore[union-attr]
            raise PermissionDenied
        appeal = self.get_object(request, str(pk))
        if appeal is None:
            raise Http404
        form = DecisionForm(request.POST or None)
        title = _("Appeal of %(name)s") % {"name": appeal.result.staff.name}
        return self.ask(
            request,
            appeal.result,
            form,
            lambda **said: decide_appeal(appeal=appeal, **said),
            title=title,
            appeal=appeal,
        )
