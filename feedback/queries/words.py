"""What customers said in their own words, searched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from feedback.models import Invitation, SurveyAnswer, SurveyQuestion
from feedback.queries.surveys import asked_form
from feedback.questions import WORDS_CODE, Kind


@dataclass(frozen=True)
class Saying:
    """One text of an answer and the question it replies to."""

    question: Any
    text: str


@dataclass(frozen=True)
class Spoken:
    """One answer with everything the customer wrote."""

    answer: SurveyAnswer
    sayings: list[Saying]


def answers_with_words(
    asked: QuerySet[Invitation], search: str = "", low_only: bool = False
) -> QuerySet[SurveyAnswer]:
    """Answers among the invitations in which all the searched words stand, in whatever text; newest first.

    Full-text search knows no Chinese words, so parts of the text are compared; the days asked about keep that short.
    """
    found = SurveyAnswer.objects.filter(invitation__in=asked.order_by().values("pk"), is_valid=True)
    found = found.filter(~Q(words="") | Q(replies__has_any_keys=text_codes()))
    found = found.annotate(replied=Cast("replies", TextField()))
    for word in search.split():
        found = found.filter(Q(words__icontains=word) | Q(replied__icontains=word))
    if low_only:
        found = found.filter(needs_follow_up=True)
    related = found.select_related("staff", "department", "invitation", "invitation__channel")
    return related.order_by("-answered_at", "-pk")


def text_codes() -> list[str]:
    """The codes of all questions answered in words."""
    texts = SurveyQuestion.objects.filter(kind=Kind.TEXT, form__published_at__isnull=False)
    return list(texts.order_by("code").values_list("code", flat=True).distinct())


def spoken(answers: QuerySet[SurveyAnswer]) -> Iterator[Spoken]:
    """The texts of the answers; answers that only chose among options have none and are left out."""
    for answer in answers:
        sayings = sayings_of(answer)
        if sayings:
            yield Spoken(answer, sayings)


def sayings_of(answer: SurveyAnswer) -> list[Saying]:
    """What the customer wrote, in the order of the questions."""
    texts = {**answer.replies, WORDS_CODE: answer.words}
    questions = asked_form(answer.invitation.form_id).questions
    asked = {question.code: question.label for question in questions if question.kind is Kind.TEXT}
    said = [Saying(label, texts[code]) for code, label in asked.items() if texts.get(code)]
    # General words of answers that came in by another way than the page's form.
    return said if answer.words == "" or WORDS_CODE in asked else [*said, Saying("", answer.words)]
