"""The forms of an import's pages: which file, and how to read it."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from feedback.models import ImportMapping, ImportRun
from starservice.sheets import SUFFIXES, Guess

ENCODING_NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": _("GB18030 (simplified Chinese)"),
    "big5": _("Big5 (traditional Chinese)"),
}


def name_of_encoding(encoding: str) -> str:
    """Return an encoding as people call it."""
    return str(ENCODING_NAMES.get(encoding, encoding))


class UploadForm(forms.Form):
    """A file to import."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A workbook (.xlsx, .xls, .ods) or a text table (.csv, .tsv) with headings."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"empty": _("The file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(_("Choose an .xlsx, .xls, .ods, .csv or .tsv file."))
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(most)s can be imported. Cut it into several.")
                % {"size": filesizeformat(file.size), "most": filesizeformat(settings.UPLOAD_MAX_BYTES)}
            )
        return file


class ReadingForm(forms.Form):
    """How to read the file: its encoding or sheet, and the mapping."""

    encoding = forms.ChoiceField(label=_("Encoding"), widget=forms.RadioSelect)
    sheet = forms.ChoiceField(label=_("Sheet"))
    mapping = forms.ModelChoiceField(
        ImportMapping.objects.all(), label=_("Mapping"), empty_label=_("– choose –"), required=False
    )

    def __init__(
        self, *args: Any, run: ImportRun, guesses: list[Guess], sheets: list[str], **kwargs: Any
    ) -> None:
        initial = {"encoding": run.encoding, "sheet": run.sheet, "mapping": run.mapping_id}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.guesses = [
            {"encoding": guess.encoding, "label": name_of_encoding(guess.encoding), "preview": guess.preview}
            for guess in guesses
        ]
        if guesses:
            self.fields["encoding"].choices = [  # type: ignore[attr-defined]
                (guess.encoding, name_of_encoding(guess.encoding)) for guess in guesses
            ]
        else:
            del self.fields["encoding"]
        if len(sheets) > 1:
            self.fields["sheet"].choices = [(sheet, sheet) for sheet in sheets]  # type: ignore[attr-defined]
        else:
            del self.fields["sheet"]
