"""Take a list of questions into the bank: all of it in one transaction, in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from people.models import User
from people.services.trail import acting
from training.errors import QuestionsChanged
from training.models import Question, QuestionOption, Rubric, Topic
from training.questionlist.listed import ListedQuestion
from training.questionlist.planning import CHANGED, NEW, Plan, PlannedQuestion, plan_questions

LOCK = "LOCK TABLE training_question, training_questionoption IN SHARE ROW EXCLUSIVE MODE"
BATCH = 1000
FIELDS = ["topic", "difficulty", "kind", "text", "explanation", "rubric", "state"]


@transaction.atomic
def import_questions(
    *,
    listed: Sequence[ListedQuestion],
    topic: Topic | None,
    rubric: Rubric | None,
    state: str,
    digest: str,
    by: User | None,
    at: datetime,
) -> Plan:
    """Write what the plan with this digest shows, leaving rejected rows out; raises QuestionsChanged for another plan."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    plan = plan_questions(listed, topic=topic, rubric=rubric, state=state)
    if plan.digest() != digest:
        raise QuestionsChanged(_("The bank was changed since the preview; look at it again."))
    with acting(by, at):
        Question.objects.bulk_create([row.question for row in plan.with_status(NEW)], batch_size=BATCH)
        changed = [row.question for row in plan.with_status(CHANGED)]
        Question.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
        _write_options([row for row in plan.with_status(NEW, CHANGED) if row.options_differ])
    return plan


def _write_options(rows: Sequence[PlannedQuestion]) -> None:
    """Answers keep their number in the order they have: attempts and their keys name it."""
    there: dict[int, list[QuestionOption]] = {row.question.pk: [] for row in rows}
    for option in QuestionOption.objects.filter(question__in=there).order_by("order", "pk"):
        there[option.question_id].append(option)
    kept: list[QuestionOption] = []
    new: list[QuestionOption] = []
    gone: list[int] = []
    for row in rows:
        before = there[row.question.pk]
        gone += [option.pk for option in before[len(row.options) :]]
        for order, (text, is_right, place) in enumerate(row.options, start=1):
            is_new = order > len(before)
            option = QuestionOption(question=row.question) if is_new else before[order - 1]
            option.order, option.text, option.is_right, option.place = order, text, is_right, place
            (new if is_new else kept).append(option)
    QuestionOption.objects.filter(pk__in=gone).delete()
    # Places are unique at each moment: they are given up before they change hands.
    QuestionOption.objects.filter(pk__in=[option.pk for option in kept]).update(place=None)
    QuestionOption.objects.bulk_update(kept, ["order", "text", "is_right", "place"], batch_size=BATCH)
    QuestionOption.objects.bulk_create(new, batch_size=BATCH)
