"""Text the company writes once in each language and readers see in theirs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import get_language


class LocalizedText(dict[str, str]):
    """A text by language code; as a string it is the reader's language, else the nearest one that is filled."""

    def __str__(self) -> str:
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, language: str) -> str:
        """Return the text in a language, falling back to the same script family, then to any filled text."""
        nearest = [language, *(code for code in self if code[:2] == language[:2]), "en", *self]
        return next((self[code] for code in nearest if self.get(code)), "")

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


class LocalizedWidget(forms.MultiWidget):
    """One input a language, labelled with the language's own name."""

    template_name = "components/localized_input.html"

    def __init__(
        self, base: type[forms.Widget] = forms.TextInput, attrs: dict[str, Any] | None = None
    ) -> None:
        self.codes = [code for code, _name in settings.LANGUAGES]
        super().__init__({code.replace("-", "_"): base(attrs={"lang": code}) for code in self.codes}, attrs)

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for subwidget, (code, language) in zip(
            context["widget"]["subwidgets"], settings.LANGUAGES, strict=True
        ):
            subwidget["language"], subwidget["language_code"] = language, code
        return context


class LocalizedFormField(forms.MultiValueField):
    """Asks for a text in each language; at least one when required."""

    def __init__(self, *, widget: type[forms.Widget] = forms.TextInput, **options: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            options.pop(unused, None)
        fields = [forms.CharField(required=False) for _language in settings.LANGUAGES]
        options.setdefault("require_all_fields", False)
        super().__init__(fields=fields, widget=LocalizedWidget(base=widget), **options)

    def compress(self, values: Iterable[str]) -> LocalizedText:
        codes = [code for code, _name in settings.LANGUAGES]
        return LocalizedText({code: text for code, text in zip(codes, values, strict=False) if text})


class LocalizedTextField(models.JSONField):
    """Stores a LocalizedText as JSON: {"en": "Attitude", "zh-hans": "态度", "zh-hant": "態度"}."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", dict)
        super().__init__(*args, **options)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        loaded = super().from_db_value(value, expression, connection)
        return LocalizedText(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            return LocalizedText({settings.LANGUAGE_CODE: value})
        return LocalizedText(value) if isinstance(value, dict) else value

    def formfield(self, **options: Any) -> Any:
        # Django would send the default along as a hidden text, which is no answer in several languages.
        ours = {"form_class": LocalizedFormField, "show_hidden_initial": False}
        return models.Field.formfield(self, **{**ours, **options})
