"""Taking in a request: whose it is, what it is about, how fast, who takes it, and what is said at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback import tokens
from feedback.errors import EmptyMessageError, FileRefusedError, NoTierError
from feedback.links import tracking_token
from feedback.models import (
    Agent,
    Attachment,
    Category,
    Complaint,
    Customer,
    CustomerTag,
    CustomerTagging,
    PriorityRule,
    ServiceRequest,
    ServiceRules,
    Tier,
    TimelineEntry,
)
from feedback.services.assigning import assign_waiting
from feedback.services.intake import Contact, open_request
from starservice.jobs.models import OutboxMessage
from tests import factories as f
from tests.feedback.files import PNG, upload

pytestmark = pytest.mark.django_db
NOON = f.NOON  # a Thursday, 12:00 in Shanghai


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def opened(**given) -> ServiceRequest:
    given = {"subject": "", "text": "Hello", "channel": f.ChannelFactory(), "at": NOON, **given}
    return open_request(**given)


def kinds(request: ServiceRequest) -> list[str]:
    return list(request.timeline.values_list("kind", flat=True))


def test_request_begins_with_its_message_a_promise_and_a_link():
    request = opened(
        text="  The lamp\n is broken  ", contact=Contact("Li", "LI@Example.com", "138-0013-8000")
    )
    assert request.subject == "The lamp"
    assert request.number == f"R{request.pk:06d}"
    message, automatic = request.timeline.all()
    assert (message.kind, message.text, message.is_public) == ("message", "The lamp\n is broken", True)
    assert (automatic.kind, automatic.is_public) == ("automatic", True)
    due = dict(request.milestones.values_list("kind", "due_at"))
    assert automatic.data["response_due"] == due["response"].isoformat()
    assert automatic.data["solution_due"] == due["solution"].isoformat()
    assert request.first_replied_at is None, "a machine's answer is no answer"
    assert not request.milestones.exclude(met_at=None).exists()
    assert bytes(request.token_hash) == tokens.hash_of(tracking_token(request))
    assert request.next_due_at == due["response"]


def test_customer_is_found_however_the_contact_is_written():
    known = f.CustomerFactory(name="Li Lei", email="Li.Lei@example.com", phone="+86 138 0013 8000")
    by_mail = opened(contact=Contact(email=" li.lei@EXAMPLE.com "))
    by_phone = opened(contact=Contact(phone="13800138000"))
    assert by_mail.customer == by_phone.customer == known
    assert (by_mail.contact_name, by_mail.contact_phone) == ("", ""), "a stranger is told nothing"
    assert by_phone.contact_email == ""


def test_new_customer_is_made_once():
    first = opened(contact=Contact("Han", "han@example.com", ""), language="zh-hans")
    second = opened(contact=Contact("", "han@example.com", "13900139000"))
    assert first.customer == second.customer
    customer = Customer.objects.get()
    assert (customer.name, customer.email, customer.phone, customer.language) == (
        "Han",
        "han@example.com",
        "13900139000",
        "zh-hans",
    )


def test_what_is_known_of_a_customer_is_not_overwritten():
    f.CustomerFactory(name="Li", email="li@example.com", phone="13800138000")
    opened(contact=Contact("Somebody", "li@example.com", "13900000000"))
    assert list(Customer.objects.values_list("name", "phone")) == [("Li", "13800138000")]


def test_nobody_is_no_customer():
    assert opened(contact=Contact("Only a name")).customer is None
    assert not Customer.objects.exists()


def test_erased_customer_is_not_found_again():
    f.CustomerFactory(email="li@example.com", erased_at=NOON)
    assert opened(contact=Contact(email="li@example.com")).customer.erased_at is None


def test_named_customer_is_reached_as_we_know():
    customer = f.CustomerFactory(name="Li", email="li@example.com", phone="138", language="zh-hant")
    request = opened(customer=customer, contact=Contact(phone="95588"), by=f.UserFactory())
    assert (request.contact_name, request.contact_email, request.contact_phone) == (
        "Li",
        "li@example.com",
        "95588",
    )
    assert request.language == "zh-hant"
    assert request.created_by


def test_words_name_the_category_its_department_and_tier():
    department = f.DepartmentFactory()
    Category.objects.filter(code="fault").update(department=department)
    request = opened(text="The line is not working, a fault since Monday")
    assert request.category.code == "fault"
    assert request.department == department
    assert request.tier.code == "important"
    assert request.timeline.first().data == {"category_words": ["fault", "not working"]}
    assert [reason["code"] for reason in request.tier_reasons] == ["category"]


def test_a_chosen_category_counts_more_than_words():
    request = opened(text="fault", category=Category.objects.get(code="question"))
    assert request.category.code == "question"
    assert request.timeline.first().data == {}


def test_without_any_word_nobody_answers_for_it_yet():
    request = opened(text="Guten Tag")
    assert (request.category, request.department, request.tier.code) == (None, None, "general")
    assert [reason["code"] for reason in request.tier_reasons] == ["default"]


def test_words_tags_and_complaints_make_it_faster_and_are_said():
    customer = f.CustomerFactory(email="li@example.com")
    tag, _made = CustomerTag.objects.get_or_create(code="vip", defaults={"name": {"en": "VIP"}})
    CustomerTagging.objects.create(customer=customer, tag=tag, given_at=NOON)
    for days in (1, 2, 300):
        f.ServiceRequestFactory(customer=customer, kind="complaint", created_at=NOON - timedelta(days=days))
    request = opened(contact=Contact(email="li@example.com"))
    assert request.tier.code == "important"
    assert [reason["code"] for reason in request.tier_reasons] == ["tag", "complaints", "default"]
    urgent = opened(text="fire!", contact=Contact(email="li@example.com"))
    assert urgent.tier.code == "urgent"


def test_tag_held_off_does_not_count():
    customer = f.CustomerFactory(email="li@example.com")
    tag, _made = CustomerTag.objects.get_or_create(code="vip", defaults={"name": {"en": "VIP"}})
    CustomerTagging.objects.create(customer=customer, tag=tag, given_at=NOON, removed_at=NOON, by_rule=True)
    assert opened(contact=Contact(email="li@example.com")).tier.code == "general"


def test_complaint_has_its_row_and_its_tier():
    department = f.DepartmentFactory()
    Category.objects.filter(code="conduct").update(department=department)
    request = opened(text="rude", kind="complaint")
    assert request.number.startswith("C")
    assert request.tier.code == "complaint"
    complaint = Complaint.objects.get(request=request)
    assert complaint.department == department
    due = dict(request.milestones.values_list("kind", "due_at"))
    assert due == {"response": NOON + timedelta(hours=24), "solution": NOON + timedelta(hours=48)}


def test_a_person_may_choose_the_tier():
    request = opened(text="fire", tier=Tier.objects.get(code="general"))
    assert request.tier.code == "general"
    assert [reason["code"] for reason in request.tier_reasons] == ["chosen"]


def test_tier_out_of_use_is_promised_to_nobody():
    Tier.objects.filter(code="important").update(is_active=False)
    assert opened(text="fault").tier.code == "general"
    PriorityRule.objects.all().delete()
    Tier.objects.update(is_active=False)
    with pytest.raises(NoTierError):
        opened()
    assert ServiceRequest.objects.count() == 1


def test_same_external_number_is_one_request():
    first = opened(source="crm", external_id="7", text="one")
    again = opened(source="crm", external_id="7", text="two")
    other = opened(source="shop", external_id="7")
    assert first == again != other
    assert kinds(first) == ["message", "automatic"]


def test_nothing_written_is_refused_and_a_wrong_file_keeps_nothing():
    with pytest.raises(EmptyMessageError):
        opened(text=" \n")
    with pytest.raises(FileRefusedError):
        opened(files=[upload(), upload("a.exe", b"MZ")], contact=Contact(email="li@example.com"))
    assert not ServiceRequest.objects.exists()
    assert not Customer.objects.exists()
    assert not Attachment.objects.exists()


def test_files_alone_are_enough():
    request = opened(text="", files=[upload(content=PNG)])
    assert request.subject == "Files"
    assert request.attachments.get().entry.kind == "message"


def test_what_it_follows_on_is_said():
    before = f.ServiceRequestFactory()
    request = opened(previous=before)
    assert kinds(request) == ["linked", "message", "automatic"]
    assert request.timeline.first().data == {"code": "follows_on", "number": before.number}


def test_without_an_address_nothing_is_mailed():
    opened(contact=Contact(phone="13800138000"))
    assert not OutboxMessage.objects.exists()


# --- assignment --------------------------------------------------------------------------------


@pytest.fixture
def department():
    department = f.DepartmentFactory()
    Category.objects.filter(code="fault").update(department=department)
    return department


def agent_in(department, **facts) -> Agent:
    assignment = f.AssignmentFactory(department=department)
    return f.AgentFactory(staff=assignment.staff, **facts)


def test_agent_of_the_department_gets_it_with_the_reason(department):
    agent_in(f.DepartmentFactory())
    here = agent_in(f.DepartmentFactory(parent=department))
    request = opened(text="fault")
    assert request.agent == here.staff
    assert request.agent_reason["code"] == "automatic"
    assert request.agent_reason["decided"] == "only"
    here.refresh_from_db()
    assert here.last_assigned_at == NOON
    assert kinds(request) == ["message", "automatic", "assigned"]


def test_two_agents_take_turns(department):
    for _number in range(2):
        agent_in(department)
    given = [opened(text="fault", at=NOON + timedelta(minutes=minute)).agent_id for minute in range(4)]
    assert len(set(given[:2])) == 2
    assert given[:2] == given[2:]


@pytest.mark.parametrize(
    ("facts", "at", "why"),
    [
        ({"away_until": NOON + timedelta(hours=1)}, NOON, "away"),
        ({"away_until": NOON}, NOON, ""),
        ({"most_open": 0}, NOON, "full"),
        ({"areas": ["South"]}, NOON, "area"),
        ({"areas": ["north"]}, NOON, ""),
        ({"calendar": "office-hours"}, NOON - timedelta(microseconds=1), ""),
        ({"calendar": "office-hours"}, NOON, "shift"),  # from twelve to one is lunch
        ({"is_active": False}, NOON, "gone"),
    ],
)
def test_agents_who_cannot_are_left_out_and_counted(department, facts, at, why):
    if "calendar" in facts:
        facts = {"calendar": f.CalendarFactory()}
    agent_in(department, **facts)
    request = opened(text="fault", area="North", at=at)
    if not why:
        assert request.agent
        return
    assert request.agent is None
    left_out = {} if why == "gone" else {why: 1}
    assert request.agent_reason == {"code": "nobody", "agents": len(left_out), "left_out": left_out}


def test_skill_is_asked_for(department):
    agent = agent_in(department)
    agent.categories.add(Category.objects.get(code="billing"))
    assert opened(text="fault").agent is None
    agent.categories.add(Category.objects.get(code="fault"))
    request = opened(text="fault")
    assert request.agent == agent.staff
    assert request.agent_reason["skill"] is True


def test_leaver_and_mover_get_nothing(department):
    agent = agent_in(department)
    agent.staff.left_on = NOON.date() - timedelta(days=1)
    agent.staff.save()
    assert opened(text="fault").agent is None


def test_automatic_assignment_can_be_switched_off(department):
    agent_in(department)
    ServiceRules.objects.update(assigns_automatically=False)
    request = opened(text="fault")
    assert (request.agent, request.status) == (None, "new")


def test_what_nobody_could_take_is_given_away_later(department):
    agent = agent_in(department, calendar=f.CalendarFactory())
    request = opened(text="fault", at=NOON)
    assert request.agent is None
    assert assign_waiting(at=NOON + timedelta(minutes=30)) == 0
    assert assign_waiting(at=NOON + timedelta(hours=1)) == 1
    request.refresh_from_db()
    assert request.agent == agent.staff


def test_looking_again_costs_no_query_for_each_that_waits(department, django_assert_max_num_queries):
    agent_in(department, most_open=0)
    for _number in range(12):
        f.ServiceRequestFactory(department=department)
    with django_assert_max_num_queries(4):
        assert assign_waiting(at=NOON) == 0


# --- cost ----------------------------------------------------------------------------------------


def test_number_of_queries_is_set(department):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            opened(text="fault fire", contact=Contact(email="li@example.com"), area="North")
        return len(queries)

    agent_in(department, calendar=f.CalendarFactory())
    opened(contact=Contact(email="li@example.com"))
    few = cost()
    for _number in range(5):
        agent_in(department, calendar=f.CalendarFactory()).categories.add(Category.objects.get(code="fault"))
        PriorityRule.objects.create(kind="keyword", words="danger", tier=Tier.objects.first())
        f.ServiceRequestFactory(kind="complaint", customer=Customer.objects.get(email="li@example.com"))
    assert cost() == few
    assert few <= 70


def test_entries_are_in_their_order():
    request = opened()
    assert [entry.kind for entry in TimelineEntry.objects.filter(request=request)] == ["message", "automatic"]
