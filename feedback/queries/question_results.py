"""What customers chose and recommended, question by question; a question keeps its code over the versions of a form."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Func, Q, QuerySet, TextField, When
from django.db.models.functions import Cast

from feedback.models import Invitation, SurveyQuestion
from feedback.nps import share
from feedback.queries.results import VALID
from feedback.queries.surveys import question_of
from feedback.questions import NPS_CODE, WORDS_CODE, Kind, Question

SHOWN = (Kind.SINGLE, Kind.MULTIPLE, Kind.NPS, Kind.TEXT)
RECOMMENDATIONS = range(11)


@dataclass(frozen=True)
class Bar:
    """One answer to choose from: how many chose it, their share of those who answered the question, in percent."""

    code: str
    label: Any
    count: int
    share: Decimal | None
    width: float


@dataclass(frozen=True)
class QuestionResult:
    """One question: how many answers belong to a form that asks it, how many answered it, and what; words have no bars."""

    code: str
    label: Any
    kind: Kind
    asked: int
    answered: int
    bars: list[Bar] = field(default_factory=list)


def question_results(asked: QuerySet[Invitation]) -> list[QuestionResult]:
    """Every question but those with stars, in the order of the newest form that asks it; three queries."""
    known: dict[str, Question] = {}
    for row in questions_asked():
        known.pop(row.code, None)  # it stands where the newest form asks it
        known[row.code] = question_of(row)
    given = reply_counts(asked)
    return [result_of(question, given.get(code, {})) for code, question in known.items() if given.get(code)]


def questions_asked() -> QuerySet[SurveyQuestion]:
    """Questions of published forms without stars; the newest version of each comes last."""
    published = SurveyQuestion.objects.filter(form__published_at__isnull=False, kind__in=SHOWN)
    return published.order_by("form__version", "order")


def reply_counts(asked: QuerySet[Invitation]) -> Mapping[str, Mapping[str, int]]:
    """How many answers reply what, by question code; words are "" (none) or "given". Two queries."""
    rows: QuerySet[Any] = asked.filter(VALID, form__questions__kind__in=SHOWN).annotate(
        code=F("form__questions__code"), kind=F("form__questions__kind"), reply=reply()
    )
    given = Q(reply__isnull=False) & ~Q(reply="")
    choices = rows.exclude(kind=Kind.TEXT).order_by().values("code", "reply").annotate(count=Count("pk"))
    words = rows.filter(kind=Kind.TEXT).order_by().values("code")
    said = words.annotate(count=Count("pk", filter=given), silent=Count("pk", filter=~given))
    counts: dict[str, dict[str, int]] = {}
    for row in choices:
        counts.setdefault(row["code"], {})[row["reply"] or ""] = row["count"]
    for row in said:
        counts[row["code"]] = {"given": row["count"], "": row["silent"]}
    return counts


def reply() -> Case:
    """The reply to the joined question: its own field for the recommendation and general words, else its place in `replies`."""
    replied = Func(
        F("answer__replies"),
        F("form__questions__code"),
        function="jsonb_extract_path_text",
        output_field=TextField(),
    )
    return Case(
        When(form__questions__code=NPS_CODE, then=Cast("answer__nps", TextField())),
        When(form__questions__code=WORDS_CODE, then=F("answer__words")),
        default=replied,
        output_field=TextField(),
    )


def result_of(question: Question, counts: Mapping[str, int]) -> QuestionResult:
    answered = sum(count for reply, count in counts.items() if reply)
    asked = answered + counts.get("", 0)
    bars = [] if question.kind is Kind.TEXT else bars_of(question, counts, answered)
    return QuestionResult(question.code, question.label, question.kind, asked, answered, bars)


def bars_of(question: Question, counts: Mapping[str, int], answered: int) -> list[Bar]:
    """A bar for each answer to choose from, and for those that an earlier version offered and somebody chose."""
    chosen: dict[str, int] = dict.fromkeys(options_of(question), 0)
    for reply, count in counts.items():
        for code in codes_in(question.kind, reply):
            chosen[code] = chosen.get(code, 0) + count
    longest = max(chosen.values(), default=0)
    return [
        Bar(code, label_of(question, code), count, share(count, answered), width_of(count, longest))
        for code, count in chosen.items()
    ]


def options_of(question: Question) -> Iterable[str]:
    if question.kind is Kind.NPS:
        return [str(value) for value in RECOMMENDATIONS]
    return [option.code for option in question.options]


def codes_in(kind: Kind, reply: str) -> list[str]:
    if not reply:
        return []
    return list(json.loads(reply)) if kind is Kind.MULTIPLE else [reply]


def label_of(question: Question, code: str) -> Any:
    return code if question.code == NPS_CODE else question.label_of(code)


def width_of(count: int, longest: int) -> float:
    return round(100 * count / longest, 2) if longest else 0.0
