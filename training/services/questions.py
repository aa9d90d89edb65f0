"""Questions of the bank become ready, and are retired."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from people.services.trail import acting
from training.answerable import Choice, Lack, lack_of
from training.errors import QuestionUnready
from training.models import Question, QuestionOption

WORDS: dict[str, Any] = {
    "rubric_missing": gettext_lazy("A text needs a rubric to be marked on."),
    "rubric_of_choice": gettext_lazy("Only a text is marked on a rubric; leave the rubric empty."),
    "options_of_text": gettext_lazy("A text has no answers to choose; remove them."),
    "too_few_options": gettext_lazy("There must be at least two answers to choose from."),
    "two_options": gettext_lazy("True or false has exactly two answers."),
    "no_right": gettext_lazy("No answer is marked as right."),
    "two_right": gettext_lazy("More than one answer is marked as right; only one can be."),
    "place_missing": gettext_lazy("Every answer needs its place in the order."),
    "place_gap": gettext_lazy("The places must run from 1 without a gap or a repetition."),
}


def words_for(lack: Lack) -> str:
    """What is missing, as a sentence."""
    return str(WORDS[lack.code])


def lack_of_question(question: Question, options: Sequence[QuestionOption]) -> Lack | None:
    """What keeps a question of the bank from being ready."""
    choices = [Choice(option.is_right, option.place) for option in options]
    return lack_of(question.kind, choices, question.rubric_id is not None)


@transaction.atomic
def make_ready(*, questions: QuerySet[Question], by: User | None, at: datetime) -> int:
    """Let questions be drawn, and return how many; raises QuestionUnready naming the first that cannot be asked."""
    chosen = list(questions.exclude(state=Question.State.READY).prefetch_related("options"))
    for question in chosen:
        lack = lack_of_question(question, list(question.options.all()))
        if lack:
            facts = {"code": question.code, "reason": words_for(lack)}
            raise QuestionUnready(_("“%(code)s” cannot be asked: %(reason)s") % facts, lack.field)
    return _set_state(chosen, Question.State.READY, by, at)


@transaction.atomic
def retire(*, questions: QuerySet[Question], by: User | None, at: datetime) -> int:
    """Draw questions no more, and return how many; attempts that have them keep them."""
    return _set_state(list(questions.exclude(state=Question.State.RETIRED)), Question.State.RETIRED, by, at)


def _set_state(chosen: list[Question], state: str, by: User | None, at: datetime) -> int:
    with acting(by, at):
        return Question.objects.filter(pk__in=[question.pk for question in chosen]).update(state=state)
