"""Compare listed questions with the bank: each is new, changed, unchanged or rejected with reasons; nothing is written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from training.answerable import Choice, lack_of
from training.models import Question, QuestionOption, Rubric, Topic
from training.questionlist.columns import LABELS
from training.questionlist.listed import ListedOption, ListedQuestion, Problem, Texts
from training.services.questions import words_for

NEW, CHANGED, UNCHANGED, REJECTED = "new", "changed", "unchanged", "rejected"


@dataclass
class PlannedQuestion:
    """One row: its status, (column, old, new) for the reader, and what to write."""

    number: int
    code: str
    title: str
    question: Question
    listed: ListedQuestion
    status: str = UNCHANGED
    problems: list[Problem] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    options: list[tuple[Texts, bool, int | None]] = field(default_factory=list)
    options_differ: bool = False

    def reject(self, column: str, reason: str) -> None:
        self.status = REJECTED
        self.problems.append(Problem(str(LABELS.get(column, column)), reason))

    def note(self, column: str, old: Any, new: Any) -> None:
        self.changes.append((str(LABELS[column]), str(old or ""), str(new or "")))


@dataclass
class Plan:
    """All rows in the file's order."""

    rows: list[PlannedQuestion]

    def with_status(self, *statuses: str) -> list[PlannedQuestion]:
        """The rows of some statuses."""
        return [row for row in self.rows if row.status in statuses]

    def digest(self) -> str:
        """Differs when the plan does, so that what is confirmed is what was shown."""
        facts = [(row.number, row.code, row.status, row.changes, row.problems) for row in self.rows]
        return hashlib.sha256(repr(facts).encode()).hexdigest()


class _Known:
    """What the bank has: topics and rubrics by code or name, and the questions listed."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.topics: dict[str, Topic] = {}
        for topic in Topic.objects.all():
            self.topics |= {name.casefold(): topic for name in (*topic.name.values(), topic.code)}
        self.rubrics = {rubric.code: rubric for rubric in Rubric.objects.all()}
        found = Question.objects.filter(code__in=codes).select_related("topic", "rubric")
        self.questions = {question.code: question for question in found.prefetch_related("options")}


def plan_questions(
    listed: Sequence[ListedQuestion], *, topic: Topic | None, rubric: Rubric | None, state: str
) -> Plan:
    """Plan all rows; `topic`, `rubric` and `state` are for new questions of which the file does not say them."""
    known = _Known([row.code for row in listed])
    first: dict[str, int] = {}
    rows = []
    for one in listed:
        planned = _planned(one, known, topic, rubric, state)
        if one.code and one.code in first:
            planned.reject("code", _("is already in row %(row)s") % {"row": first[one.code]})
        first.setdefault(one.code, one.number)
        rows.append(planned)
    return Plan(rows)


def _planned(
    one: ListedQuestion, known: _Known, topic: Topic | None, rubric: Rubric | None, state: str
) -> PlannedQuestion:
    old = known.questions.get(one.code)
    question = _copy(old) if old else Question(code=one.code, state=state, rubric=None)
    title = next(iter(one.text.values()), "")
    row = PlannedQuestion(one.number, one.code, title[:80], question, one)
    if one.problems:
        row.status, row.problems = REJECTED, list(one.problems)
        return row
    _set_topic(row, known, None if old else topic)
    _set_words(row)
    _set_facts(row)
    _set_rubric(row, known, rubric)
    _set_options(row, old)
    _check(row)
    if row.status != REJECTED and (old is None or row.changes):
        row.status = CHANGED if old else NEW
    return row


def _copy(question: Question) -> Question:
    return Question(
        **{field.attname: getattr(question, field.attname) for field in question._meta.concrete_fields}
    )


def _set_topic(row: PlannedQuestion, known: _Known, usual: Topic | None) -> None:
    said = row.listed.topic
    topic = known.topics.get(said.casefold()) if said else usual
    if said and topic is None:
        row.reject("topic", _("there is no topic “%(topic)s”") % {"topic": said[:60]})
    elif topic is None and row.question.topic_id is None:
        row.reject("topic", _("is missing"))
    elif topic and topic.pk != row.question.topic_id:
        row.note("topic", row.question.topic if row.question.topic_id else "", topic)
        row.question.topic = topic


def _set_words(row: PlannedQuestion) -> None:
    for name in ("text", "explanation"):
        old: Any = getattr(row.question, name) or {}
        new = {**old, **getattr(row.listed, name)}
        if new != old:
            changed = next(code for code in new if new[code] != old.get(code))
            row.note(name, old.get(changed, ""), new[changed])
            setattr(row.question, name, new)
    if not row.question.text:
        row.reject("text", _("is missing"))


def _set_facts(row: PlannedQuestion) -> None:
    for name in ("kind", "difficulty", "state"):
        new, old = getattr(row.listed, name), getattr(row.question, name)
        if new and new != old:
            row.note(name, old, new)
            setattr(row.question, name, new)
    if not row.question.kind:
        row.reject("kind", _("is missing"))


def _set_rubric(row: PlannedQuestion, known: _Known, usual: Rubric | None) -> None:
    question, said = row.question, row.listed.rubric
    is_text = question.kind == Question.Kind.TEXT
    rubric = known.rubrics.get(said) if said else None
    if said and rubric is None:
        row.reject("rubric", _("there is no rubric “%(rubric)s”") % {"rubric": said[:60]})
    elif is_text and rubric is None and question.rubric_id is None:
        rubric = usual
    if rubric and rubric.pk != question.rubric_id:
        row.note("rubric", "", rubric.code)
        question.rubric = rubric
    if not is_text and not said:
        question.rubric = None


def _set_options(row: PlannedQuestion, old: Question | None) -> None:
    before = list(old.options.all()) if old else []
    for place, option in enumerate(_as_kept(row.listed.options, before)):
        kept = before[place].text if place < len(before) else {}
        row.options.append(({**kept, **option.text}, option.is_right, option.place))
    was = [(dict(option.text), option.is_right, option.place) for option in before]
    row.options_differ = was != row.options
    if row.options_differ:
        row.note("right", _shown(was), _shown(row.options))


def _as_kept(listed: list[ListedOption], before: list[QuestionOption]) -> list[ListedOption]:
    """The same answers in another order are put into the bank's: an answer's number goes with its words."""

    def same(option: ListedOption, kept: QuestionOption) -> bool:
        return all(kept.text.get(language) == words for language, words in option.text.items())

    matches = [[option for option in listed if same(option, kept)] for kept in before]
    is_permutation = len(listed) == len(before) and all(len(found) == 1 for found in matches)
    return [found[0] for found in matches] if is_permutation else listed


def _shown(options: Sequence[tuple[Texts, bool, int | None]]) -> str:
    def one(text: Texts, is_right: bool, place: int | None) -> str:
        mark = f"{place}. " if place else "✓ " if is_right else ""
        return f"{mark}{next(iter(text.values()), '')}"

    return " · ".join(one(*option) for option in options)


def _check(row: PlannedQuestion) -> None:
    """A question that could never be asked is not taken, not even as a draft."""
    if row.status == REJECTED:
        return
    choices = [Choice(is_right, place) for _text, is_right, place in row.options]
    lack = lack_of(row.question.kind, choices, row.question.rubric_id is not None)
    if lack:
        column = {"options": "right", "is_right": "right", "place": "order"}.get(lack.field, lack.field)
        row.reject(column, words_for(lack))
