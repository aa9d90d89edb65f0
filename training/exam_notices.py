"""What people are told about their exams, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.notices import says
from starservice.web.localized import LocalizedText

Facts = Mapping[str, Any]


def _words(text: str, facts: Facts) -> str:
    next_at = facts.get("next_at")
    moment = timezone.localtime(datetime.fromisoformat(next_at)) if next_at else None
    return text % {
        "exam": LocalizedText(facts.get("exam") or {}),
        "score": number_format(Decimal(facts.get("score") or 0)),
        "pass_mark": number_format(Decimal(facts.get("pass_mark") or 0)),
        "left": facts.get("left", 0),
        "moment": date_format(moment, "SHORT_DATETIME_FORMAT") if moment else "",
    }


@says("exam_passed")
def exam_passed(facts: Facts) -> str:
    return _words(_("You passed the exam “%(exam)s” with %(score)s %% (at least %(pass_mark)s %%)."), facts)


@says("exam_failed")
def exam_failed(facts: Facts) -> str:
    if not facts.get("left"):
        return _words(
            _(
                "You reached %(score)s %% of %(pass_mark)s %% in the exam “%(exam)s”, and no attempt is left. After the "
                "retraining on your learning path you can try again."
            ),
            facts,
        )
    text = ngettext(
        "You reached %(score)s %% of %(pass_mark)s %% in the exam “%(exam)s”. %(left)s attempt is left, from %(moment)s on.",
        "You reached %(score)s %% of %(pass_mark)s %% in the exam “%(exam)s”. %(left)s attempts are left, from %(moment)s on.",
        facts["left"],
    )
    return _words(text, facts)
