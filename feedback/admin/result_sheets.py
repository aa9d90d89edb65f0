"""Survey results as the rows of a sheet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.queries.question_results import QuestionResult
from feedback.queries.results import ResultRow
from feedback.queries.words import Spoken


def result_headings() -> list[str]:
    return [
        _("Group"),
        _("Answer"),
        _("Asked"),
        _("Answered"),
        _("Waiting"),
        _("Expired"),
        _("Response rate (%)"),
        _("Satisfaction (%)"),
        _("Mean"),
        _("NPS"),
        _("Share (%)"),
    ]


def result_rows(rows: Iterable[ResultRow], questions: Sequence[QuestionResult]) -> Iterator[list[Any]]:
    """A line for each group, then one for each answer of each question."""
    for row in rows:
        tally = row.tally
        group = row.label.strftime("%Y-%m") if isinstance(row.label, date) else str(row.label)
        counts = [tally.asked, tally.answered, tally.waiting, tally.expired]
        yield [group, "", *counts, tally.response_rate, tally.satisfaction, tally.mean, tally.nps, None]
    for question in questions:
        for bar in question.bars:
            shown = [str(question.label), str(bar.label), question.asked, bar.count]
            yield [*shown, None, None, None, None, None, None, bar.share]


def word_headings() -> list[str]:
    return [
        _("Answered at"),
        _("Day"),
        _("Person"),
        _("Department"),
        _("Channel"),
        _("Stars"),
        _("Question"),
        _("Words"),
    ]


def word_rows(found: Iterable[Spoken]) -> Iterator[list[Any]]:
    """A line for each text."""
    for one in found:
        answer = one.answer
        who = [answer.staff.name, answer.department.name, str(answer.invitation.channel)]
        when = [timezone.localtime(answer.answered_at), answer.served_on]
        for saying in one.sayings:
            yield [*when, *who, round(answer.score, 2), str(saying.question), saying.text]
