"""The way to the next position, and what departments should learn."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from people.models import Department, Staff
from ratings.queries.career import ways_of
from ratings.queries.training_needs import training_needs
from starservice.lib.months import first_of, previous_month
from training.access import sees_training, staff_seen, staff_trained
from training.models import Course, Skill
from training.queries.development import sees_development, staff_below
from training.services.enrolling import enrol_many


class NeedsForm(forms.Form):
    """From which mean on a dimension is low, and over how many months."""

    below = forms.DecimalField(
        label=_("Low is a mean below"), min_value=1, max_value=5, decimal_places=2, initial=Decimal("4.00")
    )
    months = forms.IntegerField(label=_("Months looked at"), min_value=1, max_value=24, initial=3)


class NeedForm(forms.Form):
    """A need of a department, and a course that teaches the skill."""

    department = forms.ModelChoiceField(Department.objects.all())
    skill = forms.ModelChoiceField(Skill.objects.all())
    course = forms.ModelChoiceField(Course.objects.filter(is_active=True))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["course"].skills.filter(pk=cleaned["skill"].pk).exists():
            self.add_error("course", _("This course does not teach the skill."))
        return cleaned


@login_required
def career(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far somebody is on the way to the next positions."""
    staff = get_object_or_404(Staff, pk=pk)
    if not sees_development(request.user, staff):
        raise Http404
    context = {
        "staff": staff,
        "is_own": staff.user_id == request.user.pk,
        "ways": ways_of(staff, timezone.localdate()),
    }
    return render(request, "ratings/career.html", context)


@login_required
def needs(request: HttpRequest) -> HttpResponse:
    """List what departments should learn, from gaps and low dimensions."""
    user: Any = request.user
    if not (sees_training(user) or user.is_manager):
        raise Http404
    form = NeedsForm(request.GET or None)
    chosen: dict[str, Any] = (
        form.cleaned_data if form.is_bound and form.is_valid() else {"below": Decimal(4), "months": 3}
    )
    today = timezone.localdate()
    rows = training_needs(
        staff_seen(user), first=_months_before(today, chosen["months"]), last=today, below=chosen["below"]
    )
    form = form if form.is_bound else NeedsForm(initial=chosen)
    context = {"rows": rows, "form": form, "chosen": chosen, "enrols": staff_trained(user).exists()}
    return render(request, "ratings/training_needs.html", context)


@require_POST
@login_required
def enrol(request: HttpRequest) -> HttpResponse:
    """Put everybody of a department who is below a skill's level on a course that teaches it."""
    trained, now = staff_trained(request.user), timezone.now()
    if not trained.exists():
        raise Http404
    form = NeedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This course is not for this need any more. Choose again."))
        return redirect("portal:training_needs")
    department, skill, course = (form.cleaned_data[name] for name in ("department", "skill", "course"))
    below = staff_below(trained, department.pk, skill, timezone.localdate(now))
    opened = enrol_many(pairs=[(pk, course.pk) for pk in below.values_list("pk", flat=True)], at=now)
    told = ngettext("%(n)s person is now on the course.", "%(n)s people are now on the course.", opened)
    messages.success(request, told % {"n": opened})
    return redirect("portal:training_needs")


def _months_before(day: date, months: int) -> date:
    first = first_of(day)
    for _number in range(months - 1):
        first = previous_month(first)
    return first
