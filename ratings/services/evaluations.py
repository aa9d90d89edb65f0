"""What people say of a month: saving and submitting evaluations."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Staff
from ratings.errors import RatingError
from ratings.models import Criterion, Evaluation, EvaluationMark, RatingMonth
from ratings.queries.evaluations import EDITABLE, asked_kinds, criteria_of, participants

LOWEST, HIGHEST = 1, 5


class MonthClosedError(RatingError):
    """The month takes no more evaluations."""


class NotYoursToEvaluateError(RatingError):
    """The author may not write this evaluation."""


class BadMarkError(RatingError):
    """A mark is not 1–5 stars for a criterion of the month's policy; `criterion_id` tells which."""

    def __init__(self, message: str, criterion_id: int) -> None:
        super().__init__(message)
        self.criterion_id = criterion_id


class IncompleteEvaluationError(RatingError):
    """Criteria without a mark; `missing` holds them."""

    def __init__(self, missing: list[Criterion]) -> None:
        super().__init__(
            ngettext(
                "One criterion has no stars yet: %(criteria)s.",
                "%(count)d criteria have no stars yet: %(criteria)s.",
                len(missing),
            )
            % {"count": len(missing), "criteria": ", ".join(str(criterion) for criterion in missing)}
        )
        self.missing = missing


@transaction.atomic
def save_evaluation(
    *,
    month: RatingMonth,
    staff: Staff,
    kind: str,
    author: Staff,
    marks: Mapping[int, int],
    comment: str,
    submit: bool,
    at: datetime,
) -> Evaluation:
    """Save one side's marks for a person; marks not given stay as they are, and a submitted evaluation stays submitted.

    Raises MonthClosedError, NotYoursToEvaluateError, BadMarkError or IncompleteEvaluationError, and then saves nothing.
    """
    # Publishing takes the same lock, so no mark slips in while the month closes; managers' rows only share it briefly.
    month = (
        RatingMonth.objects.select_for_update(no_key=True, of=("self",))
        .select_related("policy")
        .get(pk=month.pk)
    )
    _check_open(month, kind)
    _check_author(month, staff, kind, author)
    criteria = criteria_of(month)
    _check_marks(criteria, marks)
    evaluation, _created = Evaluation.objects.update_or_create(
        month=month, staff=staff, kind=kind, defaults={"author": author, "comment": comment, "saved_at": at}
    )
    _write_marks(evaluation, marks)
    if submit:
        _submit(evaluation, criteria, at)
    return evaluation


@transaction.atomic
def submit_complete_evaluations(*, month: RatingMonth, manager: Staff, at: datetime) -> int:
    """Submit a manager's evaluations of a month that have all their stars; return how many.

    Raises MonthClosedError.
    """
    month = (
        RatingMonth.objects.select_for_update(no_key=True, of=("self",))
        .select_related("policy")
        .get(pk=month.pk)
    )
    _check_open(month, Evaluation.Kind.MANAGER)
    reports = participants(month).filter(manager=manager).values("staff")
    drafts = Evaluation.objects.filter(
        month=month, kind=Evaluation.Kind.MANAGER, staff__in=reports, submitted_at__isnull=True
    )
    complete = drafts.annotate(given=Count("marks")).filter(given=len(criteria_of(month))).values("pk")
    return Evaluation.objects.filter(pk__in=complete).update(submitted_at=at, author=manager)


def _check_open(month: RatingMonth, kind: str) -> None:
    if month.status not in EDITABLE:
        raise MonthClosedError(
            _("Evaluations of %(month)s are closed: the month is %(status)s.")
            % {
                "month": date_format(month.first_day, "YEAR_MONTH_FORMAT"),
                "status": month.get_status_display(),
            }
        )
    if kind not in asked_kinds(month):
        raise NotYoursToEvaluateError(
            _("The policy %(policy)s does not ask for this evaluation.") % {"policy": month.policy}
        )


def _check_author(month: RatingMonth, staff: Staff, kind: str, author: Staff) -> None:
    taking_part = participants(month).filter(staff=staff).first()
    if taking_part is None:
        raise NotYoursToEvaluateError(_("%(name)s is not rated in this month.") % {"name": staff.name})
    if kind == Evaluation.Kind.SELF and author.pk != staff.pk:
        raise NotYoursToEvaluateError(
            _("A self-evaluation is written by %(name)s alone.") % {"name": staff.name}
        )
    if kind == Evaluation.Kind.MANAGER and taking_part.manager_id != author.pk:
        raise NotYoursToEvaluateError(
            _("%(name)s did not report to you in this month.") % {"name": staff.name}
        )


def _check_marks(criteria: list[Criterion], marks: Mapping[int, int]) -> None:
    labels = {criterion.pk: str(criterion) for criterion in criteria}
    for criterion_id, stars in marks.items():
        if criterion_id not in labels:
            raise BadMarkError(_("A mark belongs to no criterion of this month's policy."), criterion_id)
        if not LOWEST <= stars <= HIGHEST:
            raise BadMarkError(
                _("%(criterion)s: give 1 to 5 stars, not %(stars)s.")
                % {"criterion": labels[criterion_id], "stars": stars},
                criterion_id,
            )


def _write_marks(evaluation: Evaluation, marks: Mapping[int, int]) -> None:
    EvaluationMark.objects.bulk_create(
        [
            EvaluationMark(evaluation=evaluation, criterion_id=criterion_id, stars=stars)
            for criterion_id, stars in marks.items()
        ],
        update_conflicts=True,
        unique_fields=["evaluation", "criterion"],
        update_fields=["stars"],
    )


def _submit(evaluation: Evaluation, criteria: list[Criterion], at: datetime) -> None:
    marked = set(evaluation.marks.values_list("criterion_id", flat=True))
    missing = [criterion for criterion in criteria if criterion.pk not in marked]
    if missing:
        raise IncompleteEvaluationError(missing)
    if evaluation.submitted_at is None:
        evaluation.submitted_at = at
        evaluation.save(update_fields=["submitted_at"])
