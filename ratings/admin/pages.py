"""What our own pages inside the admin share."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from people.models import Staff
from ratings.models import RatingMonth


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200
) -> HttpResponse:
    """Answer with a page in the admin's frame."""
    frame = {**admin.site.each_context(request), "title": title}
    return render(request, template, {**frame, **context}, status=status)


def month_or_404(first_day: date) -> RatingMonth:
    """Return the month with its policy."""
    return get_object_or_404(RatingMonth.objects.select_related("policy"), first_day=first_day)


def own_staff(request: HttpRequest) -> Staff | None:
    """Return the reader's staff record, or None."""
    return getattr(request.user, "staff", None)


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied
