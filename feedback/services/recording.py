"""The one answer to an invitation, in one statement."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.answers import CheckedAnswer, Problem, check_answer, is_low, score_of
from feedback.errors import (
    AnsweredError,
    AnswerFieldsError,
    ClosedInvitationError,
    OtherFormError,
    OwnAnswerError,
)
from feedback.models import Interaction, Invitation, SurveyAnswer, SurveyForm
from feedback.queries.surveys import asked_form, form_in_force
from feedback.questions import AskedForm
from feedback.services.invitations import send_invitation
from people.models import Staff

# The function of migration feedback/0027, where two at once are made one.
RECORD = """
SELECT feedback_record_answer(
    %(token_hash)s, %(id)s, %(form)s, %(own)s, %(via)s, %(by)s, %(at)s, %(stars)s, %(score)s, %(nps)s::smallint, %(words)s,
    %(replies)s, %(low)s, %(network)s, %(receipt)s, %(flag)s, %(burst)s
)
"""


def record_answer(
    *,
    stars: Mapping[str, Any],
    at: datetime,
    token: str = "",
    invitation: Invitation | None = None,
    form_id: int | None = None,
    nps: Any = None,
    words: str = "",
    replies: Mapping[str, Any] | None = None,
    via: str = SurveyAnswer.Via.WEB,
    by: Any = None,
    address: str = "",
    receipt: str = "",
    flag: str = SurveyAnswer.Flag.NONE,
) -> int:
    """Record the answer to an open invitation, given by its token or itself, and return the invitation's id.

    With the `form_id` the questions came from this is one statement; it is refused where the invitation asks another form. Raises
    AnswerFieldsError, ClosedInvitationError, AnsweredError, OwnAnswerError or OtherFormError.
    """
    form = known_form(form_id) or asked_form(form_of(token, invitation))
    checked = checked_answer(form, stars, nps, words, replies)
    values = {
        "form": form.pk,
        "burst": form.burst_answers,
        "at": at,
        "via": via,
        "flag": str(flag),
        **answer_values(form, checked),
        **sender_values(by, via),
        **trace_values(address, receipt, at),
    }
    return written(values, token, invitation)


def written(values: Mapping[str, Any], token: str, invitation: Invitation | None) -> int:
    """Write the answer to the invitation with a token or to a known one; raises why it could not be."""
    which = {"id": invitation.pk} if invitation else {"token_hash": tokens.hash_of(token)}
    with connection.cursor() as cursor:
        cursor.execute(RECORD, {"id": None, "token_hash": None, **values, **which})
        recorded: int | None = cursor.fetchone()[0]
    if recorded is None:
        raise refusal(values, Invitation.objects.filter(**which).first())
    return recorded


def sender_values(by: Any, via: str) -> dict[str, Any]:
    """Who enters the answer, and whom he could not answer about."""
    own = Staff.objects.filter(user=by).values_list("pk", flat=True).first() if by else None
    return {"own": own, "by": by.pk if by and via == SurveyAnswer.Via.CALL_BACK else None}


def trace_values(address: str, receipt: str, at: datetime) -> dict[str, Any]:
    """What tells bursts from one network, and the page the answer was sent from."""
    return {
        "network": tokens.network_hash(settings.SECRET_KEY, address, at.date()) if address else None,
        "receipt": tokens.hash_of(receipt) if receipt else None,
    }


def checked_answer(
    form: AskedForm,
    stars: Mapping[str, Any],
    nps: Any,
    words: str,
    replies: Mapping[str, Any] | None = None,
) -> CheckedAnswer:
    """Return the answer that fits the form, or raise AnswerFieldsError with a message for each wrong field.

    A form that asks for no stars has no score to record: its links are closed.
    """
    if not form.dimensions:
        raise ClosedInvitationError(closed_text())
    checked = check_answer(form, stars, nps, words, replies)
    if checked.problems:
        raise AnswerFieldsError({field: problem_text(problem) for field, problem in checked.problems.items()})
    return checked


def problem_text(problem: Problem) -> str:
    texts = {
        Problem.MISSING: _("Please choose one to five stars."),
        Problem.NOT_A_STAR: _("One to five whole stars can be given."),
        Problem.NOT_ASKED: _("This survey does not ask this question."),
        Problem.NOT_0_TO_10: _("Please choose a whole number from 0 to 10."),
        Problem.NOT_AN_OPTION: _("Please choose from the answers shown."),
        Problem.NOT_WORDS: _("Please answer in words."),
        Problem.UNANSWERED: _("Please answer this question."),
        Problem.TOO_LONG: _("Please use at most 2000 characters."),
    }
    return texts[problem]


def answer_values(form: AskedForm, checked: CheckedAnswer) -> dict[str, Any]:
    score: Decimal = score_of(form, checked.stars)
    return {
        "stars": json.dumps(dict(checked.stars)),
        "score": score,
        "nps": checked.nps,
        "words": checked.words,
        "replies": json.dumps(dict(checked.replies)),
        "low": is_low(form, score, checked.nps),
    }


def known_form(form_id: int | None) -> AskedForm | None:
    """The form a page says it asked; the page may say anything, so the statement compares it with the invitation's."""
    try:
        return asked_form(form_id) if form_id else None
    except SurveyForm.DoesNotExist:
        return None


def form_of(token: str, invitation: Invitation | None) -> int:
    if invitation:
        return invitation.form_id
    asked = Invitation.objects.filter(token_hash=tokens.hash_of(token)).values_list("form_id", flat=True)
    form_id = asked.first()
    if form_id is None:
        raise ClosedInvitationError(closed_text())
    return form_id


def closed_text() -> str:
    return _("This survey link is not open.")


def refusal(values: Mapping[str, Any], found: Invitation | None) -> Exception:
    """Say why nothing was recorded; asked only after a refusal, so the common way stays one statement."""
    if found is None or found.revoked_at is not None:
        return ClosedInvitationError(closed_text())
    if found.answered_at is not None:
        return AnsweredError(_("This survey has been answered already; the first answer counts."))
    if found.expires_at <= values["at"] and values["via"] != SurveyAnswer.Via.CALL_BACK:
        return ClosedInvitationError(closed_text())
    if found.staff_id == values["own"]:
        return OwnAnswerError(_("Nobody can answer a survey about themselves."))
    return OtherFormError(_("These answers belong to the questions of another survey. Please answer again."))


@transaction.atomic
def record_call_back(
    *,
    interaction: Interaction,
    stars: Mapping[str, Any],
    at: datetime,
    by: Any,
    nps: Any = None,
    words: str = "",
    replies: Mapping[str, Any] | None = None,
) -> int:
    """Record what a customer said when called back about an interaction, invited before or not; return the invitation's id.

    Raises what `record_answer` and `send_invitation` raise.
    """
    Interaction.objects.select_for_update(of=("self",)).get(pk=interaction.pk)
    invitation = Invitation.objects.filter(interaction=interaction).first()
    if invitation is None:
        form = form_in_force(interaction.served_on)
        if form:
            checked_answer(asked_form(form.pk), stars, nps, words, replies)
        invitation, _token = send_invitation(
            staff=interaction.staff,
            channel=interaction.channel,
            served_on=interaction.served_on,
            interaction=interaction,
            customer=interaction.customer,
            at=at,
            by=by,
        )
    return record_answer(
        invitation=invitation,
        stars=stars,
        nps=nps,
        words=words,
        replies=replies,
        at=at,
        by=by,
        via=SurveyAnswer.Via.CALL_BACK,
    )
