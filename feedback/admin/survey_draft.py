"""The draft of a survey's next version as a whole: its rules, its publication, or its end."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.errors import SurveyFormError
from feedback.models import SurveyForm
from feedback.services.survey_forms import RULES, delete_draft, publish_draft, set_rules

if TYPE_CHECKING:
    from people.admin.pages import AuditedAdmin as Base
else:
    Base = object


class RulesForm(forms.ModelForm):
    """The rules of a draft."""

    class Meta:
        model = SurveyForm
        fields = RULES


class FromForm(forms.Form):
    """The first day whose services are asked about with the new version."""

    effective_from = forms.DateField(
        label=gettext_lazy("For services from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Links that were sent before keep their questions."),
    )


class SurveyDraft(Base):
    """The pages of the admin about a whole draft; for published versions there are none."""

    form_or_404: Callable[[HttpRequest, int], SurveyForm]
    may_publish: Callable[[HttpRequest], bool]
    builder_address: Callable[..., str]

    def draft_or_404(self, request: HttpRequest, pk: int) -> SurveyForm:
        """The draft, for whoever decides what customers are asked."""
        found = self.form_or_404(request, pk)
        if not found.is_draft or not self.may_publish(request):
            raise Http404
        return found

    def draft_page(
        self, request: HttpRequest, draft: SurveyForm, title: str, template: str, **more: Any
    ) -> HttpResponse:
        context = {**self.page_context(request, draft, title), "back": self.builder_address(draft.pk), **more}
        return TemplateResponse(request, template, context, status=422 if more.get("is_refused") else 200)

    def rules_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change the draft's rules."""
        draft = self.draft_or_404(request, pk)
        form = RulesForm(request.POST if request.method == "POST" else None, instance=draft)
        if request.method == "POST" and form.is_valid():
            return self.done(
                request, draft, lambda: set_rules(form=draft, **form.cleaned_data), _("The rules are saved.")
            )
        more = {"form": form, "submit": _("Save"), "is_refused": form.errors}
        return self.draft_page(request, draft, _("Rules"), "admin/people/ask.html", **more)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask from which day on, and publish; what speaks against it is told."""
        draft = self.draft_or_404(request, pk)
        initial = {"effective_from": timezone.localdate()}
        form = FromForm(request.POST if request.method == "POST" else None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                made = publish_draft(form=draft, at=timezone.now(), **form.cleaned_data)
                messages.success(request, _("Version %(version)s is published.") % {"version": made.version})
                return redirect("admin:feedback_surveyform_change", made.pk)
            except SurveyFormError as refused:
                for problem in refused.problems:
                    form.add_error(None, problem)
        explanation = _(
            "A published version never changes. Services before the first day keep their questions."
        )
        more = {"form": form, "submit": _("Publish"), "explanation": explanation, "is_refused": form.errors}
        return self.draft_page(request, draft, _("Publish the draft"), "admin/people/ask.html", **more)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask before the draft is thrown away."""
        draft = self.draft_or_404(request, pk)
        if request.method == "POST":
            return self.done(
                request,
                draft,
                lambda: delete_draft(form=draft),
                _("The draft is deleted."),
                reverse("admin:feedback_surveyform_changelist"),
            )
        explanation = _("The draft and its questions are deleted. Published versions stay as they are.")
        more = {"explanation": explanation, "submit": _("Delete the draft")}
        return self.draft_page(request, draft, _("Delete the draft"), "admin/people/ask.html", **more)

    def done(
        self, request: HttpRequest, draft: SurveyForm, act: Callable[[], None], said: str, then: str = ""
    ) -> HttpResponse:
        """Do it, say so or why not, and go on."""
        try:
            act()
            messages.success(request, said)
        except SurveyFormError as refused:
            messages.error(request, str(refused))
        return redirect(then or self.builder_address(draft.pk))
