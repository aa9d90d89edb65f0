"""Forms of the question bank."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.answerable import Choice, lack_of
from training.models import Question, QuestionOption
from training.services.questions import words_for


class QuestionForm(forms.ModelForm):
    """A question; what makes it ready is asked where its answers are known."""

    class Meta:
        model = Question
        fields = ["code", "topic", "difficulty", "kind", "text", "explanation", "rubric", "state"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_text, rubric = cleaned.get("kind") == Question.Kind.TEXT, cleaned.get("rubric")
        if rubric and not is_text:
            self.add_error("rubric", _("Only a text is marked on a rubric; leave the rubric empty."))
        if is_text and not rubric and cleaned.get("state") == Question.State.READY:
            self.add_error("rubric", _("A text needs a rubric to be marked on."))
        return cleaned


class OptionForm(forms.ModelForm):
    class Meta:
        model = QuestionOption
        fields = ["order", "text", "is_right", "place"]


class OptionFormSet(forms.BaseInlineFormSet):
    """The answers to choose; together they must make a ready question answerable."""

    def clean(self) -> None:
        super().clean()
        question = self.instance
        if any(self.errors) or question.state != Question.State.READY:
            return
        rows = [
            form.cleaned_data for form in self.forms if form.cleaned_data and form not in self.deleted_forms
        ]
        choices = [Choice(bool(row.get("is_right")), row.get("place")) for row in rows]
        lack = lack_of(question.kind, choices, question.rubric_id is not None)
        if lack and lack.field != "rubric":
            raise ValidationError(words_for(lack), code=lack.code)
