"""Who would score how, were a question's key corrected or the question withdrawn; a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Q, Sum

from training import marking
from training.models import Attempt, AttemptQuestion, Certificate, Question

CORRECT, WITHDRAW = "correct", "withdraw"
Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Change:
    """A graded attempt whose score becomes another."""

    attempt: Attempt
    score: Decimal
    passed: bool
    certificates: list[Certificate] = field(default_factory=list)

    @property
    def flips(self) -> bool:
        """Whether somebody passes who failed, or the other way round."""
        return self.passed != self.attempt.passed


@dataclass(frozen=True)
class Regrading:
    """What a correction or withdrawal comes to: rows to write, scores that change, attempts that would be left empty."""

    rows: list[AttemptQuestion]
    changes: list[Change]
    emptied: list[Attempt]
    unfit: int = 0

    def digest(self) -> str:
        """Differs when what would be written does."""
        facts = [(row.pk, row.key, row.earned, row.is_withdrawn) for row in self.rows]
        scores = [(one.attempt.pk, one.attempt.score, one.score) for one in self.changes]
        return sha256(repr((facts, scores, self.unfit)).encode()).hexdigest()


def right_now(question: Question) -> list[int]:
    """The key by the answers as the bank has them now."""
    options = list(question.options.all())
    placed = sorted((option for option in options if option.place), key=lambda option: option.place or 0)
    return [option.pk for option in placed or options if option.place or option.is_right]


def regrading_of(question: Question, how: str) -> Regrading:
    """What would change in all attempts that had the question and were not voided."""
    asked = AttemptQuestion.objects.filter(question=question, is_withdrawn=False)
    asked = asked.exclude(attempt__state=Attempt.State.VOID).select_related("attempt__exam", "attempt__staff")
    right, rows, before, unfit = right_now(question), [], {}, 0
    for row in asked.order_by("attempt__staff__employee_no", "attempt"):
        before[row.attempt_id] = _pair(row)
        if how == WITHDRAW:
            row.is_withdrawn = True
            rows.append(row)
        elif not _fits(row, right):
            unfit += 1
        elif _corrected(row, right):
            rows.append(row)
    changes, emptied = _scores(rows, before)
    return Regrading(rows, changes, emptied, unfit)


def _fits(row: AttemptQuestion, right: list[int]) -> bool:
    """Whether the bank's right answers can be a key to what was shown."""
    shown = {option["id"] for option in row.shown["options"]}
    if row.shown["kind"] == Question.Kind.ORDER:
        return shown == set(right)
    return bool(right) and set(right) <= shown


def _corrected(row: AttemptQuestion, right: list[int]) -> bool:
    """Put the new key and what the answer earns by it on the row; return whether that is another key."""
    if row.key == right:
        return False
    row.key = right
    if row.earned is not None:
        row.earned = marking.earned(row.shown["kind"], right, row.answer, row.points)
    return True


def _pair(row: AttemptQuestion) -> Pair:
    return row.earned or Decimal(0), row.points


def _scores(rows: list[AttemptQuestion], before: dict[int, Pair]) -> tuple[list[Change], list[Attempt]]:
    changes, emptied = [], []
    sums = _sums([row.attempt_id for row in rows])
    for row in rows:
        attempt, (earned, points) = row.attempt, sums[row.attempt_id]
        old_earned, old_points = before[attempt.pk]
        new_earned, new_points = (Decimal(0), Decimal(0)) if row.is_withdrawn else _pair(row)
        score = marking.percent([(earned - old_earned + new_earned, points - old_points + new_points)])
        if score is None:
            emptied.append(attempt)
        elif attempt.state == Attempt.State.GRADED and score != attempt.score:
            changes.append(Change(attempt, score, marking.passes(score, attempt.pass_mark)))
    return _with_certificates(changes), emptied


def _sums(attempts: list[int]) -> dict[int, Pair]:
    counted = AttemptQuestion.objects.filter(attempt__in=attempts, is_withdrawn=False)
    sums = counted.values("attempt").annotate(got=Sum("earned", default=Decimal(0)), most=Sum("points"))
    return {row["attempt"]: (row["got"], row["most"]) for row in sums.order_by()}


def _with_certificates(changes: list[Change]) -> list[Change]:
    """Name the certificates that were issued on an attempt which would not be passed any more."""
    failing = [one.attempt.staff_id for one in changes if one.flips and not one.passed]
    found: dict[Any, list[Certificate]] = defaultdict(list)
    standing = Certificate.objects.filter(staff__in=failing, revoked_on=None).filter(~Q(certified={}))
    for certificate in standing:
        for exam in certificate.certified.get("exams", []):
            found[exam.get("attempt")].append(certificate)
    return [
        Change(
            one.attempt, one.score, one.passed, found[one.attempt.pk] if one.flips and not one.passed else []
        )
        for one in changes
    ]
