"""Public forms that robots fill in badly; a person who is turned away loses nothing and can send again."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

QUICKEST = timedelta(seconds=3)
LONGEST = timedelta(days=1)
SALT = "feedback.forms.human"


class HumanForm(forms.Form):
    """A field people leave empty, and the signed moment the page was opened; stands before a form that takes `now`."""

    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, now=now, **options)  # type: ignore[call-arg]
        self.now = now
        self.fields["opened"].initial = signing.dumps(now.timestamp(), salt=SALT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("Please leave the hidden field empty and send again."))
        if not self._took_its_time(cleaned.get("opened", "")):
            self._start_anew()
            raise forms.ValidationError(
                _(
                    "That was very quick, or the page was open very long. Please check your text and send it again."
                )
            )
        return cleaned

    @property
    def human_fields(self) -> list[Any]:
        """The fields people fill in."""
        return [self[name] for name in self.fields if name not in ("website", "opened")]

    def _took_its_time(self, opened: str) -> bool:
        try:
            since = self.now.timestamp() - float(signing.loads(opened, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return False
        return QUICKEST.total_seconds() <= since <= LONGEST.total_seconds()

    def _start_anew(self) -> None:
        """Show the page with a new moment; what was typed stays."""
        data: Any = dict(self.data.items())
        data[self.add_prefix("opened")] = self.fields["opened"].initial
        self.data = data
