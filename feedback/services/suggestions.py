"""Ideas: taken, reviewed, adopted with points, carried out, taken up again."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.errors import SuggestionError
from feedback.models import Suggestion, SuggestionAward, SuggestionCategory, SuggestionLevel
from people.models import Department, Staff, Topic
from people.notices import Notice
from people.services import notify
from people.services.trail import acting
from starservice.jobs.outbox import put_in_outbox

NEXT_KEY = "SELECT nextval(pg_get_serial_sequence('feedback_suggestion', 'id'))"
State = Suggestion.State
TOLD = {
    State.ADOPTED: "idea-adopted",
    State.NOT_ADOPTED: "idea-declined",
    State.IMPLEMENTED: "idea-implemented",
}


def suggest(
    *,
    author: Staff,
    title: str,
    text: str,
    category: SuggestionCategory,
    at: datetime,
    department: Department | None = None,
) -> Suggestion:
    """Take an idea of a member of staff."""
    return _keep(
        source=Suggestion.Source.STAFF,
        author=author,
        title=title.strip(),
        text=text.strip(),
        category=category,
        department=department,
        received_at=at,
    )


@transaction.atomic
def suggest_as_customer(
    *,
    title: str,
    text: str,
    category: SuggestionCategory,
    at: datetime,
    from_name: str = "",
    from_email: str = "",
    language: str = "",
) -> tuple[Suggestion, str]:
    """Take a customer's idea and return it with the token of its page; who left an e-mail address gets the link."""
    seed = tokens.new_seed()
    token = tokens.token_for(settings.SECRET_KEY, f"suggestion:{seed}")
    suggestion = _keep(
        source=Suggestion.Source.CUSTOMER,
        title=title.strip(),
        text=text.strip(),
        category=category,
        from_name=from_name.strip(),
        from_email=from_email.strip(),
        language=language,
        token_hash=tokens.hash_of(token),
        received_at=at,
    )
    if suggestion.from_email:
        put_in_outbox("feedback.tasks.email_suggestion_link", suggestion_id=suggestion.pk, seed=seed)
    return suggestion, token


@transaction.atomic
def start_review(*, suggestion: Suggestion, by: Any, at: datetime) -> Suggestion:
    """Take an idea into review. Raises SuggestionError."""
    row = _locked(suggestion, by, {State.NEW})
    row.state, row.reviewer, row.review_started_at = State.UNDER_REVIEW, by, at
    return _save(row, by, at)


@transaction.atomic
def adopt_suggestion(
    *, suggestion: Suggestion, level: SuggestionLevel, answer: str, by: Any, at: datetime
) -> Suggestion:
    """Adopt an idea; staff get the level's points. Raises SuggestionError."""
    row = _decide(suggestion, State.ADOPTED, answer, by, at)
    row.level = level
    _award(row, SuggestionAward.Kind.ADOPTION, level.points, by, at)
    return _save(row, by, at)


@transaction.atomic
def decline_suggestion(*, suggestion: Suggestion, answer: str, by: Any, at: datetime) -> Suggestion:
    """Do not adopt an idea, and say why. Raises SuggestionError."""
    return _save(_decide(suggestion, State.NOT_ADOPTED, answer, by, at), by, at)


@transaction.atomic
def implement_suggestion(*, suggestion: Suggestion, outcome: str, by: Any, at: datetime) -> Suggestion:
    """Note that an adopted idea was carried out, and what came of it. Raises SuggestionError."""
    row = _locked(suggestion, by, {State.ADOPTED})
    if not outcome.strip():
        raise SuggestionError(_("Please say what came of it."))
    row.state, row.outcome, row.implemented_at = State.IMPLEMENTED, outcome.strip(), at
    if row.level and row.level.points_when_implemented:
        _award(row, SuggestionAward.Kind.IMPLEMENTATION, row.level.points_when_implemented, by, at)
    return _save(row, by, at)


@transaction.atomic
def reopen_suggestion(*, suggestion: Suggestion, by: Any, at: datetime) -> Suggestion:
    """Review a decided idea again; points it gave are taken back by a line of the ledger. Raises SuggestionError."""
    row = _locked(suggestion, by, {State.ADOPTED, State.NOT_ADOPTED, State.IMPLEMENTED})
    given = row.awards.filter(round=row.round).aggregate(points=Sum("points"))["points"] or 0
    if given:
        _award(row, SuggestionAward.Kind.TAKEN_BACK, -given, by, at)
    row.state, row.round, row.reviewer, row.review_started_at = State.UNDER_REVIEW, row.round + 1, by, at
    row.decided_by = row.decided_at = row.level = row.implemented_at = None
    row.answer = row.outcome = ""
    return _save(row, by, at)


def refuse_own(suggestion: Suggestion, by: Any) -> None:
    """Nobody reviews an idea of their own."""
    if suggestion.author is not None and suggestion.author.user_id == by.pk:
        raise SuggestionError(_("Nobody can review an idea of their own."))


def _keep(**values: Any) -> Suggestion:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_KEY)
        (key,) = cursor.fetchone()
    return Suggestion.objects.create(pk=key, number=f"I-{key:06d}", **values)


def _locked(suggestion: Suggestion, by: Any, states: set[State]) -> Suggestion:
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("author", "level")
    row = rows.get(pk=suggestion.pk)
    refuse_own(row, by)
    if row.state not in states:
        raise SuggestionError(
            _("Somebody else has been here: the idea is now “%(state)s”.")
            % {"state": row.get_state_display()}
        )
    return row


def _decide(suggestion: Suggestion, state: State, answer: str, by: Any, at: datetime) -> Suggestion:
    row = _locked(suggestion, by, {State.NEW, State.UNDER_REVIEW})
    if not answer.strip():
        raise SuggestionError(_("Please write an answer to the author."))
    if row.reviewer_id is None:
        row.reviewer, row.review_started_at = by, at
    row.state, row.answer, row.decided_by, row.decided_at = state, answer.strip(), by, at
    if row.from_email:
        put_in_outbox("feedback.tasks.email_suggestion_answer", suggestion_id=row.pk)
    return row


def _award(row: Suggestion, kind: str, points: int, by: Any, at: datetime) -> None:
    if row.author is None:
        return
    SuggestionAward.objects.create(
        suggestion=row,
        staff=row.author,
        kind=kind,
        round=row.round,
        points=points,
        awarded_on=localdate(at),
        given_by=by,
        given_at=at,
    )


def _save(row: Suggestion, by: Any, at: datetime) -> Suggestion:
    with acting(by, at):
        row.save()
    if row.state in TOLD and row.author is not None and row.author.user_id is not None:
        notice = Notice(
            user_id=row.author.user_id,
            topic=Topic.IDEA,
            code=TOLD[State(row.state)],
            key=f"idea:{row.pk}:{row.round}:{row.state}",
            data={"number": row.number, "title": row.title},
            address=reverse("feedback:idea_mine", args=[row.pk]),
        )
        notify(notices=[notice], at=at)
    return row
