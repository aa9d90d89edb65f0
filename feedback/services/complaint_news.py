"""Telling staff about complaints: money that waits for them, decisions on what they asked, and escalations."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from feedback.models import Compensation, Complaint
from feedback.queries.money import first_to_decide
from people.models import Staff, Topic
from people.notices import Notice
from people.queries import heads_above
from people.services.notifications import notify


def tell(user: int | None, topic: str, code: str, key: str, address: str, at: datetime, **facts: Any) -> None:
    """Tell one user one thing, once."""
    if user is not None:
        notice = Notice(user_id=user, topic=topic, code=code, key=key, data=facts, address=address)
        notify(notices=[notice], at=at)


def tell_decider(money: Compensation, at: datetime) -> None:
    """Tell whoever decides first that money waits."""
    decider = first_to_decide(money, localdate(at))
    user = decider.user_id if decider else None
    _tell_of_money(user, money, "money_asked", reverse("feedback:decide_money", args=[money.pk]), at)


def tell_asker(money: Compensation, at: datetime) -> None:
    """Tell whoever asked for money what became of it."""
    address = reverse("feedback:complaint", args=[money.complaint_id])
    _tell_of_money(money.asked_by_id, money, f"money_{money.state}", address, at)


def _tell_of_money(user: int | None, money: Compensation, code: str, address: str, at: datetime) -> None:
    facts = {
        "number": money.complaint.request.number,
        "kind": money.kind,
        "amount": str(money.amount),
        "currency": settings.CURRENCY,
        "note": money.decision_note,
    }
    tell(user, Topic.COMPLAINT, code, f"{code}:{money.pk}", address, at, **facts)


def tell_head(complaint: Complaint, at: datetime) -> Staff | None:
    """Tell the head of the responsible department that a complaint came back too often; return whom."""
    heads = heads_above(complaint.department_id or complaint.request.department_id)
    head = next((one for one in heads if one.user_id and one.pk != complaint.about_id), None)
    number, times = complaint.request.number, complaint.request.reopened_count
    address = reverse("feedback:complaint", args=[complaint.pk])
    key = f"complaint_escalated:{complaint.pk}:{times}"
    user = head.user_id if head else None
    tell(user, Topic.ESCALATION, "complaint_escalated", key, address, at, number=number, times=times)
    return head
