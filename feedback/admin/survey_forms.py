"""What customers are asked: the draft of the next version, and every version as it was published."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.admin.survey_builder import SurveyBuilder
from feedback.admin.survey_preview import SurveyPreview
from feedback.change_words import part_text, rule_changes, value_of_part
from feedback.errors import SurveyFormError
from feedback.form_changes import changes_between
from feedback.form_words import when_asked
from feedback.models import SurveyForm
from feedback.queries.reach import SEES_SURVEYS
from feedback.queries.surveys import questions_in
from feedback.services.survey_forms import RULES, draft_survey_form
from people.admin.pages import AuditedAdmin
from people.models import Role
from starservice.web.model_admin import ReadOnlyAdmin


@admin.register(SurveyForm)
class SurveyFormAdmin(SurveyBuilder, SurveyPreview, AuditedAdmin, ReadOnlyAdmin):
    """Published versions are never edited: the office begins the next one as a draft, edits and publishes it."""

    view_roles = SEES_SURVEYS
    change_form_template = "admin/feedback/survey_form.html"
    list_display = ["named", "state", "effective_from", "questions", "window_days", "published_at"]
    list_display_links = ["named"]
    fields = ["named", "state", "effective_from", *RULES, "published_at"]
    readonly_fields = ["named", "state"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("questions")

    @admin.display(description=gettext_lazy("version"), ordering="version")
    def named(self, form: SurveyForm) -> str:
        return str(form)

    @admin.display(description=gettext_lazy("state"))
    def state(self, form: SurveyForm) -> str:
        tone, words = ("warn", _("draft")) if form.is_draft else ("good", _("published"))
        return format_html('<span class="badge badge--{}">{}</span>', tone, words)

    @admin.display(description=gettext_lazy("questions"))
    def questions(self, form: SurveyForm) -> str:
        return " · ".join(str(question.label) for question in questions_in(form))

    def may_publish(self, request: HttpRequest) -> bool:
        """Whether the user's duty is to decide what customers are asked."""
        return request.user.has_role(Role.OFFICE)  # type: ignore[union-attr]

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/next/", wrap(self.next_view), name="feedback_surveyform_next"),
            path("<int:pk>/compare/", wrap(self.compare_view), name="feedback_surveyform_compare"),
            *self.preview_urls(wrap),
            *self.builder_urls(wrap),
            *super().get_urls(),
        ]

    def form_or_404(self, request: HttpRequest, pk: int) -> SurveyForm:
        """The form for whoever may see forms at all."""
        found = self.get_queryset(request).filter(pk=pk).first()
        if found is None or not self.has_view_permission(request, found):
            raise Http404
        return found

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any) -> HttpResponse:
        found = SurveyForm.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        if found and found.is_draft and self.may_publish(request) and request.method == "GET":
            return redirect("admin:feedback_surveyform_build", found.pk)
        asked = questions_in(found) if found else []
        extra: dict[str, Any] = {
            "may_publish": self.may_publish(request),
            "asked": [(question, when_asked(question, asked)) for question in asked],
        }
        return super().change_view(request, object_id, *args, **{**options, "extra_context": extra})

    def next_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a draft from a version; where there is a draft already, go to it."""
        base = self.form_or_404(request, pk)
        if not self.may_publish(request):
            raise Http404
        if request.method == "POST":
            try:
                draft = draft_survey_form(base=base)
            except SurveyFormError as refused:
                messages.error(request, str(refused))
                draft = SurveyForm.objects.filter(published_at=None).first() or base
            return redirect("admin:feedback_surveyform_change", draft.pk)
        explanation = _(
            "It begins with all questions and rules of this version. Customers see nothing of it before you publish it."
        )
        context = {
            **self.page_context(request, base, _("Begin the next version")),
            "explanation": explanation,
        }
        return TemplateResponse(request, "admin/people/ask.html", {**context, "submit": _("Begin")})

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what changed against the version it was begun from, or another one."""
        after = self.form_or_404(request, pk)
        others = SurveyForm.objects.filter(published_at__isnull=False).exclude(pk=pk).order_by("-version")
        chosen = request.GET.get("with", "")
        wanted = int(chosen) if chosen.isascii() and chosen.isdigit() else self.before(after, others)
        before = next((one for one in others.prefetch_related("questions") if one.pk == wanted), None)
        context = {
            **self.page_context(request, after, _("What changed")),
            "others": others,
            "before": before,
            "rules": rule_changes(before, after, RULES) if before else [],
            "changes": self.changes(before, after) if before else [],
        }
        return TemplateResponse(request, "admin/feedback/survey_compare.html", context)

    @staticmethod
    def before(form: SurveyForm, others: QuerySet[SurveyForm]) -> int | None:
        """The version a form was begun from; the one before it where that is not known."""
        if form.based_on_id:
            return form.based_on_id
        earlier = others.filter(version__lt=form.version) if form.version else others
        return earlier.values_list("pk", flat=True).first()

    @staticmethod
    def changes(before: SurveyForm, after: SurveyForm) -> list[dict[str, Any]]:
        old, new = questions_in(before), questions_in(after)
        return [
            {
                "kind": change.kind,
                "question": change.question,
                "parts": [
                    (part_text(one), value_of_part(one, one.before, old), value_of_part(one, one.after, new))
                    for one in change.differences
                ],
            }
            for change in changes_between(old, new)
        ]

    def builder_address(self, pk: int, anchor: str = "") -> str:
        """Where a draft is edited."""
        return reverse("admin:feedback_surveyform_build", args=[pk]) + (
            f"#question-{anchor}" if anchor else ""
        )
