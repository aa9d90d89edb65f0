"""A question as the candidate sees it, to be tried."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from training.models import Question

Shown = list[tuple[int, str]]


class TryForm(forms.Form):
    """Asks one question; `answer()` is what an attempt would store."""

    def __init__(self, *args: Any, question: Question, shown: Shown, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.shown = question.kind, shown
        if question.kind == Question.Kind.ORDER:
            self._ask_places(shown)
        else:
            self.fields["answer"] = _field(question.kind, shown)

    def _ask_places(self, shown: Shown) -> None:
        places = [("", "–"), *((place, str(place)) for place in range(1, len(shown) + 1))]
        for number, text in shown:
            self.fields[f"place-{number}"] = forms.TypedChoiceField(
                label=text, choices=places, coerce=int, error_messages={"required": _("Choose a place.")}
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        places = [value for name, value in cleaned.items() if name.startswith("place-")]
        if len(set(places)) < len(places):
            raise forms.ValidationError(_("Give each place once."))
        return cleaned

    def answer(self) -> Any:
        """Numbers of the options chosen, in the order given for an order; the words of a text."""
        if self.kind == Question.Kind.ORDER:
            return sorted(
                (number for number, _text in self.shown), key=lambda n: self.cleaned_data[f"place-{n}"]
            )
        answer = self.cleaned_data["answer"]
        if self.kind == Question.Kind.TEXT:
            return {"text": answer}
        return [int(one) for one in (answer if isinstance(answer, list) else [answer])]


def _field(kind: str, shown: Shown) -> forms.Field:
    if kind == Question.Kind.TEXT:
        return forms.CharField(label=_("Your answer"), widget=forms.Textarea({"rows": 5}))
    choices = [(str(number), text) for number, text in shown]
    if kind == Question.Kind.MULTIPLE:
        return forms.MultipleChoiceField(
            label=_("Choose all that are right"), choices=choices, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=_("Choose one"), choices=choices, widget=forms.RadioSelect)
