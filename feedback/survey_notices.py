"""What staff are told about survey answers, and in which words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from feedback.models import FollowUp
from people.models import Topic
from people.notices import Notice, says


def follow_up_notice(follow_up: FollowUp, user: int, code: str) -> Notice:
    """A notice about one low score; `code` is follow_up_given or follow_up_overdue."""
    due = localtime(follow_up.due_at).isoformat()
    return Notice(
        user_id=user,
        topic=Topic.SURVEY,
        code=code,
        key=f"{code}:{follow_up.pk}",
        data={"staff": follow_up.answer.staff.name, "due": due},
        address=reverse("feedback:follow_up", args=[follow_up.pk]),
    )


@says("follow_up_given")
def follow_up_given(facts: Mapping[str, Any]) -> str:
    return _("A customer gave %(staff)s a low score. Please speak with the customer by %(due)s.") % shown(
        facts
    )


@says("follow_up_overdue")
def follow_up_overdue(facts: Mapping[str, Any]) -> str:
    return _("A low score for %(staff)s has not been followed up; it was due by %(due)s.") % shown(facts)


def shown(facts: Mapping[str, Any]) -> dict[str, str]:
    due = datetime.fromisoformat(facts["due"])
    return {"staff": facts["staff"], "due": date_format(due, "SHORT_DATETIME_FORMAT")}
