"""The month's star by the pure modules, one person at a time: what the SQL must give."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from feedback.models import EvidenceEvent, Interaction, SurveyAnswer
from people.models import Assignment, Staff
from ratings import scoring
from ratings.bands import stars_by_share, stars_for
from ratings.gate import Span, evidence_from
from ratings.models import Evaluation
from ratings.scoring import Answers, SourceScore
from ratings.services.corrections import thresholds_of
from starservice.lib.months import last_of
from training.models import Certificate

# Certificates without an end are looked at day by day until here.
LAST_LOOKED_AT = date(2027, 12, 31)


@dataclass
class Expected:
    reason: str = ""
    score: Decimal | None = None
    stars: int | None = None
    provisional: bool = False
    adjusted: Decimal | None = None


def answers_of(rows):
    return Answers(
        len(rows), sum((a.score for a in rows), Decimal(0)), sum((a.score**2 for a in rows), Decimal(0))
    )


def worked_span(staff, first, last):
    return Span(max(staff.hired_on, first), min(staff.left_on or last, last))


def placement(staff, span):
    rows = Assignment.objects.filter(staff=staff, starts_on__lte=span.last).order_by("-starts_on")
    rows = [a for a in rows if a.ends_on is None or a.ends_on >= span.first]
    rows = [a for a in rows if a.position.is_rated]
    return rows[0] if rows else None


def certified_spans(staff):
    days = set()
    for certificate in Certificate.objects.filter(staff=staff):
        if certificate.kind is None or certificate.kind.opens_gate:
            days |= certified_days(certificate)
    return [Span(day, day) for day in days]


def certified_days(certificate):
    days, day = set(), certificate.valid_from
    while day <= (certificate.valid_until or LAST_LOOKED_AT) and day != certificate.revoked_on:
        days.add(day)
        day += timedelta(days=1)
    for pause in certificate.suspensions.all():
        days = {day for day in days if day < pause.first_on or day > (pause.last_on or day)}
    return days


def evaluation_mean(month, staff, kind):
    evaluation = Evaluation.objects.filter(
        month=month, staff=staff, kind=kind, submitted_at__isnull=False
    ).first()
    marks = list(evaluation.marks.select_related("criterion")) if evaluation else []
    return scoring.mean_of([(Decimal(m.stars), m.criterion.weight) for m in marks]) if marks else None


def indicator_mean(policy, rows):
    answered, resolved = sum(r.answered for r in rows), sum(r.resolved for r in rows)
    figures = {
        "first_contact_resolution": Decimal(100 * resolved) / answered if answered else None,
        "answered": Decimal(100 * answered) / len(rows) if rows else None,
        "volume": Decimal(answered),
    }
    pairs = []
    for indicator in policy.indicators.all() if rows else []:
        value = figures[indicator.code]
        if value is not None:
            steps = [indicator.two_from, indicator.three_from, indicator.four_from, indicator.five_from]
            pairs.append(
                (Decimal(1 + sum(scoring.rounded(value) >= step for step in steps)), indicator.weight)
            )
    return scoring.mean_of(pairs) if pairs else None


def expected_month(month):
    """Return {employee number: Expected} of a month."""
    policy, first, last = month.policy, month.first_day, last_of(month.first_day)
    valid = list(SurveyAnswer.objects.filter(is_valid=True, served_on__range=(first, last)))
    departments = defaultdict(list)
    for answer in valid:
        departments[answer.department_id].append(answer)
    results = {}
    for staff in Staff.objects.employed_between(first, last):
        span = worked_span(staff, first, last)
        place = placement(staff, span)
        if place:
            results[staff.employee_no] = expected_person(
                month, policy, staff, span, place, valid, departments
            )
    band(policy, results)
    return results


def expected_person(month, policy, staff, span, place, valid, departments):
    start = evidence_from(policy.gate, span, certified_spans(staff))
    if span.days < policy.min_days_employed:
        return Expected("not_employed_long_enough")
    if start is None:
        return Expected("not_certified")
    own = [a for a in valid if a.staff_id == staff.pk and a.served_on >= start]
    adjusted = None
    if own:
        group = scoring.peer_group(
            answers_of(departments[place.department_id]), answers_of(valid), policy.peer_group_min
        )
        adjusted = scoring.shrunk_mean(answers_of(own), group, policy.shrinkage_k)
    calls = Interaction.objects.filter(staff=staff, served_on__range=(start, span.last))
    sources = {
        "customer": SourceScore(adjusted, policy.customer_weight),
        "manager": SourceScore(evaluation_mean(month, staff, "manager"), policy.manager_weight),
        "self": SourceScore(evaluation_mean(month, staff, "self"), policy.self_weight),
        "indicators": SourceScore(indicator_mean(policy, list(calls)), policy.indicators_weight),
    }
    for name in ("customer", "manager", "self", "indicators"):
        if name in policy.required_sources and sources[name].adjusted is None:
            return Expected(f"{name}_missing")
    together = scoring.combined(sources)
    if together.value is None:
        return Expected("no_evidence")
    return Expected(
        score=scoring.score(together.value, points_of(policy, staff, start, last_of(month.first_day))),
        provisional=len(own) < policy.provisional_below,
        adjusted=adjusted,
    )


def points_of(policy, staff, start, last):
    rules = {rule.kind: rule.points for rule in policy.point_rules.all()}
    events = EvidenceEvent.objects.filter(
        staff=staff, happened_on__range=(start, last), withdrawn_at__isnull=True
    )
    points = sum((rules.get(event.kind, Decimal(0)) for event in events), Decimal(0))
    return scoring.counted_points(points, policy.points_cap)


def band(policy, results):
    rated = [result for result in results.values() if result.score is not None]
    if policy.bands == "thresholds":
        stars = [stars_for(result.score, thresholds_of(policy)) for result in rated]
    else:
        shares = [policy.five_share, policy.four_share, policy.three_share, policy.two_share]
        stars = stars_by_share([result.score for result in rated], shares, ties_in=policy.ties == "all_in")
    for result, star in zip(rated, stars, strict=True):
        result.stars = star
