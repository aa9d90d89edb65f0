"""What customers are asked: every version as it was published, and the next one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.errors import FeedbackError
from feedback.forms.answer import questions_of
from feedback.models import SurveyForm, SurveyQuestion
from feedback.queries.reach import SEES_SURVEYS
from feedback.queries.surveys import asked_form
from feedback.services import publish_survey_form
from people.models import Role
from starservice.web.model_admin import ReadOnlyAdmin

RULES = [
    "names_staff",
    "window_days",
    "remind_after_days",
    "low_score_to",
    "follow_up_hours",
    "burst_answers",
]


class NextVersionForm(forms.ModelForm):
    """The rules of the next version; its questions are those of the version it begins from."""

    class Meta:
        model = SurveyForm
        fields = ["effective_from", *RULES]
        widgets = {"effective_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class QuestionInline(admin.TabularInline):
    """The questions of a version with their weights."""

    model = SurveyQuestion
    fields = ["code", "words", "weight"]
    readonly_fields = ["code", "words", "weight"]
    extra = 0

    @admin.display(description=gettext_lazy("label"))
    def words(self, dimension: SurveyQuestion) -> str:
        return str(dimension.label)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(SurveyForm)
class SurveyFormAdmin(ReadOnlyAdmin):
    """Published versions are never edited: the office publishes the next one."""

    view_roles = SEES_SURVEYS
    change_form_template = "admin/feedback/survey_form.html"
    list_display = [
        "version",
        "effective_from",
        "questions",
        "window_days",
        "published_at",
    ]
    fields = ["version", "effective_from", *RULES, "published_at"]
    inlines = [QuestionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("questions")

    @admin.display(description=gettext_lazy("questions"))
    def questions(self, form: SurveyForm) -> str:
        return " · ".join(str(dimension.label) for dimension in form.questions.all())

    def may_publish(self, request: HttpRequest) -> bool:
        """Whether the user's duty is to decide what customers are asked."""
        return request.user.has_role(Role.OFFICE)  # type: ignore[union-attr]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any) -> HttpResponse:
        extra: dict[str, Any] = {
            "may_publish": self.may_publish(request),
            "preview": self._preview(object_id),
        }
        return super().change_view(request, object_id, *args, **{**options, "extra_context": extra})

    def _preview(self, object_id: str) -> SafeString:
        found = SurveyForm.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        return questions_of(asked_form(found.pk), {}, {}) if found else SafeString()

    def get_urls(self) -> list[Any]:
        following = self.admin_site.admin_view(self.next_view)
        return [path("<int:pk>/next/", following, name="feedback_surveyform_next"), *super().get_urls()]

    def next_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish a version with the questions of this one and other rules."""
        base = SurveyForm.objects.filter(pk=pk).first()
        if base is None or not self.may_publish(request):
            raise Http404
        initial = {"effective_from": timezone.localdate(), **{rule: getattr(base, rule) for rule in RULES}}
        form = NextVersionForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            asked = [(one.code, one.label, one.weight) for one in base.dimensions if one.weight]
            try:
                made = publish_survey_form(dimensions=asked, at=timezone.now(), **form.cleaned_data)
                messages.success(request, _("Version %(version)s is published.") % {"version": made.version})
                return redirect("admin:feedback_surveyform_change", made.pk)
            except FeedbackError as refused:
                form.add_error(None, str(refused))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": base,
            "back": reverse("admin:feedback_surveyform_change", args=[pk]),
            "title": _("Publish the next version"),
            "explanation": _(
                "The questions are those of this version; they come from the rating policy. Services before the first day keep their form."
            ),
            "form": form,
            "media": self.media + form.media,
            "submit": _("Publish"),
        }
        return TemplateResponse(request, "admin/people/ask.html", context)
