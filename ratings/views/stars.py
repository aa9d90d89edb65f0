"""My stars: the newest result, older ones, and the way here."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.models import Staff
from ratings.errors import RatingError
from ratings.forms import AppealForm
from ratings.models import Evaluation, RatingMonth, StarResult
from ratings.queries.evaluations import missing_evaluations, months_evaluated_by, months_open_for
from ratings.queries.history import history_rows, published_results
from ratings.queries.story import story_of
from ratings.services import make_appeal
from ratings.views.staff import own_result_or_404, staff_of

MONTHS_SHOWN = 12
MONTHS_ASKED = 2


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the newest published stars with their explanation, and what is to be done."""
    staff = staff_of(request)
    if staff is None:
        return render(request, "ratings/home.html", {"staff": None})
    results = list(published_results(staff)[:MONTHS_SHOWN])
    context = {
        "staff": staff,
        "story": story_of(results[0]) if results else None,
        "history": history_rows(results),
        "open_months": _own_to_do(staff),
        "team_to_do": _team_to_do(staff) if request.user.is_manager else [],  # type: ignore[union-attr]
    }
    return render(request, "ratings/home.html", context)


def _own_to_do(staff: Staff) -> list[RatingMonth]:
    months = months_open_for(staff)
    done = set(
        Evaluation.objects.filter(
            staff=staff, month__in=months, kind=Evaluation.Kind.SELF, submitted_at__isnull=False
        ).values_list("month_id", flat=True)
    )
    return [month for month in months if month.pk not in done]


def _team_to_do(manager: Staff) -> list[tuple[RatingMonth, int]]:
    months = months_evaluated_by(manager)[:MONTHS_ASKED]
    missing = [(month, missing_evaluations(month, manager).manager_count) for month in months]
    return [(month, count) for month, count in missing if count]


@login_required
def result(request: HttpRequest, month: date) -> HttpResponse:
    """Show the explanation of one published month of the reader's."""
    found = own_result_or_404(request, month)
    return render(request, "ratings/result.html", {"story": story_of(found), "staff": found.staff})


@login_required
def history(request: HttpRequest) -> HttpResponse:
    """Show all months of the reader as a chart and a table."""
    staff = staff_of(request)
    rows = history_rows(list(published_results(staff))) if staff else []
    return render(request, "ratings/history.html", {"staff": staff, "history": rows})


@login_required
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, month: date) -> HttpResponse:
    """Let the reader ask for a published result to be looked at again."""
    found = own_result_or_404(request, month)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _appealed(form, found, request.user):
        messages.success(request, _("Your appeal is with the programme office. You see the answer here."))
        return redirect("portal:result", month=month)
    status = 422 if form.is_bound else 200
    return render(
        request, "ratings/appeal_form.html", {"form": form, "story": story_of(found)}, status=status
    )


def _appealed(form: AppealForm, found: StarResult, user: Any) -> bool:
    try:
        make_appeal(result=found, text=form.cleaned_data["text"], by=user, at=timezone.now())
    except RatingError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
