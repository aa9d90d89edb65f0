"""The portal's page about one's own money."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incentives.queries.runs import runs_for, totals_for

RUNS_A_PAGE = 12


@login_required
@require_safe
def my_bonuses(request: HttpRequest) -> HttpResponse:
    """Show one's own approved and paid bonuses, run by run, each with its why."""
    staff: Any = getattr(request.user, "staff", None)
    if staff is None:
        return render(request, "incentives/my_bonuses.html", {"totals": None})
    page = Paginator(runs_for(staff), RUNS_A_PAGE).get_page(request.GET.get("page"))
    runs: list[Any] = [{"run": run, "amount": sum(line.amount for line in run.own)} for run in page]  # type: ignore[attr-defined]
    return render(
        request, "incentives/my_bonuses.html", {"runs": runs, "page": page, "totals": totals_for(staff)}
    )
