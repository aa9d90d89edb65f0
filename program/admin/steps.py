"""Opening a month: the one step that comes before there is a month to take steps with."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Role
from ratings import services
from ratings.errors import RatingError
from starservice.web.formats import format_month

FIRST_YEAR = 2000


def open_month(request: HttpRequest, month: date) -> HttpResponse:
    """Ask whether to open a month for evaluations, and open it."""
    user: Any = request.user
    if not user.has_role_everywhere(Role.OFFICE):
        raise PermissionDenied
    if not FIRST_YEAR <= month.year <= timezone.localdate().year + 1:
        raise Http404
    back = f"{reverse('admin:index')}?month={month:%Y-%m}"
    if request.method == "POST":
        _open(request, month)
        return redirect(back)
    context = {
        **admin.site.each_context(request),
        "title": _("Open %(month)s") % {"month": format_month(month)},
        "question": _("Start collecting evaluations?"),
        "consequences": [
            _("Managers and staff can write their evaluations of this month."),
            _("It is rated by the policy now in force; that version cannot be changed any more."),
        ],
        "action_label": _("Open the month"),
        "back_url": back,
    }
    return TemplateResponse(request, "program/month_open.html", context)


def _open(request: HttpRequest, first_day: date) -> None:
    now = timezone.now()
    try:
        with transaction.atomic():
            month = services.ensure_month(first_day=first_day, at=now)
            services.start_collecting(month=month, by=request.user, at=now)
    except RatingError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("%(month)s is open; evaluations can be written.")
        messages.success(request, text % {"month": format_month(first_day)})


admin.site.add_view("months/<month:month>/open/", open_month, "program_month_open")  # type: ignore[attr-defined]
