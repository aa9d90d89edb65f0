"""New versions of the policy, and putting them in force."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from feedback.errors import SurveyFormError
from feedback.models import EvidenceEvent
from feedback.queries.surveys import form_in_force
from feedback.services import publish_survey_form
from ratings.errors import RatingError
from ratings.models import Criterion, Dimension, Indicator, PointRule, Policy
from ratings.queries.policies import latest_used_month
from starservice.web.formats import format_month


class PolicyError(RatingError):
    """A policy that cannot be put in force; `problems` holds each reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def copy_policy(*, policy: Policy, effective_from: date, by: Any, at: datetime) -> Policy:
    """Make the next version of a policy as a draft with all its parts, to begin with a month."""
    version = Policy.objects.filter(code=policy.code).aggregate(last=Max("version"))["last"] + 1
    draft = _copied(
        policy,
        version=version,
        effective_from=effective_from,
        activated_at=None,
        first_used_at=None,
    )
    _copy_parts(policy, draft)
    return draft


def _copied(original: Any, **changes: Any) -> Any:
    values = {
        field.attname: getattr(original, field.attname)
        for field in original._meta.concrete_fields
        if not field.primary_key
    }
    return type(original).objects.create(**{**values, **changes})


def _copy_parts(policy: Policy, draft: Policy) -> None:
    for model in (PointRule, Indicator):
        model.objects.bulk_create(_unsaved(one, policy=draft) for one in model.objects.filter(policy=policy))
    dimensions = list(policy.dimensions.all())
    copies = Dimension.objects.bulk_create(_unsaved(one, policy=draft) for one in dimensions)
    copied = dict(zip((one.pk for one in dimensions), copies, strict=True))
    Criterion.objects.bulk_create(
        _unsaved(one, dimension=copied[one.dimension_id])
        for one in Criterion.objects.filter(dimension__policy=policy)
    )


def _unsaved(original: Model, **parents: Any) -> Any:
    names = {f"{name}_id" for name in parents}
    values = {
        field.attname: getattr(original, field.attname)
        for field in original._meta.concrete_fields
        if not field.primary_key and field.attname not in names
    }
    return type(original)(**values, **parents)


def problems_of(policy: Policy, effective_from: date) -> list[str]:
    """Return why a policy cannot be put in force from a month on; empty when it can."""
    found = [
        (policy.first_used_at is not None, _("It has been used already; make a new version.")),
        (effective_from.day != 1, _("A policy begins with the first day of a month.")),
        (_is_taken(effective_from), _taken_words(effective_from)),
        *_weighing_problems(policy),
        (
            not policy.point_rules.filter(kind__in=EvidenceEvent.Kind.values).exists(),
            _("The points table is empty: say what a complaint, an error and a commendation are worth."),
        ),
    ]
    return [words for wrong, words in found if wrong]


def _weighing_problems(policy: Policy) -> list[tuple[bool, str]]:
    asks = policy.customer_weight > 0
    evaluates = policy.manager_weight > 0 or policy.self_weight > 0
    return [
        (
            asks and not _asked(policy),
            _(
                "Customers weigh something, but no dimension has a weight in surveys: there is nothing to ask them."
            ),
        ),
        (
            evaluates and not Criterion.objects.filter(dimension__policy=policy).exists(),
            _("Evaluations weigh something, but there are no criteria to give stars for."),
        ),
        (
            policy.indicators_weight > 0 and not policy.indicators.exists(),
            _("Indicators weigh something, but there are none."),
        ),
    ]


def _is_taken(effective_from: date) -> bool:
    latest = latest_used_month()
    return latest is not None and effective_from <= latest.first_day


def _taken_words(effective_from: date) -> str:
    latest = latest_used_month()
    return _("%(month)s has its policy already; choose a later month.") % {
        "month": format_month(latest.first_day if latest else effective_from)
    }


def _asked(policy: Policy) -> list[tuple[str, Any, Decimal]]:
    asked = policy.dimensions.filter(customer_weight__gt=0).order_by("order", "id")
    return [(dimension.code, dimension.label, dimension.customer_weight) for dimension in asked]


@transaction.atomic
def activate_policy(*, policy: Policy, effective_from: date, by: Any, at: datetime) -> Policy:
    """Put a policy in force for months from a first day on, and publish its questions to customers.

    A version that was to begin in the same month and was never used gives way. Raises PolicyError.
    """
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    problems = problems_of(policy, effective_from)
    if problems:
        raise PolicyError(problems)
    same_month = Policy.objects.filter(effective_from=effective_from, activated_at__isnull=False)
    same_month.exclude(pk=policy.pk).update(activated_at=None)
    policy.effective_from, policy.activated_at = effective_from, at
    policy.save(update_fields=["effective_from", "activated_at"])
    _publish_questions(policy, at)
    return policy


def _publish_questions(policy: Policy, at: datetime) -> None:
    asked = _asked(policy)
    form = form_in_force(policy.effective_from)
    known = form.dimensions.order_by("order", "id").values_list("code", "label", "weight") if form else ()
    if not asked or asked == list(known):
        return
    try:
        publish_survey_form(dimensions=asked, effective_from=policy.effective_from, at=at)
    except SurveyFormError as refused:
        raise PolicyError([str(refused)]) from refused
