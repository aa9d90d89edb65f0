"""The page of complaint figures: by month and responsible department."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE
from feedback.forms.results import day_field
from feedback.models import Complaint
from feedback.queries.complaint_figures import complaint_figures
from feedback.queries.complaints import complaints_seen_by
from starservice.web.admin_nav import EVIDENCE

SHOWN_DAYS = timedelta(days=180)


class FiguresForm(forms.Form):
    """The days on which complaints came in."""

    first = day_field(gettext_lazy("From"))
    last = day_field(gettext_lazy("To"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["first"] > cleaned["last"]:
            self.add_error("last", _("The last day is before the first."))
        return cleaned


def may_see_figures(request: HttpRequest) -> bool:
    """Duties that cover service, and managers, who see what they have to do with."""
    user: Any = request.user
    return user.has_role(*SEES_SERVICE) or user.is_manager


def figures_view(request: HttpRequest) -> HttpResponse:
    """Show the figures of complaints the reader may see."""
    if not may_see_figures(request):
        raise Http404
    today = timezone.localdate()
    given = {name: value for name, value in request.GET.items() if value}
    defaults = {"first": (today - SHOWN_DAYS).replace(day=1).isoformat(), "last": today.isoformat()}
    form = FiguresForm(defaults | given)
    rows = []
    if form.is_valid():
        seen = complaints_seen_by(request.user, Complaint.objects.all(), today)
        until = form.cleaned_data["last"] + timedelta(days=1)
        rows = complaint_figures(seen, midnight(form.cleaned_data["first"]), midnight(until))
    context = {
        **admin.site.each_context(request),
        "title": _("Complaint figures"),
        "form": form,
        "rows": rows,
    }
    return TemplateResponse(request, "admin/feedback/complaint_figures.html", context)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


admin.site.add_view("feedback/complaint-figures/", figures_view, "feedback_complaint_figures")  # type: ignore[attr-defined]
admin.site.add_page(  # type: ignore[attr-defined]
    "admin:feedback_complaint_figures", gettext_lazy("complaint figures"), EVIDENCE, may_see_figures
)
admin.site.add_page(  # type: ignore[attr-defined]
    "feedback:decisions", gettext_lazy("decisions"), EVIDENCE, may_see_figures
)
