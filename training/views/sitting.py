"""The page an exam is sat on, and the answers it sends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.models import Staff
from training.errors import AnotherPageWrites, AttemptOver, NotAnAnswer, SittingError, StaleAnswer
from training.forms.sitting import as_sent, as_stored, posted_answers, read_sent, written_by
from training.models import Attempt, AttemptQuestion, Exam
from training.queries.papers import paper
from training.services.sitting import Given, is_over, save_answer, save_answers, submit_attempt, take_pen
from training.views.paper import asked
from training.views.portal import for_staff

CODES: dict[type[SittingError], tuple[str, int]] = {
    AttemptOver: ("over", 409),
    AnotherPageWrites: ("other_page", 409),
    StaleAnswer: ("stale", 409),
    NotAnAnswer: ("refused", 422),
}


@require_http_methods(["GET", "POST"])
@never_cache
@for_staff
def sitting(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """The questions of an open attempt; whoever opens the page has the pen. Without a script the whole page is posted."""
    attempt, now = own_attempt(staff, pk), timezone.now()
    if is_over(attempt, now):
        return _over(attempt, now)
    if request.method == "POST":
        return _save_page(request, attempt, now)
    return _page(request, attempt, list(paper(attempt)), now)


@require_POST
@never_cache
@for_staff
def sitting_answer(request: HttpRequest, staff: Staff, pk: int) -> JsonResponse:
    """Save one answer a script sent."""
    attempt, now = own_attempt(staff, pk), timezone.now()
    try:
        sent = read_sent(request.body)
        row = attempt.questions.filter(place=sent.place).first()
        answer = as_stored(row, sent.answer) if row else None
        saved = save_answer(
            attempt=attempt,
            place=sent.place,
            answer=answer,
            version=sent.version,
            writer=sent.writer,
            at=now,
        )
    except SittingError as refusal:
        return _refused(refusal, attempt, now, row if isinstance(refusal, StaleAnswer) else None)
    return JsonResponse({"version": saved.version, "left": _left(attempt, now)})


@never_cache
@for_staff
def sitting_state(request: HttpRequest, staff: Staff, pk: int) -> JsonResponse:
    """How much time is left, and whether the page that asks may still write."""
    attempt, now = own_attempt(staff, pk), timezone.now()
    return JsonResponse(
        {
            "left": _left(attempt, now),
            "over": is_over(attempt, now),
            "writes": attempt.writer is not None and attempt.writer == written_by(request.GET),
        }
    )


@require_http_methods(["GET", "POST"])
@never_cache
@for_staff
def sitting_submit(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """Ask once more with what is not answered, then hand in."""
    attempt, now = own_attempt(staff, pk), timezone.now()
    if is_over(attempt, now):
        return _over(attempt, now)
    if request.method == "POST":
        submit_attempt(attempt=attempt, at=now)
        return redirect("training:exam_result", pk=attempt.pk)
    rows = list(paper(attempt))
    context = {
        "attempt": attempt,
        "exam": attempt.exam,
        "asked": len(rows),
        "open": [row.place for row in rows if row.answer is None],
        "left": _left(attempt, now),
    }
    return render(request, "training/sitting_submit.html", context)


def own_attempt(staff: Staff, pk: int) -> Attempt:
    """The reader's own attempt at a theory exam, or 404: others' are not there."""
    rows = Attempt.objects.select_related("exam").filter(staff=staff, exam__kind=Exam.Kind.THEORY)
    return get_object_or_404(rows, pk=pk)


def _over(attempt: Attempt, now: datetime) -> HttpResponse:
    submit_attempt(attempt=attempt, at=now)
    return redirect("training:exam_result", pk=attempt.pk)


def _left(attempt: Attempt, now: datetime) -> float:
    return max(0.0, round((attempt.ends_at - now).total_seconds(), 1))


def _refused(
    refusal: SittingError, attempt: Attempt, now: datetime, row: AttemptQuestion | None
) -> JsonResponse:
    code, status = CODES[type(refusal)]
    said: dict[str, Any] = {"code": code, "message": refusal.message, "left": _left(attempt, now)}
    if row is not None:
        said |= {"version": row.version, "answer": as_sent(row)}
    return JsonResponse(said, status=status)


def _save_page(request: HttpRequest, attempt: Attempt, now: datetime) -> HttpResponse:
    rows = list(paper(attempt))
    sent = posted_answers(rows, request.POST)
    given = [Given(place, answer, version) for place, answer, version in sent]
    try:
        save_answers(attempt=attempt, given=given, writer=written_by(request.POST), at=now)
    except AttemptOver:
        return _over(attempt, now)
    except SittingError as refusal:
        _keep_typed(rows, given)
        return _page(request, attempt, rows, now, refusal)
    if "finish" in request.POST:
        return redirect("training:sitting_submit", pk=attempt.pk)
    messages.success(request, _("Saved."))
    return redirect("training:sitting", pk=attempt.pk)


def _keep_typed(rows: Sequence[AttemptQuestion], given: Sequence[Given]) -> None:
    """Show again what was typed and not saved."""
    typed = {one.place: one.answer for one in given}
    for row in rows:
        answer = typed.get(row.place)
        words = answer.get("text") if isinstance(answer, dict) else None
        row.answer = ({"text": words} if words else None) if row.shown["kind"] == "text" else answer or None


def _page(
    request: HttpRequest,
    attempt: Attempt,
    rows: Sequence[AttemptQuestion],
    now: datetime,
    refusal: SittingError | None = None,
) -> HttpResponse:
    writer = uuid4()
    if not take_pen(attempt=attempt, writer=writer, at=now):
        return _over(attempt, now)
    context = {
        "attempt": attempt,
        "exam": attempt.exam,
        "questions": [asked(row) for row in rows],
        "writer": writer,
        "left": _left(attempt, now),
        "refusal": refusal,
    }
    return render(request, "training/sitting.html", context, status=409 if refusal else 200)
