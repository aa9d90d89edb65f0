"""What a person may read of their stars: results, the evidence behind them, and how the team did."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from feedback.models import EvidenceEvent, SurveyAnswer
from people.models import Staff
from ratings.models import RatingMonth, StarResult
from starservice.lib.months import last_of

PUBLISHED = (RatingMonth.Status.PUBLISHED, RatingMonth.Status.LOCKED)
# With one or two answers in a month, day and stars alone could tell who gave them.
ANONYMOUS_FROM = 3


def results_with_words(results: QuerySet[StarResult]) -> QuerySet[StarResult]:
    """Results with what every page says of them at hand."""
    return results.select_related("month__policy", "staff", "department", "manager", "correction", "appeal")


def published_results(staff: Staff) -> QuerySet[StarResult]:
    """One person's published results, newest month first."""
    results = StarResult.objects.filter(staff=staff, month__status__in=PUBLISHED)
    return results_with_words(results).order_by("-month__first_day")


def final_stars(result: StarResult) -> int | None:
    """Return the stars that count: the correction's where there is one."""
    correction = getattr(result, "correction", None)
    return correction.stars if correction else result.stars


def final_score(result: StarResult) -> Decimal | None:
    """Return the score that counts: the correction's where there is one."""
    correction = getattr(result, "correction", None)
    return correction.score if correction else result.score


@dataclass(frozen=True)
class Evidence:
    """What a result rests on, as its owner may see it; `answers` stays empty where it would name who answered."""

    answers: tuple[SurveyAnswer, ...]
    answer_count: int
    events: tuple[EvidenceEvent, ...]

    @property
    def hides_answers(self) -> bool:
        return bool(self.answer_count) and not self.answers


def evidence_of(staff: Staff, first_day: date, since: date | None = None) -> Evidence:
    """Return the month's answers and events about a person, without customers; from a later first day if given."""
    days = (max(first_day, since or first_day), last_of(first_day))
    answers = tuple(
        SurveyAnswer.objects.filter(staff=staff, served_on__range=days, is_valid=True)
        .only("served_on", "stars", "score", "words")
        .order_by("-served_on", "score")
    )
    return Evidence(
        answers=answers if len(answers) >= ANONYMOUS_FROM else (),
        answer_count=len(answers),
        events=tuple(standing_events(staff.pk, days)),
    )


def standing_events(staff: int, days: tuple[date, date]) -> QuerySet[EvidenceEvent]:
    """Events about a person that were not withdrawn, newest first, with what they are about."""
    events = EvidenceEvent.objects.filter(staff=staff, happened_on__range=days, withdrawn_at__isnull=True)
    about = events.select_related("complaint__request__category", "service_error__error_class")
    return about.order_by("-happened_on", "-pk")


def uncounted_kinds(
    result: StarResult, events: Iterable[EvidenceEvent], rules: Mapping[str, Decimal]
) -> frozenset[str]:
    """Kinds of which other events stand than those the result counts: recorded or withdrawn since it was calculated.

    `rules` are the points of each kind under the policy (`points_by_kind`); what has none is left out.
    """
    points = result.steps.get("points")
    if points is None:
        return frozenset()
    counted = {item["kind"]: int(item["count"]) for item in points.get("items") or ()}
    standing = Counter(event.kind for event in events)
    return frozenset(kind for kind in rules if counted.get(kind, 0) != standing[kind])


def points_by_kind(month: RatingMonth) -> dict[str, Decimal]:
    """The points of each kind of event under a month's policy."""
    return dict(month.policy.point_rules.values_list("kind", "points"))


def evidence_since(result: StarResult) -> date | None:
    """The first day whose evidence counts for a result, where it is not the month's first."""
    since = (result.steps.get("gate") or {}).get("evidence_from")
    return date.fromisoformat(since) if since else None


def visible_results(user: object) -> QuerySet[StarResult]:
    """Results of the people a user may see: all for company-wide duties, else reports and oneself.

    Whoever does not run the programme sees a month once it is under review.
    """
    results = StarResult.objects.filter(staff__in=Staff.objects.visible_to(user))
    if user.has_role("office", "leading_group", "auditor"):  # type: ignore[attr-defined]
        return results
    shown = Q(month__status__in=PUBLISHED) | (
        Q(month__status=RatingMonth.Status.UNDER_REVIEW) & ~Q(staff__user=user)
    )
    return results.filter(shown)


@dataclass(frozen=True)
class Share:
    """How many have so many stars (None: not rated), and what part of all that is."""

    stars: int | None
    count: int
    of: int

    @property
    def percent(self) -> Decimal:
        return Decimal(100 * self.count) / self.of if self.of else Decimal(0)


def distribution(stars: Iterable[int | None]) -> list[Share]:
    """Return five stars down to one, then not rated, with their counts."""
    counts = Counter(stars)
    total = sum(counts.values())
    return [Share(level, counts[level], total) for level in (5, 4, 3, 2, 1, None)]


def company_stars(month: RatingMonth) -> list[int | None]:
    """Return the stars of everybody of a month, corrections in place of what they corrected."""
    rows = StarResult.objects.filter(month=month).values_list("stars", "correction__stars")
    return [stars if corrected is None else corrected for stars, corrected in rows]


def scores_before(month: RatingMonth, staff: Iterable[int]) -> dict[int, tuple[int | None, Decimal | None]]:
    """Return stars and score of the month before by staff id."""
    before = (
        RatingMonth.objects.filter(first_day__lt=month.first_day, status__in=PUBLISHED)
        .order_by("-first_day")
        .values("pk")[:1]
    )
    results = StarResult.objects.filter(month__in=before, staff__in=staff).select_related("correction")
    return {result.staff_id: (final_stars(result), final_score(result)) for result in results}


@dataclass(frozen=True)
class HistoryRow:
    """One month of a person's history; `change` is the step from the month listed after it."""

    result: StarResult
    stars: int | None
    score: Decimal | None
    change: Decimal | None

    @property
    def first_day(self) -> date:
        return self.result.month.first_day

    @property
    def is_corrected(self) -> bool:
        return final_stars(self.result) != self.result.stars or final_score(self.result) != self.result.score


def history_rows(results: list[StarResult]) -> list[HistoryRow]:
    """Return the rows of results that come newest first."""
    scores = [final_score(result) for result in results]
    older = [*scores[1:], None]
    return [
        HistoryRow(
            result=result,
            stars=final_stars(result),
            score=score,
            change=None if score is None or before is None else score - before,
        )
        for result, score, before in zip(results, scores, older, strict=False)
    ]
