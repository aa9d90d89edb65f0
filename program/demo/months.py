"""The demo company's rating months: evaluations written, months rated, published, appealed and corrected."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from people.models import Assignment, User
from program.demo import words
from program.demo.people import Person
from ratings import services
from ratings.models import Criterion, Evaluation, EvaluationMark, RatingMonth, StarResult
from starservice.lib.months import next_month

LENIENCY = {"陈建国": 0.55, "Robert King": -0.6}


@dataclass(frozen=True)
class Share:
    """Which shares of the evaluations of a month are in."""

    manager: float
    own: float


PAST = Share(manager=0.97, own=0.88)
OPEN = Share(manager=0.45, own=0.4)


def moment(day: date, hour: int) -> datetime:
    """Return an hour of a day in local time, never later than now."""
    local = datetime.combine(day, time(hour), timezone.get_default_timezone())
    return min(local, timezone.now())


def collect(
    *, rng: random.Random, people: list[Person], first: date, last: date, share: Share
) -> RatingMonth:
    """Open a month and write its evaluations up to a day, as far as they are in."""
    office = User.objects.get(username="office")
    month = services.ensure_month(first_day=first, at=moment(first, 1))
    month = services.start_collecting(
        month=month, by=office, at=moment(min(first + timedelta(days=19), last), 9)
    )
    criteria = list(Criterion.objects.filter(dimension__policy=month.policy).order_by("id"))
    if criteria:
        evaluations = list(_evaluations(rng, people, month, last, share))
        Evaluation.objects.bulk_create(evaluations)
        EvaluationMark.objects.bulk_create(_marks(rng, people, criteria, evaluations), batch_size=5000)
    return month


def _evaluations(
    rng: random.Random, people: list[Person], month: RatingMonth, last: date, share: Share
) -> list[Evaluation]:
    lines = Assignment.objects.on(last).filter(position__is_rated=True).order_by("staff")
    written = []
    for line in lines:
        at = moment(last - timedelta(days=rng.randint(0, 4)), rng.randint(9, 18))
        if line.manager_id and rng.random() < share.manager:
            written.append(_evaluation(month, line, Evaluation.Kind.MANAGER, line.manager_id, at))
        if rng.random() < share.own:
            written.append(_evaluation(month, line, Evaluation.Kind.SELF, line.staff_id, at))
    for one in written:
        one.comment = rng.choice(
            words.MANAGER_COMMENTS if one.kind == Evaluation.Kind.MANAGER else words.SELF_COMMENTS
        )
    return written


def _evaluation(
    month: RatingMonth, line: Assignment, kind: Evaluation.Kind, author_id: int, at: datetime
) -> Evaluation:
    return Evaluation(
        month=month, staff_id=line.staff_id, kind=kind, author_id=author_id, saved_at=at, submitted_at=at
    )


def _marks(
    rng: random.Random, people: list[Person], criteria: list[Criterion], evaluations: list[Evaluation]
) -> list[EvaluationMark]:
    quality = {person.staff.pk: person.quality for person in people}
    names = {person.staff.pk: person.staff.name for person in people}
    marks = []
    for evaluation in evaluations:
        own = evaluation.kind == Evaluation.Kind.SELF
        lean = 0.35 if own else LENIENCY.get(names[evaluation.author_id], 0.0)
        level = 3.9 + 1.1 * quality[evaluation.staff_id] + lean
        for criterion in criteria:
            stars = min(5, max(1, round(level + rng.gauss(0, 0.45))))
            marks.append(EvaluationMark(evaluation=evaluation, criterion=criterion, stars=stars))
    return marks


def publish(*, month: RatingMonth, today: date) -> RatingMonth:
    """Rate a month that is over with the real services, review and publish it."""
    office = User.objects.get(username="office")
    after = next_month(month.first_day)
    services.rate_month(first_day=month.first_day, at=moment(after, 2), today=today)
    month.refresh_from_db()
    month = services.submit_for_review(month=month, by=office, at=moment(after, 10))
    return services.publish_month(month=month, by=office, at=moment(after + timedelta(days=2), 9))


def lock(*, month: RatingMonth) -> None:
    """Lock a published month once its money is paid."""
    office = User.objects.get(username="office")
    services.lock_month(
        month=month, by=office, at=moment(next_month(month.first_day) + timedelta(days=14), 9)
    )


def correct_one(*, month: RatingMonth) -> None:
    """Put one result of a published month right, four tenths up."""
    result = _rated(month).filter(stars=3).order_by("-score", "staff").first()
    if result is not None:
        services.correct_result(
            result=result,
            score=min(Decimal(5), (result.score or Decimal(0)) + Decimal("0.40")),
            reason=words.CORRECTION,
            by=User.objects.get(username="office"),
            at=moment(next_month(month.first_day) + timedelta(days=12), 15),
        )


def appeal_one(*, month: RatingMonth) -> None:
    """Let the member of staff with the demo sign-in ask for their result to be looked at again."""
    result = _rated(month).filter(staff__user__username="staff").first()
    if result is not None:
        at = moment(next_month(month.first_day) + timedelta(days=4), 20)
        services.make_appeal(result=result, text=words.APPEAL, by=result.staff.user, at=at)


def _rated(month: RatingMonth) -> QuerySet[StarResult]:
    return StarResult.objects.filter(month=month, score__isnull=False).order_by("staff")
