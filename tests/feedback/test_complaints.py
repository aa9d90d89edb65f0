"""A complaint from the moment it is one to its end: classified, decided, called back, reopened, escalated."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.errors import ComplaintError, FeedbackError
from feedback.models import Complaint, EvidenceEvent, ServiceRequest, ServiceRules
from feedback.queries.complaints import complaints_decided_by, findings_to_decide, to_call_back
from feedback.services import desk
from feedback.services.complaint_calls import record_complaint_call, record_missed_call
from feedback.services.complaints import (
    Classification,
    Decision,
    classify,
    decide_finding,
    turn_into_complaint,
)
from feedback.services.desk.closed_loop import open_loop
from feedback.services.due import start_milestones
from people.models import Notification, Role
from tests import factories as f
from tests.feedback.complaint_world import DAY, LATER, begun, complaint_world, entries, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return complaint_world()


def upheld(w, **changes):
    facts = {
        "finding": "upheld",
        "about": w.served,
        "happened_on": DAY,
        "root_cause": "Nobody read the note",
        "remedy": "Called and apologised",
    }
    return Decision(**{**facts, **changes})


def decided(w, by=None, at=LATER, **changes):
    return decide_finding(request=w.request, decision=upheld(w, **changes), by=by or w.supervisor.user, at=at)


def solved(w, at=LATER):
    desk.resolve(request=w.request, by=w.agent.user, at=at, text="It is put right.")


# --- turning


def test_turn_gives_a_request_a_number_of_complaints_their_tier_and_a_department(w):
    request = f.ServiceRequestFactory(
        category=w.category, department=w.department, agent=w.agent, status="open"
    )
    complaint = turn_into_complaint(request=request, note="She is angry", by=w.agent.user, at=LATER)
    request.refresh_from_db()
    assert request.number.startswith("C")
    assert request.tier.code == "complaint"
    assert (complaint.department, complaint.happened_on) == (w.department, DAY)
    assert entries(request) == ["opened"]
    assert not request.timeline.filter(kind="complaint", is_public=True).exists()


def test_turn_counts_a_day_and_two_days_by_the_wall_clock(w):
    request = f.ServiceRequestFactory(agent=w.agent, status="open")
    start_milestones(request=request, at=f.NOON)
    turn_into_complaint(request=request, note="", by=w.agent.user, at=f.NOON + timedelta(minutes=1))
    due = dict(request.milestones.values_list("kind", "due_at"))
    assert due == {
        "response": f.NOON + timedelta(hours=24),
        "solution": f.NOON + timedelta(hours=48),
    }


def test_turn_twice_or_when_closed_is_refused(w):
    with pytest.raises(ComplaintError, match="already"):
        turn_into_complaint(request=w.request, note="", by=w.agent.user, at=LATER)
    closed = f.ServiceRequestFactory(status="closed", resolved_at=f.NOON, closed_at=f.NOON)
    with pytest.raises(ComplaintError, match="closed"):
        turn_into_complaint(request=closed, note="", by=w.agent.user, at=LATER)


# --- classifying


def facts(w, **changes):
    known = {
        "severity": "serious",
        "category": w.category,
        "department": w.department,
        "about": w.served,
        "happened_on": DAY,
    }
    return Classification(**{**known, **changes})


def test_classify_keeps_the_facts_and_writes_them_down(w):
    complaint = classify(request=w.request, facts=facts(w), by=w.agent.user, at=LATER)
    complaint.refresh_from_db()
    assert (complaint.severity, complaint.about) == ("serious", w.served)
    assert entries(w.request) == ["classified"]


def test_classify_a_day_to_come_is_refused_at_its_field(w):
    with pytest.raises(ComplaintError) as refused:
        classify(
            request=w.request, facts=facts(w, happened_on=DAY + timedelta(days=2)), by=w.agent.user, at=LATER
        )
    assert refused.value.field == "happened_on"


def test_classify_cannot_name_another_person_once_decided(w):
    decided(w)
    with pytest.raises(ComplaintError, match="Change the finding"):
        classify(request=w.request, facts=facts(w, about=w.stranger), by=w.agent.user, at=LATER)
    classify(request=w.request, facts=facts(w, severity="critical"), by=w.agent.user, at=LATER)


def test_classify_with_another_category_moves_it_on_the_responsibility_list(w):
    other = f.feedback.Category.objects.get(code="billing")
    classify(request=w.request, facts=facts(w, category=other), by=w.agent.user, at=LATER)
    w.request.refresh_from_db()
    assert w.request.category == other


# --- deciding


def test_upheld_about_a_person_makes_one_event_of_the_day_it_happened(w):
    complaint = decided(w, note="A promise was forgotten")
    event = EvidenceEvent.objects.get()
    assert complaint.event == event
    assert (event.staff, event.kind, event.happened_on) == (w.served, "complaint", DAY)
    assert (event.reference, event.note) == (w.request.number, "A promise was forgotten")


@pytest.mark.parametrize("changes", [{"about": None}, {"finding": "not_upheld"}])
def test_no_event_without_a_person_or_when_not_upheld(w, changes):
    assert decided(w, **changes).event is None
    assert not EvidenceEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"finding": ""}, "finding"),
        ({"finding": "perhaps"}, "finding"),
        ({"root_cause": "  "}, "root_cause"),
        ({"remedy": ""}, "remedy"),
        ({"happened_on": None}, "happened_on"),
        ({"happened_on": date(2030, 1, 1)}, "happened_on"),
    ],
)
def test_decision_without_its_grounds_is_refused_at_the_field(w, changes, field):
    with pytest.raises(ComplaintError) as refused:
        decided(w, **changes)
    assert refused.value.field == field
    assert not EvidenceEvent.objects.exists()


def test_nobody_decides_about_themselves_not_even_by_naming_themselves_now(w):
    with pytest.raises(ComplaintError, match="themselves"):
        decided(w, by=w.supervisor.user, about=w.supervisor)
    Complaint.objects.filter(pk=w.complaint.pk).update(about=w.supervisor)
    with pytest.raises(ComplaintError, match="about you"):
        decided(w, by=w.supervisor.user)


def test_about_somebody_not_employed_that_day_is_refused(w):
    with pytest.raises(ComplaintError) as refused:
        decided(w, about=f.StaffFactory(name="Gone"))
    assert refused.value.field == "about"
    w.complaint.refresh_from_db()
    assert w.complaint.finding == ""


def test_deciding_again_needs_a_reason(w):
    decided(w)
    with pytest.raises(ComplaintError) as refused:
        decided(w, by=w.head.user, finding="not_upheld")
    assert refused.value.field == "reason"


def test_changed_finding_withdraws_the_event_and_keeps_it(w):
    first = decided(w).event
    decided(w, by=w.head.user, finding="not_upheld", reason="The call was somebody else's")
    first.refresh_from_db()
    assert first.withdrawn_at
    assert first.withdrawn_reason == "The call was somebody else's"
    second = decided(w, by=w.head.user, about=w.stranger, reason="It was hers").event
    assert EvidenceEvent.objects.count() == 2
    assert second.staff == w.stranger
    assert second.withdrawn_at is None
    assert entries(w.request) == ["decided"] * 3


def test_same_person_and_day_keep_the_event(w):
    first = decided(w).event
    again = decided(w, remedy="A voucher too", reason="More was done").event
    assert again == first
    assert EvidenceEvent.objects.count() == 1


def test_an_event_belongs_to_one_complaint(w):
    event = decided(w).event
    other = begun(f.ServiceRequestFactory(kind="complaint"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=other.pk).update(event=event)


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("supervisor", True),
        ("boss", True),
        ("head", True),
        ("top", True),
        ("agent", False),
        ("served", False),
        ("stranger", False),
    ],
)
def test_who_decides_findings(w, name, may):
    Complaint.objects.filter(pk=w.complaint.pk).update(about=w.served)
    found = complaints_decided_by(getattr(w, name).user, Complaint.objects.all(), DAY)
    assert found.exists() is may


def test_customer_service_decides_in_its_departments_and_never_about_itself(w):
    limited, elsewhere = f.UserFactory(), f.UserFactory()
    limited.role_grants.create(role=Role.CUSTOMER_SERVICE, department=w.company)
    elsewhere.role_grants.create(role=Role.CUSTOMER_SERVICE, department=f.DepartmentFactory())
    rows = Complaint.objects.all()
    assert complaints_decided_by(w.desk, rows, DAY).exists()
    assert complaints_decided_by(limited, rows, DAY).exists()
    assert not complaints_decided_by(elsewhere, rows, DAY).exists()
    f.StaffFactory(user=w.desk)
    Complaint.objects.update(about=w.desk.staff)
    assert not complaints_decided_by(w.desk, rows, DAY).exists()


def test_findings_wait_until_decided(w):
    assert list(findings_to_decide(w.head.user, DAY)) == [w.complaint]
    decided(w)
    assert not findings_to_decide(w.head.user, DAY)


# --- calling back


def test_satisfied_is_the_customers_confirmation_and_closes(w):
    decided(w)
    solved(w)
    assert list(to_call_back(ServiceRequest.objects.all())) == [w.request]
    record_complaint_call(request=w.request, satisfied=True, said="Fine now", by=w.desk, at=LATER)
    w.request.refresh_from_db()
    assert (w.request.status, w.request.confirmed_at) == ("closed", LATER)
    assert not to_call_back(ServiceRequest.objects.all())


def test_satisfied_before_the_finding_waits_for_it_and_then_closes(w):
    solved(w)
    record_complaint_call(request=w.request, satisfied=True, said="Fine now", by=w.desk, at=LATER)
    w.request.refresh_from_db()
    assert (w.request.status, w.request.confirmed_at) == ("resolved", LATER)
    decided(w, at=LATER + timedelta(hours=1))
    w.request.refresh_from_db()
    assert w.request.status == "closed"


def test_not_satisfied_reopens_and_the_call_is_to_do_again(w):
    decided(w)
    solved(w)
    record_complaint_call(request=w.request, satisfied=False, said="Still broken", by=w.desk, at=LATER)
    w.request.refresh_from_db()
    w.complaint.refresh_from_db()
    assert (w.request.status, w.request.reopened_count) == ("open", 1)
    assert (w.complaint.called_back_at, w.complaint.call_back_note) == (None, "")
    assert "called_back" in entries(w.request)
    solved(w, at=LATER + timedelta(hours=1))
    assert to_call_back(ServiceRequest.objects.all())


def test_a_call_needs_words_and_a_resolved_complaint_and_happens_once(w):
    call = {"request": w.request, "by": w.desk, "at": LATER}
    with pytest.raises(ComplaintError, match="resolved"):
        record_complaint_call(**call, satisfied=True, said="Fine")
    solved(w)
    with pytest.raises(ComplaintError) as refused:
        record_complaint_call(**call, satisfied=True, said=" ")
    assert refused.value.field == "said"
    record_complaint_call(**call, satisfied=True, said="Fine")
    with pytest.raises(ComplaintError, match="already"):
        record_complaint_call(**call, satisfied=True, said="Fine")


def test_who_could_not_be_reached_stays_on_the_list(w):
    solved(w)
    record_missed_call(request=w.request, note="Rang ten times", by=w.desk, at=LATER)
    row = to_call_back(ServiceRequest.objects.all()).get()
    assert row.tried
    assert entries(w.request) == ["not_reached"]


# --- the loop


def test_open_loop_names_what_is_missing(w):
    solved(w)
    w.request.refresh_from_db()
    assert "upheld" in open_loop(w.request)
    decided(w)
    assert "called back" in open_loop(w.request)
    Complaint.objects.update(called_back_at=LATER, call_back_note="Fine")
    assert open_loop(w.request) == ""
    assert open_loop(f.ServiceRequestFactory()) == ""


def test_closing_by_hand_needs_finding_and_call(w):
    solved(w)
    with pytest.raises(FeedbackError, match="decided yet"):
        desk.close(request=w.request, by=w.desk, at=LATER)
    decided(w)
    with pytest.raises(FeedbackError, match="called back"):
        desk.close(request=w.request, by=w.desk, at=LATER)


@pytest.mark.parametrize(
    ("finding", "email", "tried", "closes"),
    [
        (True, "customer@example.com", False, True),
        (True, "", True, True),
        (True, "", False, False),
        (False, "customer@example.com", True, False),
    ],
)
def test_closing_after_some_days_needs_a_finding_and_a_way_to_object(w, finding, email, tried, closes):
    ServiceRequest.objects.update(contact_email=email)
    solved(w)
    if finding:
        decided(w)
    if tried:
        record_missed_call(request=w.request, note="", by=w.desk, at=LATER)
    days = ServiceRules.objects.get().close_after_days
    assert desk.close_resolved(at=LATER + timedelta(days=days)) == int(closes)


# --- reopened too often


def come_back(w, at):
    solved(w, at=at)
    desk.reopen(request=w.request, text="Not solved", at=at + timedelta(minutes=1))


def test_reopened_twice_escalates_to_the_head_once_a_time(w):
    come_back(w, LATER)
    w.complaint.refresh_from_db()
    assert w.complaint.escalated_at is None
    come_back(w, LATER + timedelta(hours=1))
    w.complaint.refresh_from_db()
    moment = LATER + timedelta(hours=1, minutes=1)
    assert w.complaint.escalated_at == moment
    told = Notification.objects.get(code="complaint_escalated")
    assert told.user == w.head.user
    assert told.data["times"] == 2
    assert entries(w.request) == ["escalated"]
    come_back(w, LATER + timedelta(hours=2))
    w.complaint.refresh_from_db()
    assert w.complaint.escalated_at == moment
    assert Notification.objects.filter(code="complaint_escalated").count() == 2


def test_how_often_is_a_rule(w):
    ServiceRules.objects.update(escalate_reopened_from=1)
    come_back(w, LATER)
    w.complaint.refresh_from_db()
    assert w.complaint.escalated_at


def test_head_it_is_about_is_passed_over(w):
    Complaint.objects.update(about=w.head)
    ServiceRules.objects.update(escalate_reopened_from=1)
    come_back(w, LATER)
    assert Notification.objects.get(code="complaint_escalated").user == w.top.user


def test_a_request_that_is_no_complaint_is_not_escalated(w):
    ServiceRequest.objects.update(kind="request")
    come_back(w, LATER)
    come_back(w, LATER + timedelta(hours=1))
    assert not Notification.objects.filter(code="complaint_escalated").exists()


def test_lists_cost_the_same_queries_for_any_number(w, django_assert_num_queries):
    day = timezone.localdate()
    user = person("caller", w.department).user
    w.department.head = user.staff
    w.department.save()
    with django_assert_num_queries(3):
        assert len(findings_to_decide(user, day)) == 1
    for _number in range(5):
        request = f.ServiceRequestFactory(kind="complaint", department=w.department, agent=w.agent)
        begun(request)
    user = type(user).objects.select_related("staff").get(pk=user.pk)
    with django_assert_num_queries(3):
        assert [row.request.agent.name for row in findings_to_decide(user, day)] == ["agent"] * 6
