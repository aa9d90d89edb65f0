"""The manager's evaluations: all reports of a month on one page, saved as one goes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.models import Staff
from ratings.admin.pages import month_or_404, own_staff, page, require
from ratings.errors import RatingError
from ratings.forms import EvaluationForm
from ratings.forms.evaluation import initial_marks
from ratings.models import Criterion, Evaluation, RatingMonth
from ratings.queries.evaluations import EDITABLE, Report, criteria_of, reports_of
from ratings.services.evaluations import save_evaluation, submit_complete_evaluations
from starservice.web.admin_nav import STARS
from starservice.web.formats import format_month

OVERSEERS = ("office", "hr", "leading_group", "auditor")


@dataclass(frozen=True)
class Row:
    """A report with the form of the manager's stars."""

    report: Report
    form: EvaluationForm


def may_evaluate(request: HttpRequest) -> bool:
    """Whether the reader has, or had, reports."""
    return bool(request.user.is_manager)  # type: ignore[union-attr]


def evaluate(request: HttpRequest) -> HttpResponse:
    """Lead to the month that waits for evaluations: the oldest that still takes them."""
    user: Any = request.user
    require(may_evaluate(request) or user.has_role_everywhere(*OVERSEERS))
    month = RatingMonth.objects.filter(status__in=EDITABLE).order_by("first_day").first()
    if month is None:
        return page(request, "ratings/admin/evaluate_none.html", {}, title=_("Evaluate my team"))
    return redirect("admin:ratings_evaluate", month=month.first_day)


def evaluate_month(request: HttpRequest, month: date) -> HttpResponse:
    """Show, save and submit a manager's stars for all reports of a month."""
    user: Any = request.user
    rating_month = month_or_404(month)
    manager = own_staff(request)
    if not may_evaluate(request) or manager is None:
        require(user.has_role_everywhere(*OVERSEERS))
        return redirect("admin:ratings_progress", month=month)
    criteria = criteria_of(rating_month)
    rows = [_row(report, criteria) for report in reports_of(rating_month, manager)]
    if request.method == "POST":
        return _post(request, rating_month, manager, rows)
    return _page(request, rating_month, rows)


def _row(report: Report, criteria: list[Criterion], data: Any = None) -> Row:
    comment = report.evaluation.comment if report.evaluation else ""
    form = EvaluationForm(
        data, criteria=criteria, prefix=f"s{report.staff.pk}", initial=initial_marks(report.marks, comment)
    )
    return Row(report, form)


def _post(request: HttpRequest, month: RatingMonth, manager: Staff, rows: list[Row]) -> HttpResponse:
    if "submit_all" in request.POST:
        return _submit_all(request, month, manager)
    found = next((row for row in rows if str(row.report.staff.pk) == request.POST.get("staff")), None)
    if found is None:
        raise Http404
    return _save(request, month, manager, rows, found)


def _save(
    request: HttpRequest, month: RatingMonth, manager: Staff, rows: list[Row], found: Row
) -> HttpResponse:
    row = _row(found.report, found.form.criteria, request.POST)
    submit = "submit" in request.POST
    saved = _saved(row, month, manager, submit) if row.form.is_valid() else None
    if request.htmx:  # type: ignore[attr-defined]
        context = {
            "saved": saved,
            "form": row.form,
            "given": saved.marks.count() if saved else 0,
            "asked": len(row.form.criteria),
        }
        return render(request, "ratings/_saved.html", context)
    if saved is None:
        return _page(request, month, [row if one is found else one for one in rows], status=422)
    name = row.report.staff.name
    text = _("The evaluation of %(name)s is submitted.") if submit else _("The stars of %(name)s are saved.")
    messages.success(request, text % {"name": name})
    return redirect(f"{request.path}#staff-{row.report.staff.pk}")


def _saved(row: Row, month: RatingMonth, manager: Staff, submit: bool) -> Evaluation | None:
    try:
        return save_evaluation(
            month=month,
            staff=row.report.staff,
            kind=Evaluation.Kind.MANAGER,
            author=manager,
            marks=row.form.marks,
            comment=row.form.cleaned_data["comment"],
            submit=submit,
            at=timezone.now(),
        )
    except RatingError as refusal:
        row.form.refuse(refusal)
        return None


def _submit_all(request: HttpRequest, month: RatingMonth, manager: Staff) -> HttpResponse:
    try:
        count = submit_complete_evaluations(month=month, manager=manager, at=timezone.now())
    except RatingError as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("One evaluation was submitted.", "%(count)d evaluations were submitted.", count)
        messages.success(request, text % {"count": count})
    return redirect(request.path)


def _page(request: HttpRequest, month: RatingMonth, rows: list[Row], status: int = 200) -> HttpResponse:
    months = RatingMonth.objects.filter(policy__manager_weight__gt=0).order_by("-first_day")[:6]
    context = {
        "month": month,
        "months": months,
        "rows": rows,
        "criteria": rows[0].form.criteria if rows else [],
        "is_closed": month.status not in EDITABLE,
        "submitted": sum(row.report.is_submitted for row in rows),
        "self_missing": sum(not row.report.self_submitted for row in rows),
        "remind_url": reverse("admin:ratings_remind", args=[month.first_day]),
    }
    title = _("Evaluate my team: %(month)s") % {"month": format_month(month.first_day)}
    return page(request, "ratings/admin/evaluate.html", context, title=title, status=status)


admin.site.add_view("ratings/evaluate/", evaluate, "ratings_evaluate_next")  # type: ignore[attr-defined]
admin.site.add_view("ratings/evaluate/<month:month>/", evaluate_month, "ratings_evaluate")  # type: ignore[attr-defined]
admin.site.add_page(  # type: ignore[attr-defined]
    "admin:ratings_evaluate_next", gettext_lazy("Evaluate my team"), STARS, may_evaluate
)
