"""Writes questions in the GIFT format, so that `read_gift` and Moodle read them again."""

import re
from collections.abc import Iterable

from training.gift.question import MULTIPLE, ORDER, SINGLE, TEXT, TRUE_FALSE, Answer, GiftQuestion

SPECIAL = re.compile(r"([\\:=~#{}])")


def write_gift(questions: Iterable[GiftQuestion]) -> str:
    """Return the file; questions of one category should follow each other."""
    pieces, category = [], ""
    for question in questions:
        if question.category != category:
            category = question.category
            pieces.append(f"$CATEGORY: {_escaped(category).replace('/', '//')}\n")
        pieces.append(_block(question))
    return "\n".join(pieces)


def _block(question: GiftQuestion) -> str:
    facts = [("id", ident) for ident in [question.ident] if ident]
    facts += [("tag", tag) for tag in question.tags]
    said = " ".join(f"[{what}:{_bracketed(value)}]" for what, value in facts)
    comment = f"// {said}\n" if said else ""
    name = f"::{_escaped(question.name)}::" if question.name else ""
    return f"{comment}{name}[plain]{_escaped(question.text)}{{{_answers(question)}}}\n"


def _answers(question: GiftQuestion) -> str:
    explanation = f"####{_said(question.explanation)}" if question.explanation else ""
    if question.kind == TRUE_FALSE:
        return f"{'TRUE' if question.answers[0].is_right else 'FALSE'}{explanation}"
    if question.kind == TEXT:
        return "".join(f"={_said(text)} " for text in question.accepted) + explanation
    write = {SINGLE: _one, MULTIPLE: _part, ORDER: _item}[question.kind]
    head = ">ALL" if question.kind == ORDER else ""
    rights = sum(answer.is_right for answer in question.answers)
    answers = sorted(question.answers, key=lambda answer: answer.place or 0)
    lines = "\n".join(write(answer, rights) for answer in answers)
    return f"{head}\n{lines}\n{explanation}"


def _one(answer: Answer, rights: int) -> str:
    # A text that begins like a weight is told apart by giving the weight.
    weight = ("%100%" if answer.is_right else "%0%") if answer.text.startswith("%") else ""
    return f"\t{'=' if answer.is_right else '~'}{weight}{_noted(answer)}"


def _part(answer: Answer, rights: int) -> str:
    percent = 100 / rights if answer.is_right else -100
    return f"\t~%{percent:.7g}%{_noted(answer)}"


def _item(answer: Answer, rights: int) -> str:
    return f"\t{_said(answer.text)}"


def _noted(answer: Answer) -> str:
    return _said(answer.text) + (f"#{_said(answer.feedback)}" if answer.feedback else "")


def _said(text: str) -> str:
    """A text that is not taken for one with a format before it, nor for a comment."""
    return f"[plain]{_escaped(text)}" if text.startswith(("[", "//")) else _escaped(text)


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text).replace("\n", r"\n")


def _bracketed(text: str) -> str:
    return re.sub(r"([\\\]])", r"\\\1", text).replace("\n", " ")
