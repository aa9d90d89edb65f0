"""Item statistics of the bank: two statements however many questions and attempts there are."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from training.item_statistics import (
    DISTRACTOR,
    EASY,
    HARD,
    WEAK,
    Choice,
    ItemStatistics,
    Sums,
    misleading,
    statistics_of,
)
from training.models import Question

FLAG_LABELS: dict[str, Any] = {
    EASY: _("too easy"),
    HARD: _("too hard"),
    WEAK: _("does not separate strong from weak"),
    DISTRACTOR: _("a wrong answer draws the strong"),
}
# A graded answer's share of its points, and that of all other questions of the attempt; withdrawn ones do not count.
ANSWERS = """
WITH counted AS (
    SELECT asked.question_id, asked.attempt_id, asked.answer, asked.key, asked.shown ->> 'kind' AS kind, asked.earned, asked.points,
        sum(asked.earned) OVER sitting AS all_earned, sum(asked.points) OVER sitting AS all_points
    FROM training_attemptquestion asked JOIN training_attempt attempt ON attempt.id = asked.attempt_id
    WHERE attempt.state = 'graded' AND NOT asked.is_withdrawn AND asked.earned IS NOT NULL
        AND (%(exam)s::bigint IS NULL OR attempt.exam_id = %(exam)s)
    WINDOW sitting AS (PARTITION BY asked.attempt_id)
), answered AS (
    SELECT question_id, answer, key, kind, (earned / points)::float8 AS x,
        ((all_earned - earned) / (all_points - points))::float8 AS y
    FROM counted WHERE all_points > points AND points > 0
)
"""
SUMS = f"""{ANSWERS}
SELECT answered.question_id, count(*), sum(x), sum(y), sum(x * y), sum(x * x), sum(y * y)
FROM answered JOIN training_question question ON question.id = answered.question_id
WHERE (%(topic)s::bigint IS NULL OR question.topic_id = %(topic)s)
GROUP BY answered.question_id
"""  # noqa: S608 - fixed text
CHOICES = f"""{ANSWERS}
SELECT question_id, chosen.option::bigint, count(*), avg(y), bool_or(key @> to_jsonb(chosen.option::bigint))
FROM answered CROSS JOIN LATERAL jsonb_array_elements_text(answer) chosen(option)
WHERE kind IN ('single', 'multiple', 'true_false') AND jsonb_typeof(answer) = 'array'
GROUP BY question_id, chosen.option::bigint
"""  # noqa: S608 - fixed text


@dataclass(frozen=True)
class OptionFigure:
    """How often an option was chosen."""

    text: str
    count: int
    percent: float
    is_right: bool
    is_misleading: bool


@dataclass(frozen=True)
class ItemRow:
    """A question with its statistics and how often each option was chosen."""

    question: Question
    statistics: ItemStatistics
    options: list[OptionFigure]

    @property
    def flags(self) -> list[Any]:
        """What is wrong with it, in words."""
        return [FLAG_LABELS[flag] for flag in self.statistics.flags]


def item_rows(exam: int | None = None, topic: int | None = None) -> list[ItemRow]:
    """Questions that were graded at least once, by code; of one exam or topic, or all."""
    sums, choices = _asked(exam, topic)
    questions = Question.objects.filter(pk__in=sums).select_related("topic").prefetch_related("options")
    return [
        _row(question, sums[question.pk], choices[question.pk]) for question in questions.order_by("code")
    ]


def flagged_questions() -> list[int]:
    """Ids of questions with at least one flag."""
    sums, choices = _asked(None, None)
    return [key for key, one in sums.items() if statistics_of(one, tuple(choices[key])).flags]


def _asked(exam: int | None, topic: int | None) -> tuple[dict[int, Sums], dict[int, list[Choice]]]:
    facts = {"exam": exam, "topic": topic}
    choices: dict[int, list[Choice]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(SUMS, facts)
        sums = {row[0]: Sums(*row[1:]) for row in cursor.fetchall()}
        cursor.execute(CHOICES, facts)
        for question, *choice in cursor.fetchall():
            choices[question].append(Choice(*choice))
    return sums, choices


def _row(question: Question, sums: Sums, choices: list[Choice]) -> ItemRow:
    wrong = misleading(tuple(choices))
    counts = {choice.option: choice for choice in choices}
    figures = [
        OptionFigure(
            str(option.text),
            counts[option.pk].count if option.pk in counts else 0,
            100 * counts[option.pk].count / sums.n if option.pk in counts else 0.0,
            option.is_right,
            option.pk in wrong,
        )
        for option in question.options.all()
        if option.place is None
    ]
    return ItemRow(question, statistics_of(sums, tuple(choices)), figures)
