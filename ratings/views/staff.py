"""Who the reader is as a member of staff."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from people.models import Staff
from ratings.models import StarResult
from ratings.queries.history import published_results


def staff_of(request: HttpRequest) -> Staff | None:
    """Return the reader's own staff record, or None for accounts without one."""
    user: Any = request.user
    return getattr(user, "staff", None)


def own_result_or_404(request: HttpRequest, month: date) -> StarResult:
    """Return the reader's own published result of a month."""
    staff = staff_of(request)
    if staff is None:
        raise Http404
    return get_object_or_404(published_results(staff), month__first_day=month)
