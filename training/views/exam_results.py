"""How an attempt ended, for whoever sat it and for those whose duty it is to know."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from training.access import staff_of, staff_seen, trains
from training.models import Attempt, Exam, PathAssignment
from training.queries.exam_standing import Standing, standing
from training.queries.papers import marks_of, paper, topic_shares
from training.services.sitting import is_over, submit_attempt
from training.views.paper import solved


@never_cache
@login_required
def exam_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Score, topics and what comes next; right answers only once they help nobody to pass."""
    seen = Attempt.objects.filter(staff__in=staff_seen(request.user))
    attempt = get_object_or_404(seen.select_related("exam", "staff__user", "assessor"), pk=pk)
    is_own, now = attempt.staff == staff_of(request.user), timezone.now()
    if attempt.state == Attempt.State.OPEN and attempt.exam.kind == Exam.Kind.THEORY:
        if is_over(attempt, now):
            attempt = submit_attempt(attempt=attempt, at=now)
        elif is_own:
            return redirect("training:sitting", pk=attempt.pk)
    context = _facts(request, attempt, standing(attempt.staff, attempt.exam, now), is_own)
    return render(request, "training/exam_result.html", context)


def _facts(request: HttpRequest, attempt: Attempt, row: Standing, is_own: bool) -> dict[str, Any]:
    graded = attempt.state == Attempt.State.GRADED
    shows_key = graded and (row.is_settled if is_own else trains(request.user))
    return {
        "attempt": attempt,
        "exam": attempt.exam,
        "row": row,
        "is_own": is_own,
        "graded": graded,
        "topics": topic_shares(attempt) if graded else [],
        "solved": solved(paper(attempt)) if shows_key else [],
        "marks": marks_of(attempt) if graded else [],
        "is_theory": attempt.exam.kind == Exam.Kind.THEORY,
        "retraining": _retraining(attempt) if is_own and not row.left else None,
    }


def _retraining(attempt: Attempt) -> PathAssignment | None:
    """The path that leads back to the exam."""
    running = PathAssignment.objects.filter(
        staff=attempt.staff,
        completed_at=None,
        cancelled_at=None,
        data__exams__has_key=str(attempt.exam_id),
    )
    return running.select_related("path").first()
