"""How far the evaluations of a month are, who is missing, and reminding them."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ratings.admin.pages import month_or_404, own_staff, page, require
from ratings.queries.evaluations import EDITABLE, missing_evaluations
from ratings.services.reminders import remind_missing_evaluations
from starservice.web.formats import format_month

OVERSEERS = ("office", "hr", "leading_group", "auditor")


def progress(request: HttpRequest, month: date) -> HttpResponse:
    """Show which evaluations of a month are missing, manager by manager."""
    user: Any = request.user
    require(user.has_role_everywhere(*OVERSEERS))
    rating_month = month_or_404(month)
    context = {
        "month": rating_month,
        "missing": missing_evaluations(rating_month),
        "is_open": rating_month.status in EDITABLE,
        "may_remind": user.has_role_everywhere("office"),
    }
    title = _("Evaluations of %(month)s") % {"month": format_month(month)}
    return page(request, "ratings/admin/progress.html", context, title=title)


@require_POST
def remind(request: HttpRequest, month: date) -> HttpResponse:
    """Remind everybody (programme office) or one's own team of what is missing; once a person and day."""
    user: Any = request.user
    rating_month = month_or_404(month)
    everybody = user.has_role_everywhere("office")
    require(everybody or user.is_manager)
    of_team = request.POST.get("whom") == "team" or not everybody
    count = remind_missing_evaluations(
        month=rating_month, at=timezone.now(), manager=own_staff(request) if of_team else None
    )
    text = ngettext(
        "One person was reminded by e-mail.", "%(count)d people were reminded by e-mail.", count
    ) % {"count": count}
    messages.success(
        request,
        text if count else _("Nobody was reminded: nothing is missing, or all were reminded today already."),
    )
    return redirect("admin:ratings_evaluate" if of_team else "admin:ratings_progress", month=month)


admin.site.add_view("ratings/progress/<month:month>/", progress, "ratings_progress")  # type: ignore[attr-defined]
admin.site.add_view("ratings/progress/<month:month>/remind/", remind, "ratings_remind")  # type: ignore[attr-defined]
