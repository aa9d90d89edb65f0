"""Writes questions of the bank as rows of a workbook, or as GIFT in one language."""

from collections.abc import Iterable, Iterator
from typing import Any

from training.gift import Answer, GiftQuestion, write_gift
from training.models import Question
from training.questionlist.columns import IN_LANGUAGES, LETTERS, columns, label_of


def headings() -> list[str]:
    """The headings, in the reader's language."""
    return [label_of(column) for column in columns()]


def rows_of(questions: Iterable[Question]) -> Iterator[list[Any]]:
    """Yield a row a question, its options prefetched."""
    for question in questions:
        yield [_cell(question, name, language) for name, language in columns()]


def _cell(question: Question, name: str, language: str) -> Any:
    options = dict(zip(LETTERS, question.options.all(), strict=False))
    if name in LETTERS:
        return options[name].text.get(language, "") if name in options else ""
    if name in IN_LANGUAGES:
        return getattr(question, name).get(language, "")
    facts = {
        "topic": question.topic.code,
        "right": ", ".join(letter for letter, option in options.items() if option.is_right),
        "order": ", ".join(
            letter
            for letter, option in sorted(options.items(), key=lambda pair: pair[1].place or 0)
            if option.place
        ),
        "rubric": question.rubric.code if question.rubric else "",
    }
    return facts[name] if name in facts else getattr(question, name)


def gift_of(questions: Iterable[Question], language: str) -> str:
    """The questions as GIFT; what has no text in the language is written in the nearest."""
    return write_gift(_gift(question, language) for question in questions)


def _gift(question: Question, language: str) -> GiftQuestion:
    tags = [str(question.difficulty), question.state]
    if question.rubric:
        tags.append(f"rubric:{question.rubric.code}")
    return GiftQuestion(
        line=0,
        kind=question.kind,
        text=question.text.in_language(language),
        name=question.code,
        ident=question.code,
        category=question.topic.code,
        tags=tuple(tags),
        answers=tuple(
            Answer(option.text.in_language(language), option.is_right, option.place)
            for option in question.options.all()
        ),
        explanation=question.explanation.in_language(language),
    )
