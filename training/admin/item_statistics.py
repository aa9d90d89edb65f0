"""Item statistics in the admin: which questions measure badly."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.item_statistics import MINIMUM
from training.models import Exam, Topic
from training.queries.item_statistics import ItemRow, flagged_questions, item_rows

PER_PAGE = 50
SORTS: dict[str, tuple[Any, Callable[[ItemRow], Any]]] = {
    "flags": (gettext_lazy("most doubtful first"), lambda row: -len(row.flags)),
    "discrimination": (gettext_lazy("discrimination"), lambda row: _last(row.statistics.discrimination)),
    "difficulty": (gettext_lazy("difficulty"), lambda row: _last(row.statistics.difficulty)),
    "n": (gettext_lazy("answers"), lambda row: -row.statistics.n),
    "code": (gettext_lazy("code"), lambda row: row.question.code),
}


class StatisticsFilter(forms.Form):
    """Of which exam or topic, in which order."""

    exam = forms.ModelChoiceField(
        Exam.objects.filter(kind=Exam.Kind.THEORY), label=gettext_lazy("Exam"), required=False
    )
    topic = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Topic"), required=False)
    sort = forms.ChoiceField(
        label=gettext_lazy("Sort by"),
        required=False,
        choices=[(key, label) for key, (label, _key) in SORTS.items()],
    )


class FlaggedFilter(admin.SimpleListFilter):
    """Questions whose statistics are doubtful."""

    title = gettext_lazy("statistics")
    parameter_name = "flagged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("yes", _("doubtful"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=flagged_questions()) if self.value() == "yes" else queryset


def statistics_view(pages: Any, request: HttpRequest) -> HttpResponse:
    """Difficulty, discrimination and how often each answer was chosen."""
    if not pages.has_view_permission(request):
        raise PermissionDenied
    form = StatisticsFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    exam, topic = chosen.get("exam"), chosen.get("topic")
    rows = item_rows(exam.pk if exam else None, topic.pk if topic else None)
    _label, key = SORTS[chosen.get("sort") or "flags"]
    page = Paginator(sorted(rows, key=key), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **pages.admin_site.each_context(request),
        "opts": pages.opts,
        "title": _("How questions measure"),
        "form": form,
        "page": page,
        "minimum": MINIMUM,
    }
    return TemplateResponse(request, "admin/training/question/statistics.html", context)


def _last(value: float | None) -> float:
    return 2.0 if value is None else value
