"""The draft of a survey's next version: its questions in their order and one by one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from feedback.admin.survey_draft import RulesForm, SurveyDraft
from feedback.errors import SurveyFormError
from feedback.form_checks import problems_of
from feedback.form_words import found_text, language_names, name_of, when_asked
from feedback.forms.survey_questions import (
    YES_AND_NO,
    OptionRows,
    QuestionForm,
    initial_of,
    is_choice,
    missing_languages,
)
from feedback.models import SurveyForm, SurveyQuestion
from feedback.queries.surveys import questions_in
from feedback.questions import Kind, Question
from feedback.services.survey_forms import (
    move_question,
    remove_question,
    save_question,
)

YES_NO = "yes_no"
STEPS = {"up": -1, "down": 1}


class SurveyBuilder(SurveyDraft):
    """The pages of the admin that change a draft's questions."""

    def builder_urls(self, wrap: Callable[..., Any]) -> list[Any]:
        pages = {
            "build": ("build/", self.build_view),
            "add_question": ("add/<slug:kind>/", self.ask_view),
            "question": ("question/<slug:code>/", self.question_view),
            "remove_question": ("remove/<slug:code>/", self.remove_view),
            "rules": ("rules/", self.rules_view),
            "publish": ("publish/", self.publish_view),
            "discard": ("discard/", self.discard_view),
        }
        return [
            path(f"<int:pk>/{address}", wrap(view), name=f"feedback_surveyform_{name}")
            for name, (address, view) in pages.items()
        ]

    def build_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the draft's questions; buttons move them."""
        draft = self.draft_or_404(request, pk)
        for way, step in STEPS.items():
            if code := request.POST.get(way):
                return self.moved(request, draft, code, way, step)
        asked = questions_in(draft)
        problems = problems_of(asked)
        return self.draft_page(
            request,
            draft,
            _("Build the survey"),
            "admin/feedback/survey_builder.html",
            rows=[self.row_of(request, question, asked) for question in asked],
            problems=[found_text(one, asked) for one in problems],
            kinds=kinds_to_add(asked),
            rules=RulesForm(instance=draft),
        )

    def moved(self, request: HttpRequest, draft: SurveyForm, code: str, way: str, step: int) -> HttpResponse:
        """Move a question and come back with the button in focus, so that it can be pressed again."""
        try:
            move_question(form=draft, code=code, by=step)
        except SurveyFormError as refused:
            messages.error(request, str(refused))
            return redirect(self.builder_address(draft.pk))
        address = reverse("admin:feedback_surveyform_build", args=[draft.pk])
        return redirect(f"{address}?{way}={code}#question-{code}")

    def row_of(self, request: HttpRequest, question: Question, asked: list[Question]) -> dict[str, Any]:
        names = language_names()
        place = asked.index(question)
        ends = {"up": place == 0, "down": place == len(asked) - 1}
        pressed = next((way for way in STEPS if request.GET.get(way) == question.code), "")
        other = "down" if pressed == "up" else "up"
        return {
            "question": question,
            "kind": SurveyQuestion.Kind(question.kind).label,
            "when": when_asked(question, asked),
            "missing": [names[code] for code in missing_in(question)],
            "is_first": ends["up"],
            "is_last": ends["down"],
            "focus": (other if ends[pressed] else pressed) if pressed else "",
        }

    def ask_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Ask for a new question's texts and rules."""
        draft = self.draft_or_404(request, pk)
        if kind not in {*Kind, YES_NO}:
            raise Http404
        options = YES_AND_NO if kind == YES_NO else ()
        blank = Question("", kind=Kind.SINGLE if kind == YES_NO else Kind(kind), options=options)
        return self.edit(request, draft, blank, is_new=True)

    def question_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """Change a question's texts and rules."""
        draft = self.draft_or_404(request, pk)
        return self.edit(request, draft, found_in(draft, code), is_new=False)

    def edit(self, request: HttpRequest, draft: SurveyForm, question: Question, is_new: bool) -> HttpResponse:
        asked = questions_in(draft)
        earlier = asked if is_new else asked[: [one.code for one in asked].index(question.code)]
        posted = request.POST if request.method == "POST" else None
        form = QuestionForm(posted, initial=initial_of(question), kind=question.kind, earlier=earlier)
        rows = OptionRows(posted, question.options)
        wish = posted.get("option", "") if posted else ""
        if wish:
            rows.rearrange(wish)
            form = QuestionForm(initial=form.typed(), kind=question.kind, earlier=earlier)
        elif posted is not None and form.is_valid() and rows.is_valid():
            taken = frozenset(one.code for one in asked if is_new or one.code != question.code)
            changed = form.question(rows.options() if is_choice(question.kind) else (), taken)
            if saved(draft, changed, question.code, form):
                return redirect(self.builder_address(draft.pk, changed.code))
        names = language_names()
        return self.draft_page(
            request,
            draft,
            _("Add a question") if is_new else name_of(question),
            "admin/feedback/survey_question.html",
            form=form,
            kind=SurveyQuestion.Kind(question.kind).label,
            rows=rows.rows if is_choice(question.kind) else None,
            missing={name: [names[code] for code in codes] for name, codes in form.missing.items()},
            question=None if is_new else question,
            is_refused=posted is not None and not wish,
        )

    def remove_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """Ask before a question is taken out of the draft."""
        draft = self.draft_or_404(request, pk)
        question = found_in(draft, code)
        if request.method == "POST":
            return self.done(
                request, draft, lambda: remove_question(form=draft, code=code), _("The question is removed.")
            )
        explanation = _("“%(question)s” is taken out of the draft. Published versions keep it.") % {
            "question": name_of(question)
        }
        more = {"explanation": explanation, "submit": _("Remove")}
        return self.draft_page(request, draft, _("Remove the question"), "admin/people/ask.html", **more)


def found_in(draft: SurveyForm, code: str) -> Question:
    """The draft's question with a code, or 404."""
    found = next((question for question in questions_in(draft) if question.code == code), None)
    if found is None:
        raise Http404
    return found


def saved(draft: SurveyForm, question: Question, replaces: str, form: QuestionForm) -> bool:
    """Save a question, or say in the form why not."""
    try:
        save_question(form=draft, question=question, replaces=replaces)
    except SurveyFormError as refused:
        form.add_error("code" if "code" in form.fields else None, str(refused))
        return False
    return True


def kinds_to_add(asked: list[Question]) -> list[tuple[str, Any]]:
    """The kinds of questions that can be added; the recommendation once."""
    kinds: list[tuple[str, Any]] = [
        (kind.value, kind.label)
        for kind in SurveyQuestion.Kind
        if kind != SurveyQuestion.Kind.NPS or all(one.kind is not Kind.NPS for one in asked)
    ]
    return [*kinds, (YES_NO, _("yes or no"))]


def missing_in(question: Question) -> list[str]:
    """The languages in which the question or one of its options is not written."""
    texts = [question.label, *(option.label for option in question.options)]
    missing = {code for text in texts for code in missing_languages(text)}
    return [code for code in language_names() if code in missing]
