"""The exams open to somebody: the list, and the page before one begins."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from people.models import Staff
from training.errors import ExamError
from training.forms.sitting import HonestyForm
from training.models import Attempt, Exam
from training.queries.exam_standing import Standing, standing, standings
from training.queries.papers import asked_in, exams_open_to, open_attempt_of
from training.services.sitting import close_own, start_attempt
from training.services.starting import refuse_to_start
from training.views.portal import for_staff


@never_cache
@for_staff
def exam_list(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every exam open to the reader, with how they stand."""
    now = timezone.now()
    close_own(staff=staff, at=now)
    rows = [(row, _asked(row.exam)) for row in standings(staff, list(_exams(staff)), now)]
    return render(request, "training/exam_list.html", {"rows": rows})


@never_cache
@for_staff
def exam(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """What an exam asks, how it is marked, and the button that begins it."""
    now = timezone.now()
    close_own(staff=staff, at=now)
    return _page(request, staff, get_object_or_404(_exams(staff), code=code), now)


@require_POST
@never_cache
@for_staff
def exam_start(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Begin an attempt, or go on with the one in progress."""
    now, chosen = timezone.now(), get_object_or_404(_exams(staff), code=code)
    form = HonestyForm(request.POST)
    running = Attempt.objects.filter(staff=staff, exam=chosen, state=Attempt.State.OPEN).exists()
    if not running and not form.is_valid():
        return _page(request, staff, chosen, now, form, status=422)
    try:
        attempt = start_attempt(exam=chosen, staff=staff, at=now)
    except ExamError as refusal:
        messages.error(request, refusal.message)
        return redirect("training:exam", code=chosen.code)
    return redirect("training:sitting", pk=attempt.pk)


def _page(
    request: HttpRequest,
    staff: Staff,
    chosen: Exam,
    now: datetime,
    form: HonestyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = standing(staff, chosen, now)
    context = {
        "row": row,
        "exam": chosen,
        "asked": _asked(chosen),
        "reason": "" if row.open else _reason(row, open_attempt_of(staff)),
        "attempts": _past(staff, chosen),
        "form": form or HonestyForm(),
    }
    return render(request, "training/exam.html", context, status=status)


def _reason(row: Standing, elsewhere: Attempt | None) -> str:
    try:
        refuse_to_start(row, elsewhere)
    except ExamError as refusal:
        return refusal.message
    return ""


def _past(staff: Staff, chosen: Exam) -> QuerySet[Attempt]:
    return Attempt.objects.filter(staff=staff, exam=chosen).exclude(state=Attempt.State.OPEN)


def _exams(staff: Staff) -> QuerySet[Exam]:
    return asked_in(exams_open_to(staff))


def _asked(chosen: Any) -> int:
    return int(chosen.asked or 0)
