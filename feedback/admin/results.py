"""Pages of survey results: figures by department, person, channel, question, month or form, and the words."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.admin.result_sheets import result_headings, result_rows, word_headings, word_rows
from feedback.forms.results import ResultsForm, WordsForm
from feedback.models import Invitation
from feedback.nps import Tally
from feedback.queries.question_results import question_results
from feedback.queries.reach import SEES_SURVEYS, survey_rows_seen_by
from feedback.queries.results import asked_between, overall, results_by
from feedback.queries.words import answers_with_words, spoken
from starservice.web.admin_nav import EVIDENCE
from starservice.web.charts import MonthScore, history_line
from starservice.web.downloads import table_response
from starservice.web.paginators import CappedPaginator

KINDS = ("xlsx", "csv")
WORDS_PER_PAGE = 25
MOST_WORDS = 100_000


def may_see_results(request: HttpRequest) -> bool:
    """Duties that cover the company or a part of it, and managers, who see their reports'."""
    user: Any = request.user
    return user.has_role(*SEES_SURVEYS) or user.is_manager


def asked_for(request: HttpRequest, form: ResultsForm) -> QuerySet[Invitation]:
    """The invitations the figures are about: what the user may see, narrowed as the form says."""
    seen = survey_rows_seen_by(request.user, Invitation.objects.all())
    chosen = form.cleaned_data
    return asked_between(seen, chosen["first"], chosen["last"], **form.narrowed())


def results_view(request: HttpRequest) -> HttpResponse:
    """Show the figures; every filter narrows what is below the line and above it alike."""
    if not may_see_results(request):
        raise Http404
    form = ResultsForm.of(request.GET, timezone.localdate())
    context: dict[str, Any] = {"total": Tally(), "rows": []}
    if form.is_valid():
        context |= figures_of(asked_for(request, form), form.cleaned_data["by"])
    context |= {"title": _("Survey results"), "form": form, "by": form["by"].value(), "kinds": KINDS}
    context |= {"query": request.GET.urlencode()}
    return TemplateResponse(
        request, "admin/feedback/results.html", {**admin.site.each_context(request), **context}
    )


def figures_of(asked: QuerySet[Invitation], by: str) -> dict[str, Any]:
    """What the page shows of the invitations: rows, all together, the course over the months, the questions."""
    months = results_by("month", asked)
    trend = [MonthScore(row.key, row.tally.mean) for row in months]
    return {
        "rows": months if by == "month" else results_by(by, asked),
        "total": overall(asked),
        "trend": history_line(trend) if len(trend) > 1 else None,
        "questions": question_results(asked) if by == "dimension" else [],
    }


def results_sheet(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The table of results as it is narrowed, as a file."""
    form = ResultsForm.of(request.GET, timezone.localdate())
    if not may_see_results(request) or kind not in KINDS or not form.is_valid():
        raise Http404
    asked, by = asked_for(request, form), form.cleaned_data["by"]
    questions = question_results(asked) if by == "dimension" else []
    rows = result_rows(results_by(by, asked), questions)
    return table_response(kind=kind, name=_("Survey results"), headings=result_headings(), rows=rows)


def words_view(request: HttpRequest) -> HttpResponse:
    """Show what customers wrote, searched and narrowed like the figures."""
    if not may_see_results(request):
        raise Http404
    form = WordsForm.of(request.GET, timezone.localdate())
    found = answers_found(request, form)
    page = CappedPaginator(found, WORDS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Words of customers"),
        "form": form,
        "page": page,
        "spoken": list(spoken(page.object_list)),  # type: ignore[arg-type]
        "kinds": KINDS,
        "query": request.GET.urlencode(),
    }
    return TemplateResponse(
        request, "admin/feedback/words.html", {**admin.site.each_context(request), **context}
    )


def words_sheet(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The words found, as a file."""
    form = WordsForm.of(request.GET, timezone.localdate())
    if not may_see_results(request) or kind not in KINDS or not form.is_valid():
        raise Http404
    rows = word_rows(spoken(answers_found(request, form)[:MOST_WORDS]))
    return table_response(kind=kind, name=_("Words of customers"), headings=word_headings(), rows=rows)


def answers_found(request: HttpRequest, form: WordsForm) -> QuerySet[Any]:
    if not form.is_valid():
        return answers_with_words(Invitation.objects.none())
    chosen = form.cleaned_data
    return answers_with_words(asked_for(request, form), chosen["q"], chosen["low"])


site: Any = admin.site
site.add_view("feedback/results/", results_view, "feedback_results")
site.add_view("feedback/results/export/<str:kind>/", results_sheet, "feedback_results_export")
site.add_view("feedback/words/", words_view, "feedback_words")
site.add_view("feedback/words/export/<str:kind>/", words_sheet, "feedback_words_export")
site.add_page("admin:feedback_results", gettext_lazy("survey results"), EVIDENCE, may_see_results)
site.add_page("admin:feedback_words", gettext_lazy("words of customers"), EVIDENCE, may_see_results)
site.add_page(
    "feedback:call_backs",
    gettext_lazy("call-backs"),
    EVIDENCE,
    lambda request: request.user.has_role("office", "customer_service"),
)
