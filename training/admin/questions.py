"""The question bank: topics, rubrics, questions with their answers."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from people.admin.pages import AuditedAdmin
from starservice.lib.refusals import Refusal
from training.access import SEES_TRAINING, TRAINS
from training.admin.item_statistics import FlaggedFilter, statistics_view
from training.admin.question_import import export_view, import_view, preview_view
from training.admin.question_trying import try_view
from training.admin.regrading import regrade_view
from training.forms.questions import OptionForm, OptionFormSet, QuestionForm
from training.models import AttemptQuestion, Question, QuestionOption, Rubric, RubricCriterion, Topic
from training.services import questions as services


class BankAdmin(AuditedAdmin):
    """Trainers keep the bank; who looks after the programme sees it."""

    view_roles, change_roles = SEES_TRAINING, TRAINS


class BankInline(admin.TabularInline):
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_role(*TRAINS))  # type: ignore[union-attr]

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Topic)
class TopicAdmin(BankAdmin):
    list_display = ["code", "name", "questions"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name"]
    empty_text = gettext_lazy("Add a topic; questions are sorted by it, and exams draw from it.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(question_count=Count("questions"))

    @admin.display(description=gettext_lazy("questions"), ordering="question_count")
    def questions(self, topic: Any) -> int:
        return int(topic.question_count)


class CriterionInline(BankInline):
    model = RubricCriterion
    fields = ["order", "code", "name", "description", "points"]


@admin.register(Rubric)
class RubricAdmin(BankAdmin):
    """Marks given on a criterion keep what it was worth; a criterion that was used cannot be removed."""

    inlines = [CriterionInline]
    trail_belongings = ((RubricCriterion, "rubric"),)
    list_display = ["code", "title", "criteria", "points"]
    list_display_links = ["code", "title"]
    search_fields = ["code", "title"]
    empty_text = gettext_lazy("Add a rubric with its criteria; assessors mark texts and simulations on it.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.annotate(criterion_count=Count("criteria"), point_sum=Sum("criteria__points"))

    @admin.display(description=gettext_lazy("criteria"))
    def criteria(self, rubric: Any) -> int:
        return int(rubric.criterion_count)

    @admin.display(description=gettext_lazy("points"))
    def points(self, rubric: Any) -> Any:
        return rubric.point_sum


class OptionInline(BankInline):
    model = QuestionOption
    form, formset = OptionForm, OptionFormSet
    verbose_name_plural = gettext_lazy("Answers to choose; for an order, give each its place")


@admin.register(Question)
class QuestionAdmin(BankAdmin):
    """Questions to draw exams from; attempts keep what they showed, whatever is edited here."""

    change_list_template = "admin/training/question/change_list.html"
    own_export = "admin:training_question_export"
    change_form_template = "admin/training/question/change_form.html"
    form = QuestionForm
    inlines = [OptionInline]
    trail_belongings = ((QuestionOption, "question"),)
    list_display = ["code", "starts", "topic", "difficulty", "kind", "state"]
    list_display_links = ["code", "starts"]
    list_select_related = ["topic"]
    list_filter = ["topic", "difficulty", "kind", "state", FlaggedFilter]
    search_fields = ["code", "text"]
    autocomplete_fields = ["topic", "rubric"]
    actions = ["make_ready", "retire"]
    empty_text = gettext_lazy("Add a question, or import questions from a workbook or a GIFT file.")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in ("text", "explanation"):
            options["widget"] = FewLines
        return super().formfield_for_dbfield(db_field, request, **options)

    @admin.display(description=gettext_lazy("question"), ordering="text")
    def starts(self, question: Question) -> str:
        return str(question)

    def get_urls(self) -> list[URLPattern]:
        def door(address: str, view: Any, name: str) -> URLPattern:
            def entered(request: HttpRequest, **options: Any) -> HttpResponse:
                return view(self, request, **options)

            return path(address, self.admin_site.admin_view(entered), name=f"training_question_{name}")

        return [
            door("statistics/", statistics_view, "statistics"),
            door("import/", import_view, "import"),
            door("import/<str:token>/", preview_view, "import_preview"),
            door("export/<str:kind>/", export_view, "export"),
            door("<path:object_id>/try/", try_view, "try"),
            door("<path:object_id>/regrade/", regrade_view, "regrade"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        asked = AttemptQuestion.objects.filter(question=object_id).count() if str(object_id).isdigit() else 0
        return super().changeform_view(
            request, object_id, form_url, {"asked": asked, **(extra_context or {})}
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A question that was asked is retired, not deleted."""
        used = obj is not None and AttemptQuestion.objects.filter(question=obj).exists()
        return not used and super().has_delete_permission(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        asked = AttemptQuestion.objects.filter(question=OuterRef("pk"))
        super().delete_queryset(request, queryset.filter(~Exists(asked)))

    @admin.action(description=gettext_lazy("Make ready to be asked"), permissions=["change"])
    def make_ready(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._told(request, services.make_ready, queryset)

    @admin.action(description=gettext_lazy("Retire"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._told(request, services.retire, queryset)

    def _told(self, request: HttpRequest, service: Any, queryset: QuerySet[Any]) -> None:
        try:
            count = service(questions=queryset, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return
        text = ngettext("%(count)s question was changed.", "%(count)s questions were changed.", count)
        messages.success(request, text % {"count": count})


class FewLines(Textarea):
    """A box for some sentences."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 2, **(attrs or {})})
