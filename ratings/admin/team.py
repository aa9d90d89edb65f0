"""The stars of a month for managers and the programme office: list, distribution, export, one person."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import xlsxwriter
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.access import sees_everybody
from ratings.admin.pages import month_or_404, own_staff, page, require
from ratings.forms.team import TeamFilter
from ratings.models import RatingMonth, StarResult
from ratings.queries.history import (
    company_stars,
    distribution,
    history_rows,
    results_with_words,
    visible_results,
)
from ratings.queries.story import story_of
from ratings.queries.team import departments_of, filtered, managers_of, month_results, team_rows
from starservice.web.admin_nav import STARS
from starservice.web.formats import format_month

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def may_see_stars(request: HttpRequest) -> bool:
    """Whether the reader has somebody's stars to look at."""
    user: Any = request.user
    return bool(user.is_manager or user.has_role("office", "hr", "finance", "leading_group", "auditor"))


def team(request: HttpRequest) -> HttpResponse:
    """Lead to the newest month with results the reader may see."""
    require(may_see_stars(request))
    newest = visible_results(request.user).order_by("-month__first_day").select_related("month").first()
    if newest is None:
        return page(request, "ratings/admin/team_none.html", {}, title=_("Stars of the month"))
    return redirect("admin:ratings_team", month=newest.month.first_day)


def team_month(request: HttpRequest, month: date) -> HttpResponse:
    """List a month's stars with the distribution of those listed and of the company; export them."""
    require(may_see_stars(request))
    rating_month = month_or_404(month)
    results = month_results(request.user, rating_month)
    form = _filter(request, results)
    shown = filtered(results, form.cleaned_data if form.is_valid() else {})
    ending = request.GET.get("format", "")
    if ending in WRITERS:
        return _export(rating_month, shown, ending)
    return _list(request, rating_month, form, shown)


def _filter(request: HttpRequest, results: Any) -> TeamFilter:
    data = request.GET.copy()
    manager = own_staff(request)
    if "manager" not in data and manager is not None and not sees_everybody(request.user):
        data["manager"] = str(manager.pk)
    return TeamFilter(data, departments=departments_of(results), managers=managers_of(results))


def _list(request: HttpRequest, month: RatingMonth, form: TeamFilter, shown: Any) -> HttpResponse:
    listed = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    seen = sees_everybody(request.user) or month.is_published
    context = {
        "month": month,
        "months": RatingMonth.objects.filter(results__isnull=False).distinct().order_by("-first_day")[:6],
        "form": form,
        "page": listed,
        "rows": team_rows(month, listed),
        "team": distribution(shown.values_list("final", flat=True).order_by()),
        "company": distribution(company_stars(month)) if seen else [],
    }
    title = _("Stars of %(month)s") % {"month": format_month(month.first_day)}
    return page(request, "ratings/admin/team.html", context, title=title)


def person(request: HttpRequest, employee_no: str, month: date) -> HttpResponse:
    """Tell one person's result of a month to those who may see it."""
    require(may_see_stars(request))
    visible = visible_results(request.user)
    results = results_with_words(visible).filter(staff__employee_no=employee_no)
    found = get_object_or_404(results, month__first_day=month)
    history = list(results.filter(month__first_day__lte=month).order_by("-month__first_day")[:12])
    context = {
        "story": story_of(found),
        "history": history_rows(history),
        "employee_no": employee_no,
        "may_correct": request.user.has_role("office") and found.month.is_published,  # type: ignore[union-attr]
    }
    title = _("%(name)s: stars of %(month)s") % {"name": found.staff.name, "month": format_month(month)}
    return page(request, "ratings/admin/person.html", context, title=title)


def _table(results: Iterable[StarResult], month: RatingMonth) -> Iterable[list[Any]]:
    yield [
        _("Employee number"),
        _("Name"),
        _("Department"),
        _("Manager"),
        _("Stars"),
        _("Score"),
        _("Answers"),
        _("Provisional"),
        _("Up or down"),
        _("Why not rated"),
    ]
    for row in team_rows(month, results):
        one = row.result
        yield [
            one.staff.employee_no,
            one.staff.name,
            one.department.name,
            one.manager.name if one.manager else "",
            row.stars,
            row.score,
            row.answers,
            _("yes") if one.provisional else _("no"),
            row.change,
            one.get_reason_display() if one.reason else "",
        ]


def _write_csv(table: Iterable[list[Any]]) -> tuple[bytes, str]:
    text = io.StringIO()
    writer = csv.writer(text)
    for line in table:
        writer.writerow([_harmless(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"


def _harmless(cell: Any) -> Any:
    """Text a spreadsheet could take for a formula stays text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell


def _write_xlsx(table: Iterable[list[Any]]) -> tuple[bytes, str]:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, line in enumerate(table):
        for column, cell in enumerate(line):
            _write_cell(sheet, place, column, cell)
    book.close()
    return file.getvalue(), XLSX


def _write_cell(sheet: Any, place: int, column: int, cell: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(place, column, cell)
    elif cell is not None:
        sheet.write_number(place, column, cell)


WRITERS = {"csv": _write_csv, "xlsx": _write_xlsx}


def _export(month: RatingMonth, shown: Any, ending: str) -> HttpResponse:
    content, content_type = WRITERS[ending](_table(shown, month))
    name = f"stars-{month}.{ending}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


admin.site.add_view("ratings/team/", team, "ratings_team_newest")  # type: ignore[attr-defined]
admin.site.add_view("ratings/team/<month:month>/", team_month, "ratings_team")  # type: ignore[attr-defined]
admin.site.add_view("ratings/person/<str:employee_no>/<month:month>/", person, "ratings_person")  # type: ignore[attr-defined]
admin.site.add_page(  # type: ignore[attr-defined]
    "admin:ratings_team_newest", gettext_lazy("Stars of the month"), STARS, may_see_stars
)
