"""What the demo company's customers are asked and say."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from feedback import tokens
from feedback.answers import is_low, score_of
from feedback.models import Interaction, Invitation, SurveyAnswer, SurveyForm
from feedback.queries.surveys import asked_form
from feedback.questions import AskedForm
from people.models import User
from program.demo import words

CALLED = "demo"
ASKED_SHARE, ANSWERING_SHARE = 0.5, 0.42


@dataclass(frozen=True)
class Period:
    """The demo's days: from the first month's first day to the last finished day."""

    first: date
    last: date


def survey_token(external_id: str) -> str:
    """Return the demo's public token of a call: the same on this server every time, unknown to all others."""
    return tokens.token_for(settings.SECRET_KEY, f"{CALLED}:{external_id}")


def make_surveys(
    *, rng: random.Random, calls: list[Interaction], quality: dict[int, float], period: Period
) -> None:
    """Ask the customers of half of the answered calls; some of them answer, some about the low ones are called back."""
    forms = list(SurveyForm.objects.order_by("effective_from", "version"))
    office = User.objects.get(username="office")
    invited = [
        _invitation(
            call,
            [form for form in forms if form.effective_from and form.effective_from <= call.served_on][-1],
        )
        for call in calls
        if call.answered and rng.random() < ASKED_SHARE
    ]
    answers = []
    for sent in invited:
        answered_at = sent.sent_at + timedelta(hours=min(rng.expovariate(1 / 14), 300))
        if rng.random() < ANSWERING_SHARE and timezone.localdate(answered_at) <= period.last:
            sent.answered_at = answered_at
            answers.append(_answer(rng, sent, quality[sent.staff_id], office, period))
    Invitation.objects.bulk_create(invited, batch_size=4000)
    for answer in answers:
        answer.invitation_id = answer.invitation.pk
    SurveyAnswer.objects.bulk_create(answers, batch_size=4000)


def _invitation(call: Interaction, form: SurveyForm) -> Invitation:
    sent_at = call.occurred_at + timedelta(minutes=30)
    return Invitation(
        token_hash=tokens.hash_of(survey_token(call.external_id)),
        form=form,
        staff_id=call.staff_id,
        department_id=call.department_id,
        channel_id=call.channel_id,
        interaction=call,
        customer_id=call.customer_id,
        served_on=call.served_on,
        sent_at=sent_at,
        expires_at=sent_at + timedelta(days=form.window_days),
    )


def _answer(
    rng: random.Random, sent: Invitation, quality: float, office: User, period: Period
) -> SurveyAnswer:
    form = asked_form(sent.form_id)
    mood = 4.15 + quality + rng.gauss(0, 0.75)
    stars = {question.code: _stars(mood + rng.gauss(0, 0.4)) for question in form.dimensions}
    score = score_of(form, stars)
    nps = _recommendation(rng, form, score)
    called_back = rng.random() < 0.08
    answer = SurveyAnswer(
        invitation=sent,
        staff_id=sent.staff_id,
        department_id=sent.department_id,
        served_on=sent.served_on,
        stars=stars,
        score=score,
        nps=nps,
        words=_words(rng, score) if form.asks_words else "",
        via=SurveyAnswer.Via.CALL_BACK if called_back else SurveyAnswer.Via.WEB,
        entered_by=office if called_back else None,
        answered_at=sent.answered_at or sent.sent_at,
        needs_follow_up=is_low(form, score, nps),
    )
    _follow_up(answer, office, period)
    return answer


def _follow_up(answer: SurveyAnswer, office: User, period: Period) -> None:
    """Customers who were not happy were called, but for those of the last three days."""
    called_at = answer.answered_at + timedelta(hours=20)
    if answer.needs_follow_up and timezone.localdate(called_at) < period.last - timedelta(days=3):
        answer.followed_up_at, answer.followed_up_by = called_at, office
        answer.follow_up_note = words.FOLLOWED_UP


def _stars(mood: float) -> int:
    return min(5, max(1, round(mood)))


def _recommendation(rng: random.Random, form: AskedForm, score: Decimal) -> int | None:
    if not form.asks_nps or rng.random() < 0.1:
        return None
    return min(10, max(0, round(float(score) * 2.6 - 2.6 + rng.gauss(0, 1))))


def _words(rng: random.Random, score: Decimal) -> str:
    if rng.random() > 0.35:
        return ""
    if score >= 4:
        return rng.choice(words.HAPPY)
    return rng.choice(words.MIXED if score >= Decimal("2.5") else words.UNHAPPY)
