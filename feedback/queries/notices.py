"""Answers that look wrong, and the numbers from which they do."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from feedback.models import AnswerNotice, NoticeKind, NoticeRule, SurveyAnswer
from feedback.queries.reach import survey_rows_seen_by


@lru_cache(maxsize=2)
def fewest_seconds(_minute: int) -> int:
    """Faster than this nobody reads and answers a survey; asked once a minute. 0 notices nobody."""
    rule = NoticeRule.objects.filter(kind=NoticeKind.TOO_FAST, is_active=True)
    return rule.values_list("at_least", flat=True).first() or 0


def notices_seen_by(user: Any, notices: QuerySet[AnswerNotice]) -> QuerySet[AnswerNotice]:
    """What was noticed about answers the user may read; never about oneself."""
    seen = survey_rows_seen_by(user, SurveyAnswer.objects.all())
    return notices.filter(answer__in=seen.values("pk"))


def siblings_of(notice: AnswerNotice, user: Any) -> Sequence[SurveyAnswer]:
    """The answers that show what was noticed, as far as the user may read them, in the order they came."""
    seen = survey_rows_seen_by(user, SurveyAnswer.objects.filter(pk__in=notice.siblings))
    return list(seen.select_related("staff", "department").order_by("answered_at", "pk"))
