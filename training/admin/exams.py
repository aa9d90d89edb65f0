"""Exams with their parts, and the attempts people made at them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.admin.pages import AuditedAdmin, posted
from training.access import SEES_TRAINING, TRAINS, staff_seen, staff_trained, trains
from training.forms.exams import VoidForm
from training.models import Attempt, Exam, ExamPart
from training.services.drawing_papers import shortage_words
from training.services.voiding import void_attempt


class ExamPartInline(admin.TabularInline):
    model = ExamPart
    extra = 0
    fields = ["order", "topic", "difficulty", "kind", "count", "points"]
    autocomplete_fields = ["topic"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return trains(request.user)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Exam)
class ExamAdmin(AuditedAdmin):
    """What an exam asks and how it is passed; attempts keep the pass mark and the time they were begun with."""

    view_roles, change_roles = SEES_TRAINING, TRAINS
    inlines = [ExamPartInline]
    trail_belongings = ((ExamPart, "exam"),)
    list_display = ["code", "title", "kind", "asked", "minutes", "pass_mark", "attempts_allowed", "is_active"]
    list_display_links = ["code", "title"]
    list_filter = ["kind", "is_active"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["rubric"]
    readonly_fields = ["bank"]
    empty_text = gettext_lazy("Add an exam with its parts: so many questions of a topic, with points each.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(question_count=Sum("parts__count"))

    @admin.display(description=gettext_lazy("questions"))
    def asked(self, exam: Any) -> int:
        return int(exam.question_count or 0)

    @admin.display(description=gettext_lazy("question bank"))
    def bank(self, exam: Exam) -> str:
        """Which parts lack how many questions; said where the parts are written."""
        if exam.pk is None or exam.kind != Exam.Kind.THEORY:
            return "–"
        return shortage_words(exam) or _("Enough questions are ready for every part.")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An exam somebody sat is switched off, not deleted."""
        used = obj is not None and obj.attempts.exists()
        return not used and super().has_delete_permission(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        unused = queryset.annotate(sat=Count("attempts")).filter(sat=0)
        Exam.objects.filter(pk__in=unused.values("pk")).delete()


@admin.register(Attempt)
class AttemptAdmin(AuditedAdmin):
    """Attempts as they were; nobody edits them, a trainer voids one with a reason."""

    view_roles, change_roles = SEES_TRAINING, TRAINS
    managers_view = True
    change_form_template = "admin/training/attempt/change_form.html"
    list_display = ["exam", "staff", "number", "state", "score", "passed", "started_at", "submitted_at"]
    list_select_related = ["exam", "staff"]
    list_filter = ["state", "passed", "exam"]
    search_fields = ["staff__name", "staff__employee_no", "exam__code"]
    date_hierarchy = "started_at"
    export_also = ("round", "pass_mark", "ends_at", "graded_at", "void_reason")
    empty_text = gettext_lazy("Attempts appear here as soon as somebody begins an exam.")
    fields = [
        ("exam", "staff"),
        ("number", "round", "state"),
        ("started_at", "ends_at"),
        ("submitted_at", "graded_at"),
        ("score", "pass_mark", "passed"),
        "assessor",
        "void_reason",
        "result_page",
    ]
    readonly_fields = ["exam_title", "result_page"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Managers may not open the exam itself, so they get no link to it."""
        if self.admin_site.get_model_admin(Exam).has_view_permission(request):
            return self.fields
        return [("exam_title", "staff"), *self.fields[1:]]

    @admin.display(description=gettext_lazy("exam"))
    def exam_title(self, attempt: Attempt) -> str:
        return str(attempt.exam)

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(staff__in=staff_seen(user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("result"))
    def result_page(self, attempt: Attempt) -> str:
        address = reverse("training:exam_result", args=[attempt.pk])
        return format_html('<a href="{}">{}</a>', address, _("Open the result with its topics"))

    def get_urls(self) -> list[URLPattern]:
        void = self.admin_site.admin_view(self.void_view)
        return [path("<path:object_id>/void/", void, name="training_attempt_void"), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"may_void": trains(request.user), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def void_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why an attempt is taken out of the count."""
        attempt, actor = self.found_to_void(request, object_id), request.user

        def answer(cleaned: dict[str, Any]) -> str:
            by: Any = actor
            void_attempt(attempt=attempt, reason=cleaned["reason"], by=by, at=timezone.now())
            return _("The attempt is void and counts for nothing.")

        title = _("Void attempt %(number)s of %(staff)s") % {
            "number": attempt.number,
            "staff": attempt.staff,
        }
        return self.ask(request, attempt, VoidForm(posted(request)), title, answer, submit=_("Void"))

    def found_to_void(self, request: HttpRequest, object_id: str) -> Attempt:
        """The attempt, for those who train its person; 404 for everybody else."""
        attempt: Attempt = self.found(request, object_id)
        if not staff_trained(request.user).filter(pk=attempt.staff_id).exists():
            raise Http404
        return attempt
