"""What is typed about a complaint, its money, its call-back, and service errors."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from feedback.models import Category, Complaint, ErrorClass, MoneyKind
from feedback.services.complaints import Classification, Decision
from feedback.services.service_errors import ErrorReport
from people.models import Department
from people.staff_field import StaffField

DAY = {"type": "date"}
LONG = 4000


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **options)


def words(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TurnForm(forms.Form):
    """Why a request is a complaint."""

    note = forms.CharField(label=_("Why it is a complaint"), required=False, max_length=LONG, widget=words(3))


class ClassifyForm(forms.Form):
    """What a complaint is about, who answers for it, whom it is about."""

    severity = forms.ChoiceField(label=_("Severity"), choices=Complaint.Severity)
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.filter(is_active=True), required=False
    )
    department = forms.ModelChoiceField(
        label=_("Responsible department"),
        queryset=Department.objects.order_by("code"),
        required=False,
        help_text=_("The responsibility list proposes the category's."),
    )
    about = StaffField(label=_("About whom"), required=False)
    happened_on = day_field(label=_("Happened on"), required=False)

    @classmethod
    def initial_of(cls, complaint: Complaint) -> dict[str, Any]:
        """What is known so far."""
        return {
            "severity": complaint.severity,
            "category": complaint.request.category_id,
            "department": complaint.department_id,
            "about": complaint.about,
            "happened_on": complaint.happened_on,
        }

    @property
    def facts(self) -> Classification:
        return Classification(**self.cleaned_data)


class FindingForm(forms.Form):
    """Upheld or not, on what grounds, and what is done for the customer."""

    finding = forms.ChoiceField(
        label=_("Finding"),
        choices=[
            (Complaint.Finding.UPHELD, _("Upheld: the customer is right")),
            (Complaint.Finding.NOT_UPHELD, _("Not upheld: nothing went wrong on our side")),
        ],
        widget=forms.RadioSelect,
    )
    about = StaffField(
        label=_("About whom"),
        required=False,
        help_text=_(
            "Employee number or full name. Upheld about a person it deducts points of the month; empty: nobody's."
        ),
    )
    happened_on = day_field(label=_("Happened on"), required=False)
    root_cause = forms.CharField(
        label=_("What was found out, and the root cause"), max_length=LONG, widget=words()
    )
    remedy = forms.CharField(
        label=_("What is done for the customer, and so that it does not happen again"),
        required=False,
        max_length=LONG,
        widget=words(),
    )
    note = forms.CharField(
        label=_("What the person concerned reads"),
        required=False,
        max_length=500,
        widget=words(2),
        help_text=_("Beside the complaint's number in “my stars”. Name no customer."),
    )
    reason = forms.CharField(
        label=_("Why the finding is changed"),
        required=False,
        max_length=200,
        help_text=_("Points made by the finding before are withdrawn with this reason."),
    )

    def __init__(self, *args: Any, decided: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if decided:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    @classmethod
    def initial_of(cls, complaint: Complaint) -> dict[str, Any]:
        """What is known so far."""
        kept = ("finding", "about", "happened_on", "root_cause", "remedy")
        note = complaint.event.note if complaint.event else ""
        return {name: getattr(complaint, name) for name in kept} | {"note": note}

    @property
    def decision(self) -> Decision:
        return Decision(**self.cleaned_data)


class MoneyForm(forms.Form):
    """How much is asked for the customer, and why."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MoneyKind, widget=forms.RadioSelect)
    amount = forms.DecimalField(
        label=format_lazy(_("Amount ({currency})"), currency=settings.CURRENCY),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONG, widget=words(3))


class MoneyDecisionForm(forms.Form):
    """Approve or refuse, with a reason."""

    note = forms.CharField(label=_("Reason of the decision"), max_length=LONG, widget=words(3))


class CallForm(forms.Form):
    """What came of calling the customer back."""

    SATISFIED, NOT_SATISFIED, NOT_REACHED = "satisfied", "not_satisfied", "not_reached"
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[
            (SATISFIED, _("The customer is satisfied: close it")),
            (NOT_SATISFIED, _("The customer is not satisfied: reopen it")),
            (NOT_REACHED, _("Nobody answered: try again later")),
        ],
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=_("What the customer said"), required=False, max_length=LONG, widget=words(3)
    )


class ErrorForm(forms.Form):
    """A service error: its class, who made it, what happened, what the customer was told, the lesson."""

    error_class = forms.ModelChoiceField(  # type: ignore[assignment]
        label=_("Class"), queryset=ErrorClass.objects.filter(is_active=True)
    )
    staff = StaffField(label=_("Who made the error"))
    happened_on = day_field(label=_("Happened on"))
    what = forms.CharField(label=_("What happened"), max_length=LONG, widget=words(3))
    told_customer = forms.CharField(
        label=_("What the customer was told"), required=False, max_length=LONG, widget=words(2)
    )
    lesson = forms.CharField(
        label=_("Lesson"),
        required=False,
        max_length=LONG,
        widget=words(2),
        help_text=_("The person concerned reads it. Name no customer."),
    )

    @property
    def report(self) -> ErrorReport:
        return ErrorReport(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why something no longer counts."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Others will read it."))
