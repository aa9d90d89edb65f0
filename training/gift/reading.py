"""Reads questions in Moodle's GIFT format (docs.moodle.org, "GIFT format"), knowing the line of everything.

Questions are blocks between blank lines: an optional ::name::, the text, and answers in braces. What an assessor must read
(essay, short answer) becomes a text; matching and numerical questions are refused. Beyond the specification, the form that
Moodle's ordering question uses is read: {>ALL and an item a line}.
"""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from training.gift.blocks import Block, blocks_of
from training.gift.question import (
    MULTIPLE,
    ORDER,
    SINGLE,
    TEXT,
    TRUE_FALSE,
    Answer,
    GiftQuestion,
    Mistake,
    Wrong,
)
from training.gift.texts import formatted, plain_text, read_text, split

BLANK = " _____ "
NAME = re.compile(r"\s*::((?:\\.|[^\\])*?)::", re.DOTALL)
WEIGHT = re.compile(r"\s*%([^%\n]*)%")
BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
ANSWER = re.compile(r"\\.|([=~])", re.DOTALL)
FEEDBACK = re.compile(r"\\.|(#)", re.DOTALL)
GENERAL = re.compile(r"\\.|(####)", re.DOTALL)
TRUTH = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(?=#|$)", re.IGNORECASE)
ORDERING = re.compile(r"\s*>[^\n]*\n")
IDENT = re.compile(r"\[id:((?:\\.|[^\]\\])+)\]")
TAG = re.compile(r"\[tag:((?:\\.|[^\]\\])+)\]")


def read_gift(text: str) -> tuple[list[GiftQuestion], list[Mistake]]:
    """Return the questions of a file, and what is wrong with the others; nothing is left out silently."""
    questions: list[GiftQuestion] = []
    mistakes: list[Mistake] = []
    for block in blocks_of(text):
        try:
            questions.append(_question(block))
        except Wrong as wrong:
            name = NAME.match(block.body)
            title = plain_text(name[1]) if name else ""
            mistakes.append(Mistake(block.line_of(wrong.place), wrong.code, wrong.detail[:80], title))
    return questions, mistakes


def _question(block: Block) -> GiftQuestion:
    body = block.body
    named = NAME.match(body)
    start = named.end() if named else 0
    if not named and body.lstrip().startswith("::"):
        raise Wrong(0, "name_unclosed", body.strip())
    opened, closed = _braces(body, start)
    before, after = body[start:opened], body[closed + 1 :]
    form, before = formatted(before, "")
    whole = f"{before.rstrip()}{BLANK}{after.strip()}" if after.strip() else before
    text = read_text(whole, form, start)
    if not text:
        raise Wrong(start, "no_text")
    found = GiftQuestion(
        line=block.line_of(start + len(body[start:opened]) - len(body[start:opened].lstrip())),
        kind=TEXT,
        text=text,
        name=plain_text(named[1]) if named else "",
        ident=next(iter(block.said(IDENT)), ""),
        tags=tuple(block.said(TAG)),
        category=block.category,
    )
    return _with_answers(found, body, opened + 1, closed, form)


def _braces(body: str, start: int) -> tuple[int, int]:
    """The places of the one pair of braces that are not escaped."""
    found = [(one.start(), one[1]) for one in BRACE.finditer(body, start) if one[1]]
    if not found:
        raise Wrong(start, "no_answers", body[start:].strip())
    if found[0][1] == "}":
        raise Wrong(found[0][0], "unopened")
    if len(found) == 1:
        raise Wrong(found[0][0], "unclosed")
    if found[1][1] == "{":
        raise Wrong(found[1][0], "unclosed")
    if len(found) > 2:
        raise Wrong(found[2][0], "second_answers" if found[2][1] == "{" else "unopened")
    return found[0][0], found[1][0]


def _with_answers(found: GiftQuestion, body: str, start: int, end: int, form: str) -> GiftQuestion:
    general = next((one.start() for one in GENERAL.finditer(body, start, end) if one[1]), end)
    if general < end:
        found = replace(found, explanation=read_text(body[general + 4 : end], form, general))
    inside = body[start:general]
    truth = TRUTH.match(inside)
    if truth:
        return _true_or_false(found, truth, inside, form, start)
    if not inside.strip():
        return found
    if inside.lstrip().startswith("#"):
        raise Wrong(start, "numerical", inside.strip())
    ordering = ORDERING.match(inside)
    if ordering:
        return _ordered(found, inside[ordering.end() :], form, start + ordering.end())
    return _chosen(found, body, start, general, form)


def _true_or_false(
    found: GiftQuestion, truth: re.Match[str], inside: str, form: str, start: int
) -> GiftQuestion:
    """The first feedback is for the wrong answer, the second for the right one."""
    is_true = truth[1].upper().startswith("T")
    notes = [read_text(note, form, start) for note in split(inside[truth.end() :], FEEDBACK)[1:]]
    answers = (Answer("TRUE", is_true), Answer("FALSE", not is_true))
    return replace(found, kind=TRUE_FALSE, answers=answers, explanation=found.explanation or "\n".join(notes))


def _ordered(found: GiftQuestion, items: str, form: str, start: int) -> GiftQuestion:
    lines = [line for line in items.split("\n") if line.strip()]
    if len(lines) < 2:
        raise Wrong(start, "one_answer")
    answers = tuple(Answer(read_text(line, form, start), place=place) for place, line in enumerate(lines, 1))
    return replace(found, kind=ORDER, answers=answers)


def _chosen(found: GiftQuestion, body: str, start: int, end: int, form: str) -> GiftQuestion:
    marks = [(one.start(), one[1]) for one in ANSWER.finditer(body, start, end) if one[1]]
    first = marks[0][0] if marks else end
    if not marks:
        return replace(found, accepted=(read_text(split(body[start:end], FEEDBACK)[0], form, start),))
    if body[start:first].strip():
        raise Wrong(start, "stray", body[start:first].strip())
    ends = [*(place for place, _mark in marks[1:]), end]
    pieces = [
        (place, mark, body[place + 1 : until]) for (place, mark), until in zip(marks, ends, strict=True)
    ]
    if all(mark == "=" for _place, mark, _text in pieces):
        return _short(found, pieces, form)
    weighed = [_weighed(place, mark, text, form) for place, mark, text in pieces]
    return _judged(found, weighed, [mark for _place, mark, _text in pieces], start)


def _short(found: GiftQuestion, pieces: list[tuple[int, str, str]], form: str) -> GiftQuestion:
    if any("->" in text for _place, _mark, text in pieces):
        raise Wrong(pieces[0][0], "matching", pieces[0][2].strip())
    accepted = tuple(_weighed(place, mark, text, form)[1].text for place, mark, text in pieces)
    return replace(found, accepted=accepted)


def _weighed(place: int, mark: str, piece: str, form: str) -> tuple[Decimal, Answer]:
    """An answer with the percent it gives."""
    given = WEIGHT.match(piece)
    percent = Decimal(100 if mark == "=" else 0)
    if given:
        percent, piece = _percent(place, given[1]), piece[given.end() :]
    words, *feedback = split(piece, FEEDBACK)
    text = read_text(words, form, place)
    if not text:
        raise Wrong(place, "empty_answer")
    return percent, Answer(text, percent > 0, feedback=read_text("#".join(feedback), form, place))


def _percent(place: int, written: str) -> Decimal:
    try:
        percent = Decimal(written.strip())
    except InvalidOperation:
        raise Wrong(place, "weight", written) from None
    if not percent.is_finite() or abs(percent) > 100:
        raise Wrong(place, "weight", written)
    return percent


def _judged(
    found: GiftQuestion, weighed: list[tuple[Decimal, Answer]], marks: list[str], start: int
) -> GiftQuestion:
    """One "=" is a choice of one; without any, what has a percentage above 0 is right."""
    answers = tuple(answer for _percent, answer in weighed)
    right = [answer for answer in answers if answer.is_right]
    if len(answers) < 2:
        raise Wrong(start, "one_answer")
    if not right:
        raise Wrong(start, "no_right")
    if marks.count("=") > 1:
        raise Wrong(start, "two_right", ", ".join(answer.text for answer in right))
    if "=" in marks and any(0 < percent < 100 for percent, _answer in weighed):
        raise Wrong(start, "part_marks")
    if "=" in marks and len(right) > 1:
        raise Wrong(start, "two_right", ", ".join(answer.text for answer in right))
    told = "\n".join(answer.feedback for answer in right if answer.feedback)
    kind = SINGLE if "=" in marks else MULTIPLE
    return replace(found, kind=kind, answers=answers, explanation=found.explanation or told)
