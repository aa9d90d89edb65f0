"""What is asked about skills, plans and rotations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Assignment, Department, Staff
from training.models import Course, Skill
from training.queries.development import SkillLevel
from training.services.development import Seen

LEVELS = (
    (1, _("1 – is told how")),
    (2, _("2 – does it with help")),
    (3, _("3 – does it alone")),
    (4, _("4 – does it well, also when it is hard")),
    (5, _("5 – teaches it to others")),
)


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def format_value(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else value or ""


class SkillsForm(forms.Form):
    """A level and a note for each skill; skills left empty stay as they are."""

    def __init__(self, *args: Any, skills: Iterable[SkillLevel], view: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.skills = list(skills)
        for skill in self.skills:
            seen = skill.own if view == "self" else skill.manager
            self.fields[f"level_{skill.skill_id}"] = forms.TypedChoiceField(
                label=str(skill.name),
                help_text=str(skill.description),
                choices=[("", _("not assessed")), *LEVELS],
                coerce=int,
                empty_value=None,
                required=False,
                initial=seen,
            )
            self.fields[f"note_{skill.skill_id}"] = forms.CharField(
                label=_("What shows it?"), max_length=500, required=False
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(said.get(f"level_{skill.skill_id}") for skill in self.skills):
            raise forms.ValidationError(_("Choose the level of at least one skill."))
        return said

    @property
    def levels(self) -> dict[int, Seen]:
        """What was chosen, by skill."""
        chosen = {skill.skill_id: self.cleaned_data[f"level_{skill.skill_id}"] for skill in self.skills}
        return {
            skill: Seen(level, self.cleaned_data[f"note_{skill}"])
            for skill, level in chosen.items()
            if level is not None
        }


class PlanForm(forms.Form):
    """What somebody wants to be able to do by when, and who helps."""

    goal = forms.CharField(
        label=_("What do you want to be able to do?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    mentor = forms.ModelChoiceField(
        Staff.objects.none(),
        label=_("Mentor"),
        required=False,
        empty_label=_("nobody yet"),
        help_text=_("A colleague of the same department, or its manager, who helps."),
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)

    def __init__(self, *args: Any, staff: Staff, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mentor"].queryset = mentors_for(staff, today)  # type: ignore[attr-defined]


def mentors_for(staff: Staff, today: date) -> Any:
    """Who can be somebody's mentor: colleagues of the department and the managers of them."""
    here = Assignment.objects.on(today).filter(
        department__in=Assignment.objects.on(today).filter(staff=staff).values("department")
    )
    found = Staff.objects.filter(pk__in=here.values("staff")) | Staff.objects.filter(
        pk__in=here.values("manager")
    )
    return found.employed_on(today).exclude(pk=staff.pk).order_by("name", "employee_no")


class ActionForm(forms.Form):
    """One thing to do by a day."""

    text = forms.CharField(label=_("What to do"), max_length=300)
    skill = forms.ModelChoiceField(
        Skill.objects.all(), label=_("Skill"), required=False, empty_label=_("none in particular")
    )
    course = forms.ModelChoiceField(
        Course.objects.filter(is_active=True), label=_("Course"), required=False, empty_label=_("none")
    )
    due_on = forms.DateField(label=_("By"), widget=DayInput)


class RotationForm(forms.Form):
    """A time in another department."""

    department = forms.ModelChoiceField(Department.objects.all(), label=_("Department"))
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)
    goal = forms.CharField(label=_("What to learn there"), max_length=300)


class WordsForm(forms.Form):
    """A few sentences."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label
