"""Which questions are asked about a day, and what a public link opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from feedback.models import Interaction, Invitation, SurveyAnswer, SurveyForm, SurveyQuestion
from feedback.questions import AskedForm, Comparison, Condition, Kind, Option, Question
from starservice.web.localized import LocalizedText


@dataclass(frozen=True)
class OpenedLink:
    """What the public page needs to know of an invitation, whatever its state."""

    pk: int
    form_id: int
    staff_id: int
    staff_name: str
    served_on: date
    language: str
    is_open: bool


def form_in_force(day: date) -> SurveyForm | None:
    """The form asked about services of a day."""
    return SurveyForm.objects.filter(effective_from__lte=day).order_by("-effective_from", "-version").first()


def latest_form() -> SurveyForm | None:
    """The version published last."""
    return SurveyForm.objects.filter(published_at__isnull=False).order_by("-version").first()


@lru_cache(maxsize=64)
def asked_form(pk: int) -> AskedForm:
    """The questions of a published form, kept in memory: published forms never change."""
    return as_asked(SurveyForm.objects.prefetch_related("questions").get(pk=pk))


def as_asked(form: SurveyForm) -> AskedForm:
    """A form, published or a draft, as it is asked."""
    return AskedForm(
        pk=form.pk,
        questions=tuple(questions_in(form)),
        names_staff=form.names_staff,
        window_days=form.window_days,
        low_score_to=form.low_score_to,
        burst_answers=form.burst_answers,
    )


def questions_in(form: SurveyForm) -> list[Question]:
    """The questions of a form in their order."""
    return [question_of(row) for row in sorted(form.questions.all(), key=lambda row: (row.order, row.pk))]


def question_of(row: SurveyQuestion) -> Question:
    """A stored question as it is asked."""
    condition = (
        Condition(row.asked_after, Comparison(row.comparison), row.compared_with) if row.asked_after else None
    )
    return Question(
        code=row.code,
        weight=row.weight,
        label=row.label,
        kind=Kind(row.kind),
        help=row.help,
        required=row.required,
        options=tuple(Option(one["code"], LocalizedText(one["label"])) for one in row.options),
        condition=condition,
    )


def opened_link(token_hash: bytes, at: datetime) -> OpenedLink | None:
    """The invitation behind a token, with all the public page shows, in one query."""
    row = (
        Invitation.objects.filter(token_hash=token_hash)
        .values_list(
            "pk",
            "form_id",
            "staff_id",
            "staff__name",
            "served_on",
            "customer__language",
            "answered_at",
            "revoked_at",
            "expires_at",
        )
        .first()
    )
    if row is None:
        return None
    pk, form_id, staff_id, name, served_on, language, answered_at, revoked_at, expires_at = row
    is_open = answered_at is None and revoked_at is None and expires_at > at
    return OpenedLink(pk, form_id, staff_id, name, served_on, language or "", is_open)


def first_answer(token_hash: bytes, receipt_hash: bytes | None) -> SurveyAnswer | None:
    """The answer to a used link, for the page it was sent from."""
    return SurveyAnswer.objects.filter(
        invitation__token_hash=token_hash,
        **({"receipt_hash": receipt_hash} if receipt_hash else {"receipt_hash__isnull": True}),
    ).first()


def interactions_to_ask_about(interactions: QuerySet[Interaction]) -> QuerySet[Any]:
    """Those that were answered by somebody and nobody was asked about yet, with the form to ask (`form_id`).

    Customers who want no surveys are left alone.
    """
    in_force = SurveyForm.objects.filter(effective_from__lte=OuterRef("served_on"))
    newest = in_force.order_by("-effective_from", "-version").values("pk")[:1]
    willing = interactions.filter(customer__no_surveys_since__isnull=True)
    return willing.filter(answered=True, invitation__isnull=True).annotate(form_id=Subquery(newest))


def unanswered(interactions: QuerySet[Interaction]) -> QuerySet[Interaction]:
    """Interactions the customer could be called back about: answered calls without a survey answer."""
    return interactions.filter(answered=True, invitation__answered_at__isnull=True).exclude(
        invitation__revoked_at__isnull=False
    )


def invitations_sent_with(token_hashes: Iterable[bytes]) -> QuerySet[Invitation]:
    """Invitations by the hashes of their tokens, with what a list of links shows."""
    return Invitation.objects.filter(token_hash__in=list(token_hashes)).select_related(
        "staff", "customer", "interaction", "channel"
    )


def invitations_to_remind(at: datetime) -> QuerySet[Invitation]:
    """Open invitations by e-mail whose days without an answer are over, and that nobody was reminded of; soonest to end first."""
    waiting = Invitation.objects.filter(
        emailed_at__isnull=False,
        reminded_at__isnull=True,
        answered_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=at,
        form__remind_after_days__gt=0,
        emailed_at__lte=at - F("form__remind_after_days") * timedelta(days=1),
        customer__no_surveys_since__isnull=True,
    )
    return (
        waiting.exclude(seed="")
        .exclude(customer__isnull=True)
        .exclude(customer__email="")
        .order_by("expires_at", "pk")
    )
