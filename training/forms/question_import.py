"""Forms of the import of questions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from starservice.sheets import SUFFIXES
from training.models import Question, Rubric, Topic

GIFT_SUFFIXES = (".gift", ".txt")


class QuestionFileForm(forms.Form):
    """A file of questions to bring."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A workbook (.xlsx, .xls, .ods), a table (.csv, .tsv), or a GIFT file (.gift, .txt)."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        if not file.name.lower().endswith((*SUFFIXES, *GIFT_SUFFIXES)):
            raise forms.ValidationError(_("Choose an .xlsx, .xls, .ods, .csv, .gift or .txt file."))
        return file


class QuestionPreviewForm(forms.Form):
    """How to read the file, what it does not say, and what was shown when it is confirmed."""

    language = forms.ChoiceField(label=_("Language of the file"), choices=settings.LANGUAGES)
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("Topic where none is named"), required=False)
    rubric = forms.ModelChoiceField(
        Rubric.objects.all(), label=_("Rubric for texts where none is named"), required=False
    )
    state = forms.ChoiceField(
        label=_("New questions are"),
        choices=[choice for choice in Question.State.choices if choice[0] != Question.State.RETIRED],
    )
    encoding = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    digest = forms.CharField(required=False, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False)

    def __init__(self, *args: Any, encodings: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["encoding"].choices = [(name, name) for name in encodings]  # type: ignore[attr-defined]

    def settings_fields(self) -> list[forms.BoundField]:
        """The fields that say how to read."""
        return [self[name] for name in ("language", "topic", "rubric", "state")]
