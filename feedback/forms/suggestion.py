"""What an idea's author is asked, and what its reviewer answers."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.forms.human import HumanForm
from feedback.models import SuggestionCategory, SuggestionLevel
from people.models import Department

MOST_TEXT = 4000


def categories() -> Any:
    """The categories in use."""
    return SuggestionCategory.objects.filter(is_active=True)


class IdeaForm(forms.Form):
    """An idea of a member of staff."""

    title = forms.CharField(label=_("Your idea in one line"), max_length=100)
    text = forms.CharField(
        label=_("What should change, and what would be better then?"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    category = forms.ModelChoiceField(
        SuggestionCategory.objects.none(), label=_("What is it about?"), empty_label=None
    )
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=_("Which department does it concern?"),
        required=False,
        empty_label=_("the whole company"),
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].queryset = categories()  # type: ignore[attr-defined]


class PublicIdeaForm(HumanForm, IdeaForm):
    """An idea of a customer, without an account."""

    department = None  # type: ignore[assignment]
    from_name = forms.CharField(label=_("Your name"), max_length=100, required=False)
    from_email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        help_text=_("We send you the link where you see what becomes of your idea."),
    )

    field_order = ["title", "text", "category", "from_name", "from_email"]


class AnswerForm(forms.Form):
    """Why an idea is not adopted."""

    answer = forms.CharField(
        label=_("Answer to the author"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The author reads it."),
    )


class AdoptForm(AnswerForm):
    """What an adopted idea is worth."""

    level = forms.ModelChoiceField(
        SuggestionLevel.objects.filter(is_active=True), label=_("Level"), empty_label=None
    )

    field_order = ["level", "answer"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].label_from_instance = level_label  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What came of an adopted idea."""

    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The author reads it."),
    )


def level_label(level: SuggestionLevel) -> str:
    """The level with what it gives."""
    return str(
        _("%(level)s: %(points)s points, and %(more)s once it is done")
        % {"level": level, "points": level.points, "more": level.points_when_implemented}
    )
