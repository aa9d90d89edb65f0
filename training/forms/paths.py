"""Forms of learning paths: their steps and rules."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.circles import find_circle
from training.models import LearningPath, PathRule, PathStep
from training.path_plan import CONTENTS
from training.queries.path_plans import plan_with
from training.services.path_building import circle_words, plan_problems


class LearningPathForm(forms.ModelForm):
    class Meta:
        model = LearningPath
        fields = [
            "code",
            "title",
            "summary",
            "kind",
            "positions",
            "online_minutes",
            "simulation_minutes",
            "product_share",
            "etiquette_share",
            "systems_share",
            "emergencies_share",
            "needs_mentor",
            "days",
            "counts_earlier",
            "is_active",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        shares = [cleaned.get(f"{content}_share") for content in CONTENTS]
        if None not in shares and sum(shares) not in (0, 100):  # type: ignore[arg-type]
            self.add_error("product_share", _("The four shares are 100 together, or all 0."))
        return cleaned


class PathStepForm(forms.ModelForm):
    """One step; what comes first is named by the numbers of the steps, so that a new path is built in one go."""

    comes_after = forms.CharField(
        label=gettext_lazy("only after the steps"),
        required=False,
        widget=forms.TextInput(attrs={"size": 8, "inputmode": "numeric"}),
        help_text=gettext_lazy("Numbers of steps that come first, as in 1, 3."),
    )

    class Meta:
        model = PathStep
        fields = ["order", "course", "manual", "exam", "is_required"]

    def clean_comes_after(self) -> list[int]:
        words = (
            self.cleaned_data["comes_after"].replace("，", ",").replace("、", ",").replace(",", " ").split()
        )
        if not all(word.isdecimal() for word in words):
            raise ValidationError(_("Give numbers of steps, as in 1, 3."))
        return [int(word) for word in words]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            sum(cleaned.get(name) is not None for name in ("course", "manual", "exam")) != 1
            and not self.errors
        ):
            raise ValidationError(_("A step is one course, one manual or one exam."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # Said above in words of our own.
        return {*super()._get_validation_exclusions(), "order"}  # type: ignore[misc]

    def validate_constraints(self) -> None:
        """The path's steps are looked at together; see the formset."""

    @property
    def thing(self) -> Any:
        """The course, manual or exam of the step."""
        names = ("course", "manual", "exam")
        return next((self.cleaned_data[name] for name in names if self.cleaned_data.get(name)), None)


class PathStepFormSet(forms.BaseInlineFormSet):
    """The steps of a path together: each once, no circle, and enough hours for a path in use."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        numbers = {step.pk: step.order for step in self._steps()}
        for place, form in enumerate(self.forms):
            step = form.instance
            if step.pk:
                before = sorted(numbers[one.pk] for one in step.after.all() if one.pk in numbers)
                form.fields["comes_after"].initial = ", ".join(str(number) for number in before)
            else:
                form.fields["order"].initial = max(numbers.values(), default=0) + 1 + place - len(numbers)

    def _steps(self) -> Iterable[PathStep]:
        return self.get_queryset() if self.instance.pk else []

    def clean(self) -> None:
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in kept if not self._goes(form)]
        self._refuse_if_changed_meanwhile()
        self._refuse_twice(kept)
        self._refuse_circle(kept)
        if self.instance.is_active:
            self._refuse_short(kept)

    def _goes(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))

    def _refuse_if_changed_meanwhile(self) -> None:
        """The path is locked by now; a step that another page added would escape the checks below."""
        if {step.pk for step in self._steps()} != {form.instance.pk for form in self.forms} - {None}:
            raise ValidationError(
                _("Somebody else changed the steps of this path meanwhile. Load the page again.")
            )

    def _refuse_twice(self, kept: list[Any]) -> None:
        things, numbers = set(), set()
        for form in kept:
            if form.thing in things:
                raise ValidationError(_("“%(step)s” is a step twice.") % {"step": form.thing})
            if form.cleaned_data["order"] in numbers:
                number = form.cleaned_data["order"]
                raise ValidationError(_("Two steps have the number %(number)s.") % {"number": number})
            things.add(form.thing)
            numbers.add(form.cleaned_data["order"])

    def _refuse_circle(self, kept: list[Any]) -> None:
        names = {form.cleaned_data["order"]: str(form.thing) for form in kept}
        waits = {form.cleaned_data["order"]: form.cleaned_data["comes_after"] for form in kept}
        for number in sorted({one for before in waits.values() for one in before} - names.keys()):
            raise ValidationError(_("There is no step %(number)s.") % {"number": number})
        if circle := find_circle(waits):
            raise ValidationError(circle_words([names[number] for number in circle]))

    def _refuse_short(self, kept: list[Any]) -> None:
        required = [form.cleaned_data for form in kept if form.cleaned_data["is_required"]]
        if not required:
            raise ValidationError(_("A path in use needs at least one required step."))
        courses = [row["course"] for row in required if row["course"] and row["course"].is_active]
        if problems := plan_problems(plan_with(self.instance, courses)):
            advice = _("Change the steps or the hours, or take the path out of use until they fit.")
            raise ValidationError([*problems, advice])

    def after_by_step(self) -> dict[int, list[int]]:
        """What comes before each step, by ids, once the steps are saved."""
        saved = [form for form in self.forms if form.instance.pk and not self._goes(form)]
        ids = {form.cleaned_data["order"]: form.instance.pk for form in saved}
        return {form.instance.pk: [ids[one] for one in form.cleaned_data["comes_after"]] for form in saved}


class PathRuleForm(forms.ModelForm):
    """A rule with the facts its cause needs, and no others."""

    class Meta:
        model = PathRule
        fields = [
            "path",
            "cause",
            "position",
            "department",
            "exam",
            "dimension",
            "below",
            "days",
            "is_active",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        causes = PathRule.Cause
        needed: dict[str, tuple[str, ...]] = {
            causes.FAILED_EXAM: ("exam",),
            causes.LOW_DIMENSION: ("dimension", "below"),
        }
        words = {
            "exam": _("Choose the exam whose last attempt was failed."),
            "dimension": _("Give the code of the dimension, as in attitude."),
            "below": _("Give the mean below which the path is assigned."),
        }
        for name in ("exam", "dimension", "below"):
            is_needed, given = (
                name in needed.get(cleaned.get("cause", ""), ()),
                cleaned.get(name) not in (None, ""),
            )
            if is_needed and not given and name not in self.errors:
                self.add_error(name, words[name])
            if given and not is_needed:
                self.add_error(name, _("This belongs to another cause; leave it empty."))
        return cleaned

    def validate_constraints(self) -> None:
        """Said above, in words that help."""
