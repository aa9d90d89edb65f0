"""Draw an attempt's paper from the bank, and keep what it showed."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.drawing import Drawn, Shortage, TooFew, draw, shortages
from training.errors import ExamNotInUse, TooFewQuestions
from training.models import Attempt, AttemptQuestion, Exam, ExamPart, Question, QuestionOption
from training.queries.papers import as_drawn_from, candidates, parts_of, questions_with_options


def drawn_paper(exam: Exam, seed: str) -> list[AttemptQuestion]:
    """Return the questions of a new attempt, not stored yet; raises ExamNotInUse or TooFewQuestions."""
    parts = parts_of(exam)
    if not parts:
        raise ExamNotInUse(_("This exam asks no questions yet. Please tell the training department."))
    try:
        drawn = draw(as_drawn_from(parts), candidates(part.topic_id for part in parts), seed)
    except TooFew as refusal:
        raise TooFewQuestions(too_few_words(parts, refusal.shortages)) from refusal
    bank = questions_with_options(one.question for one in drawn)
    return [_put(place, one, parts[one.part], bank[one.question]) for place, one in enumerate(drawn, 1)]


def too_few_words(parts: Sequence[ExamPart], shortages: Sequence[Shortage]) -> str:
    """Say which parts of an exam lack how many questions."""
    return " ".join(
        ngettext(
            "The part “%(part)s” lacks %(count)s question that is ready and that no other part needs.",
            "The part “%(part)s” lacks %(count)s questions that are ready and that no other part needs.",
            one.lacks,
        )
        % {"part": part_words(parts[one.part]), "count": one.lacks}
        for one in shortages
    )


def shortage_words(exam: Exam) -> str:
    """Say which parts of an exam the bank cannot fill now; nothing if it can."""
    parts = parts_of(exam)
    lacking = shortages(as_drawn_from(parts), candidates(part.topic_id for part in parts))
    return too_few_words(parts, lacking)


def part_words(part: ExamPart) -> str:
    """Name a part by its topic, difficulty and kind."""
    facts = [part.topic, part.get_difficulty_display() if part.difficulty else "", part.get_kind_display()]
    return ", ".join(str(fact) for fact in facts if fact)


def store_paper(attempt: Attempt, questions: Sequence[AttemptQuestion]) -> None:
    """Keep the questions drawn for an attempt."""
    for one in questions:
        one.attempt = attempt
    AttemptQuestion.objects.bulk_create(questions)


def _put(place: int, drawn: Drawn, part: ExamPart, question: Question) -> AttemptQuestion:
    options = {option.pk: option for option in question.options.all()}
    return AttemptQuestion(
        place=place,
        question=question,
        points=part.points,
        shown={
            "kind": question.kind,
            "text": dict(question.text),
            "explanation": dict(question.explanation),
            "options": [{"id": number, "text": dict(options[number].text)} for number in drawn.options],
        },
        key=key_of(question.kind, list(options.values())),
    )


def key_of(kind: str, options: Sequence[QuestionOption]) -> list[Any]:
    """Return the right options of a question of the bank, in order for those to put in order."""
    if kind == Question.Kind.ORDER:
        return [option.pk for option in sorted(options, key=lambda option: option.place or 0)]
    return [option.pk for option in options if option.is_right]
