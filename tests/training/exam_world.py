"""An exam with questions of every kind, and somebody to sit it."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from tests.factories import NOON, StaffFactory, UserFactory
from tests.training.factories import ExamFactory, ExamPartFactory, QuestionFactory, TopicFactory
from training.services.sitting import save_answer, start_attempt, submit_attempt, take_pen

PEN, OTHER_PEN = UUID(int=1), UUID(int=2)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def exam_of(kinds=("single", "multiple", "true_false", "order"), *, spare=1, **options):
    """An exam that asks one question of each kind, one point each; the bank has `spare` more of each."""
    exam, topic = ExamFactory(**options), TopicFactory()
    for order, kind in enumerate(kinds):
        ExamPartFactory(exam=exam, order=order, topic=topic, kind=kind, count=1)
        # A ready question is checked when it is committed: its answers come with it.
        with transaction.atomic():
            QuestionFactory.create_batch(1 + spare, topic=topic, kind=kind)
    return exam


def person(name="Lin"):
    return StaffFactory(name=name, user=UserFactory())


def begun(kinds=("single", "multiple", "true_false", "order"), *, staff=None, at=NOON, **options):
    """An attempt just begun by somebody whose page has the pen."""
    staff = staff or person()
    attempt = start_attempt(exam=exam_of(kinds, **options), staff=staff, at=at)
    take_pen(attempt=attempt, writer=PEN, at=at)
    attempt.refresh_from_db()
    return attempt


def right(row):
    """The right answer to a question of a paper."""
    return {"text": "I am sorry."} if row.shown["kind"] == "text" else row.key


def wrong(row):
    """A wrong answer to a question of a paper."""
    shown = [option["id"] for option in row.shown["options"]]
    if row.shown["kind"] == "order":
        return row.key[::-1]
    return [next(option for option in shown if option not in row.key)]


def answer(row, what, *, at=NOON, writer=PEN):
    return save_answer(
        attempt=row.attempt, place=row.place, answer=what, version=row.version, writer=writer, at=at
    )


def sat(exam, staff, *, share=1, at=NOON):
    """An attempt sat and handed in at a moment, with the first share of its questions answered right."""
    attempt = start_attempt(exam=exam, staff=staff, at=at)
    take_pen(attempt=attempt, writer=PEN, at=at)
    rows = list(attempt.questions.order_by("place"))
    for row in rows[: round(Decimal(share) * len(rows))]:
        answer(row, right(row), at=at)
    return submit_attempt(attempt=attempt, at=at)
