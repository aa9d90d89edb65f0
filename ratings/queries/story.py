"""Everything the page of one result tells: the stored steps, the evidence, the marks, and what the next star needs."""

from dataclasses import dataclass
from decimal import Decimal

from feedback.models import EvidenceEvent
from ratings.explanation import Explanation, NextStar, next_star, read_steps
from ratings.models import Criterion, Evaluation, StarResult
from ratings.queries.evaluations import criteria_of, evaluations_with_marks
from ratings.queries.history import (
    Evidence,
    evidence_of,
    final_score,
    final_stars,
    points_by_kind,
    uncounted_kinds,
)


@dataclass(frozen=True)
class Marked:
    """A criterion with the stars each side gave."""

    criterion: Criterion
    manager: int | None
    own: int | None


@dataclass(frozen=True)
class Story:
    """One result, ready to be told."""

    result: StarResult
    explanation: Explanation
    next_star: NextStar | None
    evidence: Evidence
    marks: tuple[Marked, ...]
    manager_comment: str
    own_comment: str
    uncounted: frozenset[str] = frozenset()

    @property
    def stars(self) -> int | None:
        return final_stars(self.result)

    @property
    def score(self) -> Decimal | None:
        return final_score(self.result)

    @property
    def correction(self) -> object | None:
        return getattr(self.result, "correction", None)

    @property
    def appeal(self) -> object | None:
        return getattr(self.result, "appeal", None)

    @property
    def may_be_appealed(self) -> bool:
        return self.result.month.status == "published" and self.appeal is None and self.correction is None


def story_of(result: StarResult) -> Story:
    """Return the story of a result that comes with month, policy, correction and appeal (`results_with_words`)."""
    explanation = read_steps(result.steps)
    submitted = {
        evaluation.kind: evaluation
        for evaluation in evaluations_with_marks(result.month).filter(
            staff=result.staff_id, submitted_at__isnull=False
        )
    }
    since = explanation.gate.evidence_from if explanation.gate else None
    rules = points_by_kind(result.month)
    evidence = evidence_of(result.staff, result.month.first_day, since)
    return Story(
        result=result,
        explanation=explanation,
        next_star=None
        if getattr(result, "correction", None)
        else next_star(explanation, rules.get(EvidenceEvent.Kind.COMMENDATION, Decimal(0))),
        evidence=evidence,
        marks=_marked(result, submitted),
        manager_comment=_comment(submitted, Evaluation.Kind.MANAGER),
        own_comment=_comment(submitted, Evaluation.Kind.SELF),
        uncounted=uncounted_kinds(result, evidence.events, rules),
    )


def _marked(result: StarResult, submitted: dict[str, Evaluation]) -> tuple[Marked, ...]:
    if not submitted:
        return ()
    stars = {
        (kind, mark.criterion_id): mark.stars
        for kind, evaluation in submitted.items()
        for mark in evaluation.marks.all()
    }
    return tuple(
        Marked(
            criterion,
            stars.get((Evaluation.Kind.MANAGER, criterion.pk)),
            stars.get((Evaluation.Kind.SELF, criterion.pk)),
        )
        for criterion in criteria_of(result.month)
    )


def _comment(submitted: dict[str, Evaluation], kind: str) -> str:
    return submitted[kind].comment if kind in submitted else ""
