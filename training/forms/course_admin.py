"""What is asked about a unit: what its kind needs, and a file that really is one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from training.errors import FileRefused
from training.models import CourseUnit
from training.services.course_files import check_course_file, kept_name, length_of, too_large

Kind = CourseUnit.Kind
# What a kind shows, and thus needs; the rest is left empty.
NEEDS = {
    Kind.DOCUMENT: "text",
    Kind.VIDEO: "file",
    Kind.PDF: "file",
    Kind.LINK: "address",
    Kind.CASE: "case",
}


class UnitForm(forms.ModelForm):
    """A unit; `is_too_large` says that the file was not even read."""

    is_too_large = False
    address = CourseUnit._meta.get_field("address").formfield(assume_scheme="https")

    class Meta:
        model = CourseUnit
        fields = (
            "course",
            "order",
            "kind",
            "title",
            "minutes",
            "text",
            "address",
            "case",
            "watch_percent",
            "seconds",
            "file",
        )

    def clean_file(self) -> Any:
        file, kind = self.cleaned_data.get("file"), self.cleaned_data.get("kind")
        if "file" not in self.changed_data or not file or kind not in (Kind.VIDEO, Kind.PDF):
            return file
        try:
            found = check_course_file(kind, file)
        except FileRefused as refused:
            raise forms.ValidationError(refused.message) from refused
        self.length = length_of(file, found)
        file.name = kept_name(found)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if self.is_too_large:
            self.errors.pop("file", None)
            self.add_error("file", too_large())
        elif kind:
            self._leave_out(cleaned, kind)
            self._ask_for_needed(cleaned, kind)
            if kind == Kind.VIDEO and not self.has_error("file"):
                self._measure(cleaned)
        return cleaned

    def _leave_out(self, cleaned: dict[str, Any], kind: str) -> None:
        if kind != Kind.CASE:
            cleaned["case"] = None
        if kind != Kind.LINK:
            cleaned["address"] = ""
        if kind not in (Kind.VIDEO, Kind.PDF) and not self.has_error("file"):
            cleaned["file"] = False
        if kind != Kind.VIDEO:
            cleaned["seconds"] = None

    def _ask_for_needed(self, cleaned: dict[str, Any], kind: str) -> None:
        needed = NEEDS[Kind(kind)]
        if not cleaned.get(needed) and not self.has_error(needed):
            self.add_error(needed, _("A unit of this kind needs it."))

    def _measure(self, cleaned: dict[str, Any]) -> None:
        """What the file says of its length counts; where it says nothing, somebody says it."""
        cleaned["seconds"] = getattr(self, "length", None) or cleaned.get("seconds")
        if not cleaned["seconds"] and cleaned.get("file") and not self.has_error("seconds"):
            self.add_error(
                "seconds", _("The file does not say how long the video is. Please give its length.")
            )
