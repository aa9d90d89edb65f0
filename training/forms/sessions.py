"""Forms of sessions in the portal."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.staff_field import StaffField
from starservice.lib.refusals import Refusal
from training.models import Course, CourseSession, Delivery, SessionPlace
from training.services.sessions import change, plan

Presence = SessionPlace.Presence
PRESENCES = [(value, label) for value, label in Presence.choices if value]


class FindSessionsForm(forms.Form):
    """The filters of the coming sessions."""

    q = forms.CharField(label=gettext_lazy("Course or place"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Given as"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            (Delivery.CLASSROOM, Delivery.CLASSROOM.label),
            (Delivery.SIMULATION, Delivery.SIMULATION.label),
        ],
    )
    free = forms.BooleanField(label=gettext_lazy("Only with a free seat"), required=False)


class BookOtherForm(forms.Form):
    """Somebody else to give a place to."""

    staff = StaffField(label=gettext_lazy("Who"))


class ByHandForm(forms.Form):
    """Somebody in the room who cannot scan."""

    staff = StaffField(label=gettext_lazy("Who is in the room"))
    note = forms.CharField(
        label=gettext_lazy("Why by hand"),
        max_length=200,
        help_text=gettext_lazy("For example: the phone's battery is empty."),
    )


class StrikeOutForm(forms.Form):
    """Why a sign-in does not count."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("For example: is not in the room. The person reads it."),
    )


class CorrectionForm(forms.Form):
    """A presence that was confirmed wrongly."""

    presence = forms.ChoiceField(label=gettext_lazy("Presence"), choices=PRESENCES)
    reason = forms.CharField(label=gettext_lazy("Reason for the correction"), max_length=200)


class AttendanceForm(forms.Form):
    """The presence of every seat, and the heads counted in the room."""

    head_count = forms.IntegerField(
        label=gettext_lazy("Heads counted in the room"),
        min_value=0,
        max_value=10_000,
        required=False,
        help_text=gettext_lazy("Count them, without yourself: a name too many is somebody who is not there."),
    )

    def __init__(self, *args: Any, seats: list[SessionPlace], said: dict[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.seats = seats
        for place in seats:
            self.fields[f"place-{place.staff_id}"] = forms.ChoiceField(
                label=place.staff.name,
                choices=PRESENCES,
                widget=forms.RadioSelect,
                initial=said[place.staff_id],
            )

    def presences(self) -> dict[int, str]:
        """What was said, by staff id."""
        return {place.staff_id: self.cleaned_data[f"place-{place.staff_id}"] for place in self.seats}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        heads, said = cleaned.get("head_count"), [cleaned.get(name) for name in self.fields]
        came = sum(one in (Presence.PRESENT, Presence.LATE) for one in said)
        if heads is not None and heads != came:
            text = _("You counted %(heads)s, and the list says %(came)s came. Put the list right first.")
            self.add_error("head_count", text % {"heads": heads, "came": came})
        return cleaned

    def rows(self) -> list[tuple[SessionPlace, Any]]:
        """Each seat with its field."""
        return [(place, self[f"place-{place.staff_id}"]) for place in self.seats]


class PlanForm(forms.ModelForm):
    """What is planned about a session; the service judges and keeps it, and what it refuses stands at its field."""

    by: Any = None
    kept: CourseSession

    class Meta:
        model = CourseSession
        fields = [
            "course",
            "starts_at",
            "ends_at",
            "place",
            "seats",
            "lecturer",
            "outside_lecturer",
            "cost",
            "cost_note",
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields.get("course")
        if field is not None:
            given = Course.objects.exclude(delivery=Delivery.ONLINE)
            field.queryset = given.filter(Q(is_active=True) | Q(pk=self.instance.course_id))

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        said = {"by": self.by, "at": timezone.now(), **self.cleaned_data}
        try:
            is_new = self.instance.pk is None
            self.kept = plan(**said) if is_new else change(session=self.instance, **said)
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class CancelForm(forms.Form):
    """Why a session is called off, and what it costs all the same."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Everybody booked reads it.")
    )
    cost = forms.DecimalField(
        label=gettext_lazy("Cost that remains"), max_digits=12, decimal_places=2, min_value=0, initial=0
    )


class CostsForm(forms.Form):
    """The days of which the costs are wanted."""

    first = forms.DateField(label=gettext_lazy("From"), widget=AdminDateWidget)
    last = forms.DateField(label=gettext_lazy("To"), widget=AdminDateWidget)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("The last day lies before the first."))
        return cleaned
