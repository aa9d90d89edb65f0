from datetime import timedelta

import pytest
from django.utils import timezone, translation

from feedback.models import OPEN_STATES
from feedback.services.customer_messages import customer_message
from feedback.services.desk import assign, close_resolved, hand_over, take
from people.models import Notification
from people.notices import words_of
from tests.factories import NOON, AgentFactory, ServiceRequestFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def agent(name):
    staff = StaffFactory(name=name, user=UserFactory(username=name))
    AgentFactory(staff=staff)
    return staff


def said_to(staff):
    return [words_of(told.code, told.data) for told in Notification.objects.filter(user=staff.user)]


def test_whoever_gets_a_request_is_told_by_whom():
    ann, bob = agent("Ann"), agent("Bob")
    request = ServiceRequestFactory(agent=ann, status="open", subject="Lost parcel")
    hand_over(request=request, to=bob, by=ann.user, at=LATER)
    assert said_to(bob) == [f"Ann gave you {request.number} “Lost parcel”"]
    assert said_to(ann) == []


def test_request_given_by_the_desk_itself_is_told_without_a_name():
    ann = agent("Ann")
    request = ServiceRequestFactory(subject="Lost parcel")
    assign(request=request, agent=ann, at=LATER)
    assert said_to(ann) == [f"Given to you: {request.number} “Lost parcel”"]


def test_nobody_is_told_what_they_took_themselves():
    ann = agent("Ann")
    take(request=ServiceRequestFactory(), by=ann.user, at=LATER)
    assert said_to(ann) == []


def test_agent_is_told_that_the_customer_wrote_each_time():
    ann = agent("Ann")
    request = ServiceRequestFactory(agent=ann, status="open", subject="Lost parcel")
    for minutes in (1, 2):
        customer_message(request=request, text="Any news?", at=NOON + timedelta(minutes=minutes))
    assert said_to(ann) == [f"The customer wrote: {request.number} “Lost parcel”"] * 2


def test_words_are_in_the_reader_s_language_and_place():
    facts = {
        "number": "R000001",
        "subject": "包裹",
        "milestone": "response",
        "due_at": NOON.isoformat(),
        "step": 1,
    }
    with translation.override("zh-hans"), timezone.override("Asia/Shanghai"):
        assert "12:00" in words_of("sla-breach", facts)


def test_every_level_and_milestone_has_its_own_words():
    facts = {"number": "R000001", "subject": "Parcel", "due_at": NOON.isoformat(), "step": 2}
    sentences = {
        words_of(f"sla-{kind}", {**facts, "milestone": milestone})
        for kind in ("warning", "breach", "escalation")
        for milestone in ("response", "solution")
    }
    assert len(sentences) == 6
    assert all("R000001" in sentence and "Parcel" in sentence for sentence in sentences)


def test_resolved_requests_close_by_job_after_their_days():
    request = ServiceRequestFactory(status="resolved", resolved_at=NOON)
    assert close_resolved(at=NOON + timedelta(days=6)) == 0
    assert close_resolved(at=NOON + timedelta(days=8)) == 1
    request.refresh_from_db()
    assert request.status not in OPEN_STATES
