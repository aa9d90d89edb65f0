"""The page of survey results: figures by department, person, channel, question or month."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.forms.results import ResultsForm
from feedback.models import Invitation
from feedback.nps import Tally
from feedback.queries.reach import SEES_SURVEYS, survey_rows_seen_by
from feedback.queries.results import asked_between, overall, results_by
from starservice.web.admin_nav import EVIDENCE


def may_see_results(request: HttpRequest) -> bool:
    """Duties that cover the company or a part of it, and managers, who see their reports'."""
    user: Any = request.user
    return user.has_role(*SEES_SURVEYS) or user.is_manager


def results_view(request: HttpRequest) -> HttpResponse:
    """Show the figures; every filter narrows what is below the line and above it alike."""
    if not may_see_results(request):
        raise Http404
    form = ResultsForm.of(request.GET, timezone.localdate())
    rows: list[Any] = []
    total = Tally()
    if form.is_valid():
        chosen = form.cleaned_data
        seen = survey_rows_seen_by(request.user, Invitation.objects.all())
        asked = asked_between(seen, chosen["first"], chosen["last"], **form.narrowed())
        rows, total = results_by(chosen["by"], asked), overall(asked)
    context = {
        **admin.site.each_context(request),
        "title": _("Survey results"),
        "form": form,
        "rows": rows,
        "total": total,
        "by": form["by"].value(),
    }
    return TemplateResponse(request, "admin/feedback/results.html", context)


admin.site.add_view("feedback/results/", results_view, "feedback_results")  # type: ignore[attr-defined]
admin.site.add_page(  # type: ignore[attr-defined]
    "admin:feedback_results", gettext_lazy("survey results"), EVIDENCE, may_see_results
)
admin.site.add_page(  # type: ignore[attr-defined]
    "feedback:call_backs",
    gettext_lazy("call-backs"),
    EVIDENCE,
    lambda request: request.user.has_role("office", "customer_service"),
)
