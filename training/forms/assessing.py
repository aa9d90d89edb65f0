"""Forms of assessors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.staff_field import StaffField
from training.models import Exam
from training.queries.assessing import Line, Marking, Sheet
from training.rubric_marks import STEP
from training.services.assessing import Mark


class MarkingForm(forms.Form):
    """Points and a note on every criterion of an attempt; what is left empty is not marked yet."""

    def __init__(self, *args: Any, marking: Marking, **options: Any) -> None:
        super().__init__(*args, **options)
        self.marking = marking
        for sheet in marking.sheets:
            for line in sheet.lines:
                self._ask(sheet, line)

    def _ask(self, sheet: Sheet, line: Line) -> None:
        name = f"{sheet.key}-{line.criterion.pk}"
        step = {"step": f"{STEP}", "inputmode": "decimal", "data-points": "", "data-most": f"{line.most}"}
        self.fields[f"points-{name}"] = forms.DecimalField(
            label=str(line.criterion),
            help_text=str(line.criterion.description),
            min_value=0,
            max_value=line.most,
            max_digits=5,
            decimal_places=2,
            required=False,
            initial=line.mark.points if line.mark else None,
            widget=forms.NumberInput(step),
        )
        self.fields[f"note-{name}"] = forms.CharField(
            label=_("Note"),
            max_length=500,
            required=False,
            initial=line.mark.note if line.mark else "",
            widget=forms.TextInput({"autocomplete": "off"}),
        )

    def sheets(self) -> list[tuple[Sheet, list[tuple[Line, forms.BoundField, forms.BoundField]]]]:
        """Each sheet with its criteria and their two fields."""
        return [(sheet, [self._fields(sheet, line) for line in sheet.lines]) for sheet in self.marking.sheets]

    def _fields(self, sheet: Sheet, line: Line) -> tuple[Line, forms.BoundField, forms.BoundField]:
        name = f"{sheet.key}-{line.criterion.pk}"
        return line, self[f"points-{name}"], self[f"note-{name}"]

    def marks(self) -> list[Mark]:
        """What was given."""
        values = self.cleaned_data
        return [
            Mark(sheet.key, line.criterion.pk, points, values.get(f"note-{name}", ""))
            for sheet in self.marking.sheets
            for line in sheet.lines
            if (points := values.get(f"points-{(name := f'{sheet.key}-{line.criterion.pk}')}")) is not None
        ]


class SimulationForm(forms.Form):
    """Which simulation is held, and with whom."""

    exam = forms.ModelChoiceField(
        Exam.objects.filter(kind=Exam.Kind.SIMULATION, is_active=True),
        label=_("Simulation"),
        empty_label=None,
    )
    candidate = StaffField(label=_("Candidate"))
