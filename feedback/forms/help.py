"""What the public help form asks, and how a robot is told from a person without losing what a person typed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.contacts import plain_phone
from feedback.errors import FileRefusedError
from feedback.forms.human import HumanForm
from feedback.models import Category, ServiceRequest
from feedback.services.attaching import check_files

LONGEST_TEXT = 5000
QUESTION_SALT = "feedback.forms.help.question"
QUESTION_LASTS = 24 * 3600


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each told by its content and bounded in size."""

    widget = ManyFilesInput(
        attrs={"accept": "image/*,audio/*,.pdf,.txt,.csv,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp"}
    )

    def clean(self, data: Any, initial: Any = None) -> Sequence[Any]:
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        try:
            check_files(files)
        except FileRefusedError as refused:
            raise forms.ValidationError(str(refused)) from refused
        return files


def category_choices() -> list[tuple[str, str]]:
    """The categories customers may choose, in the reader's language."""
    shown = Category.objects.filter(is_active=True, is_public=True)
    return [("", _("I am not sure")), *((category.code, str(category)) for category in shown)]


class ContactFields(forms.Form):
    """How to reach somebody; one of e-mail and phone is enough."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=100, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("We send you the link to follow it, and our answers."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("One of e-mail and phone is enough."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and not plain_phone(phone):
            raise forms.ValidationError(_("This is no phone number."))
        return phone


class HelpForm(HumanForm, ContactFields):
    """A request or complaint of a customer without an account."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (ServiceRequest.Kind.REQUEST, gettext_lazy("I need help or have a question")),
            (ServiceRequest.Kind.COMPLAINT, gettext_lazy("I want to complain")),
        ],
        initial=ServiceRequest.Kind.REQUEST,
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What happened, and what do you need?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    area = forms.CharField(
        label=gettext_lazy("Your town or area"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Where somebody may have to come to you."),
    )
    files = ManyFilesField(  # type: ignore[assignment]
        label=gettext_lazy("Photos or papers"),
        required=False,
        help_text=gettext_lazy("Pictures, PDF, text, office documents or a short recording; up to five."),
    )
    answer = forms.CharField(required=False, max_length=10)
    question = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["kind", "category", "text", "name", "email", "phone", "area"]
    not_shown = ("website", "opened", "answer", "question", "files")

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, now=now, **options)
        self.fields["category"].choices = category_choices()  # type: ignore[attr-defined]
        self.asks = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        if not (cleaned.get("email") or cleaned.get("phone") or {"email", "phone"} & set(self.errors)):
            self.add_error(
                "email", _("Please give an e-mail address or a phone number, so that we can answer.")
            )
        if self._looks_like_a_robot(cleaned) and not self._answered_right(cleaned):
            self._ask(bool(cleaned.get("answer")))
        return cleaned

    @property
    def human_fields(self) -> list[Any]:
        """The fields people fill in; the files come last, so that what was typed arrives before them."""
        return [self[name] for name in self.fields if name not in self.not_shown]

    def _looks_like_a_robot(self, cleaned: dict[str, Any]) -> bool:
        return bool(
            cleaned.get("website")
            or cleaned.get("question")
            or not self._took_its_time(cleaned.get("opened", ""))
        )

    def _answered_right(self, cleaned: dict[str, Any]) -> bool:
        numbers = asked_numbers(cleaned.get("question", ""))
        return numbers is not None and cleaned.get("answer", "").strip() == str(sum(numbers))

    def _ask(self, was_answered: bool) -> None:
        """Ask a plain question; everything typed stays, what only robots fill in is emptied."""
        numbers = [int(get_random_string(1, "23456789")) for _place in range(2)]
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["question"] = signing.dumps(numbers, salt=QUESTION_SALT)
        data["website"] = data["answer"] = ""
        self.data = data
        self.asks = _("How much is %(first)d plus %(second)d?") % {"first": numbers[0], "second": numbers[1]}
        text = _("This is not the right number. Please try again.") if was_answered else ""
        self.add_error("answer", text or _("One question to be sure that you are a person. Nothing is lost."))


def asked_numbers(signed: str) -> list[int] | None:
    """The two numbers of a question we asked within a day."""
    try:
        numbers = signing.loads(signed, salt=QUESTION_SALT, max_age=QUESTION_LASTS)
    except signing.BadSignature:
        return None
    return numbers if isinstance(numbers, list) and len(numbers) == 2 else None


class LostLinkForm(forms.Form):
    """Which request, and whose."""

    number = forms.CharField(
        label=gettext_lazy("Number of your request"), max_length=40, help_text=gettext_lazy("As in R000123.")
    )
    contact = forms.CharField(
        label=gettext_lazy("The e-mail or phone you gave us"),
        max_length=254,
    )


class SayForm(forms.Form):
    """Something more on a request."""

    text = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    files = ManyFilesField(  # type: ignore[assignment]
        label=gettext_lazy("Photos or papers"),
        required=False,
        help_text=gettext_lazy("Pictures, PDF, text, office documents or a short recording; up to five."),
    )
