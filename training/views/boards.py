"""The trainer's and the manager's board: who is where, who is missing, who will expire, pass rates, hours."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Assignment, Staff
from people.queries import department_subtree, team_of
from starservice.web.downloads import table_response
from training.access import sees_training, staff_of, staff_seen
from training.forms.boards import BoardForm
from training.queries import boards
from training.queries.assessing import assesses

PER_PAGE = 50
QUARTER = timedelta(days=90)


@login_required
def board(request: HttpRequest) -> HttpResponseBase:
    """Show everybody whose training it is the reader's duty to see."""
    if not sees_training(request.user):
        raise Http404
    return _board(request, staff_seen(request.user), "training:board")


@login_required
def team_board(request: HttpRequest) -> HttpResponseBase:
    """Show a manager their own people, direct and further down."""
    manager, today = staff_of(request.user), timezone.localdate()
    if manager is None or not request.user.is_manager:  # type: ignore[union-attr]
        raise Http404
    return _board(request, team_of(manager, today, today), "training:team_board")


def _board(request: HttpRequest, staff: QuerySet[Staff], name: str) -> HttpResponseBase:
    today = timezone.localdate()
    form = BoardForm(request.GET or None)
    staff = _narrowed(staff, form.chosen, today)
    people = boards.learners(staff, today, date(today.year, 1, 1))
    listed = boards.in_state(people, form.chosen.get("state", ""), today).order_by("name", "employee_no")
    if kind := request.GET.get("format"):
        return table_response(kind=kind, name=_("Training board"), headings=_headings(), rows=_rows(listed))
    context = {
        "form": form,
        "is_team": name == "training:team_board",
        "marks": staff_of(request.user) is not None and assesses(request.user),
        "address": reverse(name),
        "figures": boards.board_figures(people, today),
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "exams": boards.exam_figures(staff, today - QUARTER, today),
        "paths": boards.path_figures(staff, today - QUARTER, today),
        "today": today,
        "soon": today + boards.SOON,
    }
    return render(request, "training/board.html", context)


def _narrowed(staff: QuerySet[Staff], chosen: dict[str, Any], today: date) -> QuerySet[Staff]:
    if words := chosen.get("q"):
        staff = staff.filter(Q(name__icontains=words) | Q(employee_no__istartswith=words))
    if department := chosen.get("department"):
        here = Assignment.objects.on(today).filter(department__in=department_subtree([department.pk]))
        staff = staff.filter(pk__in=here.values("staff"))
    return staff


def _headings() -> list[str]:
    return [
        _("Employee number"),
        _("Name"),
        _("Department"),
        _("Position"),
        _("Manager"),
        _("Certified"),
        _("Certified until"),
        _("On the path"),
        _("Due on"),
        _("Last exam, percent"),
        _("Passed"),
        _("Hours this year"),
    ]


def _rows(people: QuerySet[Any]) -> Iterator[list[Any]]:
    for one in people.iterator(chunk_size=2000):
        yield [
            one.employee_no,
            one.name,
            one.department_name,
            one.position_name,
            one.manager_name,
            one.is_certified,
            one.certified_until,
            str(one.path_title or ""),
            one.path_due,
            one.exam_score,
            one.exam_passed,
            round(one.minutes / 60, 2),
        ]
