"""A question of a survey draft as it is edited: three languages side by side, options, and when to ask it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.form_checks import ALWAYS_ASKED, FormProblem, comparison_problems, possible_values
from feedback.form_words import OF_A_QUESTION, name_of, value_text
from feedback.models import SurveyQuestion
from feedback.questions import (
    CHOICES,
    NPS_CODE,
    WORDS_CODE,
    Comparison,
    Condition,
    Kind,
    Option,
    Question,
)
from starservice.web.localized import LocalizedFormField, LocalizedText

BLANK_OPTIONS = 3
MOST_OPTIONS = 30
RESERVED = frozenset({NPS_CODE, WORDS_CODE})
YES_AND_NO = (
    Option("yes", LocalizedText({"en": "Yes", "zh-hans": "是", "zh-hant": "是"})),
    Option("no", LocalizedText({"en": "No", "zh-hans": "否", "zh-hant": "否"})),
)


class OptionForm(forms.Form):
    """One answer to choose from."""

    label = LocalizedFormField(label=gettext_lazy("Answer"), required=False)
    code = forms.SlugField(label=gettext_lazy("Code"), max_length=40, required=False)

    def typed(self) -> dict[str, Any]:
        """What was typed, to be shown again in another place."""
        return {"label": self["label"].value(), "code": self["code"].value()}

    @property
    def missing(self) -> list[str]:
        return missing_languages(self["label"].value())


class QuestionForm(forms.Form):
    """The texts, the code and the rules of a question; which of them there are depends on its kind."""

    label = LocalizedFormField(label=gettext_lazy("Question"))
    help = LocalizedFormField(label=gettext_lazy("Help below the question"), required=False)
    weight = forms.DecimalField(
        label=gettext_lazy("Weight in the score"),
        max_digits=6,
        decimal_places=2,
        min_value=0.01,
        localize=True,
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    comparison = forms.ChoiceField(
        label=gettext_lazy("Ask only if the answer"),
        choices=SurveyQuestion.Comparison.choices,
        required=False,
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("compared with"),
        required=False,
        help_text=gettext_lazy("Answers to the questions before this one. Leave it empty to ask everybody."),
    )
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Names the question in exports and results; made from its words if left empty."
        ),
    )

    def __init__(self, *args: Any, kind: Kind, earlier: Sequence[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.earlier = kind, {question.code: question for question in earlier}
        for name in left_out(kind):
            del self.fields[name]
        if "answer" in self.fields:
            self.fields["answer"].choices = [("", _("– everybody is asked –")), *answers_to(earlier)]  # type: ignore[attr-defined]

    @property
    def missing(self) -> dict[str, list[str]]:
        """The languages a text is not written in, by field; help may be missing in all."""
        help_in = missing_languages(self["help"].value())
        return {
            "label": missing_languages(self["label"].value()),
            "help": help_in if len(help_in) < len(settings.LANGUAGES) else [],
        }

    def typed(self) -> dict[str, Any]:
        """What was typed, to be shown again without judging it."""
        return {name: self[name].value() for name in self.fields}

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in RESERVED and not (code == WORDS_CODE and self.kind is Kind.TEXT):
            raise forms.ValidationError(str(OF_A_QUESTION[FormProblem.RESERVED_CODE]))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        condition = self.condition()
        if condition:
            for problem in comparison_problems(self.earlier[condition.question], condition):
                self.add_error("comparison", str(OF_A_QUESTION[problem]))
        return cleaned

    def condition(self) -> Condition | None:
        """When the question is asked; None where everybody is."""
        answer = self.cleaned_data.get("answer")
        if not answer:
            return None
        code, value = answer.split("=", 1)
        return Condition(code, Comparison(self.cleaned_data.get("comparison") or Comparison.IS), value)

    def question(self, options: tuple[Option, ...], taken: frozenset[str]) -> Question:
        """The question as it was typed; a code it lacks is made from its words."""
        cleaned = self.cleaned_data
        code = cleaned.get("code") or free_code(cleaned["label"], "question", taken | RESERVED)
        return Question(
            code=NPS_CODE if self.kind is Kind.NPS else code,
            weight=cleaned.get("weight"),
            label=cleaned["label"],
            kind=self.kind,
            help=cleaned["help"],
            required=cleaned.get("required", True),
            options=options,
            condition=self.condition(),
        )


class OptionRows:
    """The answers to choose from as rows that can be moved, removed and added before anything is saved."""

    def __init__(self, posted: Any, options: Sequence[Option] = ()) -> None:
        if posted is None:
            initial = [{"label": option.label, "code": option.code} for option in options]
            self.rows = self.shown(initial or [{}] * BLANK_OPTIONS)
        else:
            count = posted.get("options", "")
            many = min(int(count), MOST_OPTIONS) if count.isascii() and count.isdigit() else 0
            self.rows = [OptionForm(posted, prefix=f"option-{place}") for place in range(many)]

    @staticmethod
    def shown(initial: Sequence[dict[str, Any]]) -> list[OptionForm]:
        return [OptionForm(initial=one, prefix=f"option-{place}") for place, one in enumerate(initial)]

    def rearrange(self, wish: str) -> None:
        """Do as a button wishes: "add", "up-1", "down-0" or "remove-2"."""
        typed = [row.typed() for row in self.rows]
        verb, _dash, number = wish.partition("-")
        place = int(number) if number.isascii() and number.isdigit() else len(typed)
        if verb == "add":
            typed.append({})
        elif place < len(typed):
            one = typed.pop(place)
            if verb != "remove":
                typed.insert(max(place + (1 if verb == "down" else -1), 0), one)
        self.rows = self.shown(typed[:MOST_OPTIONS])

    def is_valid(self) -> bool:
        judged = [row.is_valid() for row in self.rows]  # every row, so that each shows its own errors
        return all(judged)

    def options(self) -> tuple[Option, ...]:
        """The options that were typed; empty rows are none."""
        made: list[Option] = []
        for row in self.rows:
            label, code = row.cleaned_data["label"], row.cleaned_data["code"]
            if label or code:
                taken = frozenset(option.code for option in made)
                made.append(Option(code or free_code(label, "answer", taken), label or LocalizedText()))
        return tuple(made)


def left_out(kind: Kind) -> list[str]:
    """The fields a kind of question does not have."""
    names = [] if kind is Kind.STARS else ["weight"]
    if kind is Kind.STARS:
        names += ["required"]
    if kind in ALWAYS_ASKED:
        names += ["comparison", "answer"]
    return [*names, "code"] if kind is Kind.NPS else names


def answers_to(questions: Sequence[Question]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The answers a condition can be on, by question."""
    return [
        (
            name_of(question),
            [(f"{question.code}={value}", answer_text(question, value)) for value in values],
        )
        for question in questions
        if (values := possible_values(question))
    ]


def answer_text(question: Question, value: str) -> str:
    """An answer with its question, because a closed menu shows no more than this."""
    return _("%(question)s: %(answer)s") % {
        "question": name_of(question),
        "answer": value_text(question, value),
    }


def free_code(label: Mapping[str, str] | None, otherwise: str, taken: frozenset[str]) -> str:
    """A code made from the words (the English ones where there are), with a number where it is taken."""
    code = slugify((label or {}).get("en", ""))[:34].strip("-_") or otherwise
    numbered = (f"{code}-{number}" for number in range(2, 1000))
    return code if code not in taken else next(one for one in numbered if one not in taken)


def missing_languages(value: Any) -> list[str]:
    """The codes of the languages a text is not written in; the value is one of a form or of a stored text."""
    codes = [code for code, _name in settings.LANGUAGES]
    texts = value if isinstance(value, list) else [(value or {}).get(code, "") for code in codes]
    return [code for code, text in zip(codes, texts, strict=False) if not text]


def is_choice(kind: Kind) -> bool:
    """Whether a kind of question has answers to choose from."""
    return kind in CHOICES


def initial_of(question: Question) -> dict[str, Any]:
    """What the form shows of a question that is there already."""
    condition = question.condition
    return {
        "label": question.label,
        "help": question.help,
        "weight": question.weight,
        "required": question.required,
        "code": question.code,
        "comparison": condition.comparison if condition else "",
        "answer": f"{condition.question}={condition.value}" if condition else "",
    }
