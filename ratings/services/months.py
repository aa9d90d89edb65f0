"""The life of a month: open → collecting → calculated → under review → published → locked."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ratings.errors import MonthNotOverError, MonthStatusError, NoPolicyError
from ratings.models import Appeal, Policy, RatingMonth
from ratings.queries.month_stars import month_digest, parameters, store_month_stars_sql
from starservice.jobs.outbox import put_in_outbox
from starservice.lib.months import last_of, next_month

Status = RatingMonth.Status
BEFORE_PUBLICATION = (Status.OPEN, Status.COLLECTING, Status.CALCULATED, Status.UNDER_REVIEW)


def policy_in_force(first_day: date) -> Policy:
    """Return the policy of the months from a first day on.

    Raises NoPolicyError when none is in force yet.
    """
    policy = Policy.objects.filter(activated_at__isnull=False, effective_from__lte=first_day).first()
    if policy is None:
        raise NoPolicyError(_("No policy is in force for %(month)s.") % {"month": f"{first_day:%Y-%m}"})
    return policy


@transaction.atomic
def ensure_month(*, first_day: date, at: datetime) -> RatingMonth:
    """Return the month, opened with the policy then in force if it is new; that policy is frozen from now on."""
    month = RatingMonth.objects.select_related("policy").filter(first_day=first_day).first()
    if month is None:
        policy = policy_in_force(first_day)
        month, _created = RatingMonth.objects.get_or_create(first_day=first_day, defaults={"policy": policy})
        Policy.objects.filter(pk=policy.pk, first_used_at__isnull=True).update(first_used_at=at)
    return month


@transaction.atomic
def start_collecting(*, month: RatingMonth, by: Any, at: datetime) -> RatingMonth:
    """Ask for the evaluations of an open month."""
    return _moved(month, from_=(Status.OPEN,), to=Status.COLLECTING)


@transaction.atomic
def rate_month(*, first_day: date, at: datetime, today: date) -> RatingMonth:
    """Calculate a month that is over and not yet published; again from the same evidence gives the same rows and digest.

    Raises MonthNotOverError, MonthStatusError or NoPolicyError, and then nothing has changed.
    """
    if last_of(first_day) >= today:
        raise MonthNotOverError(
            _("%(month)s is not over yet; it can be calculated from %(day)s on.")
            % {"month": f"{first_day:%Y-%m}", "day": next_month(first_day).isoformat()}
        )
    month = _locked(ensure_month(first_day=first_day, at=at), BEFORE_PUBLICATION)
    with connection.cursor() as cursor:
        # Compiling this one statement takes longer than running it.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SET LOCAL work_mem = '32MB'")  # ten thousand people's steps, without a file
        cursor.execute(store_month_stars_sql(), parameters(month))
    digest = month_digest(month)
    if (digest, month.status) != (month.digest, Status.CALCULATED):
        month.digest, month.status, month.calculated_at = digest, Status.CALCULATED, at
        month.save(update_fields=["digest", "status", "calculated_at"])
    return month


@transaction.atomic
def submit_for_review(*, month: RatingMonth, by: Any, at: datetime) -> RatingMonth:
    """Hand a calculated month to those who look at it before it is published."""
    return _moved(month, from_=(Status.CALCULATED,), to=Status.UNDER_REVIEW)


@transaction.atomic
def publish_month(*, month: RatingMonth, by: Any, at: datetime) -> RatingMonth:
    """Show everybody their stars; from now on only corrections change what is seen."""
    published = _moved(
        month,
        from_=(Status.CALCULATED, Status.UNDER_REVIEW),
        to=Status.PUBLISHED,
        published_at=at,
        published_by=by,
    )
    put_in_outbox("ratings.tasks.assign_low_dimensions", month_id=published.pk)
    return published


@transaction.atomic
def lock_month(*, month: RatingMonth, by: Any, at: datetime) -> RatingMonth:
    """Close a published month as one.

    Raises MonthStatusError while appeals wait for a decision.
    """
    waiting = Appeal.objects.filter(result__month=month, status=Appeal.Status.OPEN).count()
    if waiting:
        raise MonthStatusError(
            _("%(month)s cannot be locked: appeals wait for a decision (%(count)d).")
            % {"month": month, "count": waiting}
        )
    return _moved(month, from_=(Status.PUBLISHED,), to=Status.LOCKED, locked_at=at)


def _locked(month: RatingMonth, allowed: tuple[str, ...]) -> RatingMonth:
    """Return the month's row locked until the transaction ends, in one of the allowed states."""
    month = RatingMonth.objects.select_for_update(of=["self"]).select_related("policy").get(pk=month.pk)
    if month.status not in allowed:
        raise MonthStatusError(
            _("%(month)s is %(status)s; this step is not possible any more or not yet.")
            % {"month": month, "status": month.get_status_display()}
        )
    return month


def _moved(month: RatingMonth, *, from_: tuple[str, ...], to: str, **changes: Any) -> RatingMonth:
    month = _locked(month, from_)
    month.status = to
    for name, value in changes.items():
        setattr(month, name, value)
    month.save(update_fields=["status", *changes])
    return month
