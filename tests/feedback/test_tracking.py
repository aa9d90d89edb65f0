"""The customer's page: what it shows, what can be done there, and that it opens nothing else."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.core import mail

from feedback.links import tracking_link, tracking_token
from feedback.models import (
    Category,
    Invitation,
    ServiceRequest,
    ServiceRules,
    TimelineEntry,
)
from feedback.services import desk, request_mail
from feedback.services.attaching import attach
from feedback.services.intake import Contact, open_request
from feedback.services.lost_links import send_lost_link
from people.models import Staff
from starservice.jobs.models import OutboxMessage
from starservice.web import rate_limit
from tests import factories as f
from tests.feedback.files import PDF, upload

pytestmark = pytest.mark.django_db
NOON = f.NOON


@pytest.fixture(autouse=True)
def quiet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rate_limit.forget()
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        yield


@pytest.fixture
def agent():
    department = f.DepartmentFactory()
    Category.objects.filter(code="fault").update(department=department)
    staff = f.AssignmentFactory(
        department=department, staff__name="Wang Fang", staff__employee_no="E77"
    ).staff
    staff.user = f.UserFactory()
    staff.save()
    return f.AgentFactory(staff=staff)


@pytest.fixture
def one(agent) -> ServiceRequest:
    return open_request(
        subject="",
        text="A fault in my flat",
        channel=f.ChannelFactory(code="web"),
        at=NOON,
        contact=Contact("Li", "li@example.com", "13800138000"),
        language="en",
    )


def address(request: ServiceRequest, what: str = "") -> str:
    return f"/t/{tracking_token(request)}/{what}"


def answered(request, agent, at=NOON + timedelta(minutes=5)):
    desk.reply(request=request, text="We come today", by=agent.staff.user, at=at)


def resolved(request, agent, at=NOON + timedelta(minutes=10)) -> ServiceRequest:
    desk.resolve(request=request, by=agent.staff.user, at=at, text="It is mended")
    request.refresh_from_db()
    return request


def page(client, request, **query) -> str:
    return client.get(address(request), query).content.decode()


def test_page_says_who_where_and_when(client, one):
    text = page(client, one)
    assert one.number in text
    assert "Wang Fang" in text
    assert "A fault in my flat" in text
    due = one.milestones.get(kind="response").due_at
    assert f'datetime="{NOON.isoformat()[:16]}' in text or "12" in text
    assert "A person answers you by" in text
    assert due
    assert "Asia/Shanghai" in text
    assert "overdue" not in text


def test_page_is_nobodys_business(client, one):
    answer = client.get(address(one))
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    text = answer.content.decode()
    for secret in ("li@example.com", "13800138000", "E77", one.link_seed):
        assert secret not in text


@pytest.mark.parametrize(
    ("taste", "shown", "hidden"),
    [("name", "Wang Fang", "E77"), ("number", "E77", "Wang Fang"), ("team", "StarService", "Wang Fang")],
)
def test_company_decides_how_agents_are_shown(client, one, agent, settings, taste, shown, hidden):
    settings.COMPANY_NAME = "StarService"
    ServiceRules.objects.update(agent_shown=taste)
    answered(one, agent)
    text = page(client, one)
    assert shown in text
    assert hidden not in text


def test_what_is_late_is_said_honestly(client, one):
    due = one.milestones.get(kind="response").due_at
    with time_machine.travel(due, tick=False):
        assert "overdue" not in page(client, one), "the due moment itself is in time"
    with time_machine.travel(due + timedelta(microseconds=1), tick=False):
        assert "You should have had an answer by" in page(client, one)


def test_waiting_is_said(client, one, agent):
    desk.pause(request=one, by=agent.staff.user, at=NOON, note="which lamp?")
    assert "our clock stands still" in page(client, one)


def test_only_what_is_public_is_shown(client, one, agent):
    desk.add_note(request=one, text="A difficult customer", by=agent.staff.user, at=NOON)
    answered(one, agent)
    text = page(client, one)
    assert "We come today" in text
    assert "difficult" not in text


def test_page_speaks_the_customers_language(client, one):
    ServiceRequest.objects.update(language="zh-hans")
    assert 'lang="zh-hans"' in page(client, one)[:200]
    assert 'lang="zh-hant"' in page(client, one, lang="zh-hant")[:200]


def test_a_get_changes_nothing(client, one, agent):
    resolved(one, agent)
    before = list(TimelineEntry.objects.values()), list(ServiceRequest.objects.values())
    for what in ("", "now/"):
        assert client.get(address(one, what)).status_code == 200
    for what in ("add/", "confirm/", "rate/"):
        assert client.get(address(one, what)).status_code == 405
    assert before == (list(TimelineEntry.objects.values()), list(ServiceRequest.objects.values()))
    assert not Invitation.objects.exists()


# --- links -----------------------------------------------------------------------------------


def test_unknown_and_run_out_links_look_alike(client, one, agent):
    resolved(one, agent)
    desk.close(request=one, at=NOON + timedelta(minutes=20))
    unknown = client.get("/t/made-up/")
    with time_machine.travel(NOON + timedelta(days=89), tick=False):
        assert client.get(address(one)).status_code == 200
    with time_machine.travel(NOON + timedelta(days=91), tick=False):
        gone = client.get(address(one))
        posted = client.post(address(one, "add/"), {"text": "Hello"})
    assert unknown.status_code == gone.status_code == posted.status_code == 404
    assert unknown.content == gone.content == posted.content
    assert "/help/link/" in gone.content.decode()


def test_links_open_only_their_own(client, one):
    other = f.ServiceRequestFactory()
    entry = f.TimelineEntryFactory(request=other)
    (file,) = attach(entry=entry, files=[upload("bill.pdf", PDF)])
    assert client.get(address(one, f"files/{file.pk}/")).status_code == 404
    assert client.get(f"/s/{tracking_token(one)}/").status_code == 404
    assert client.get(f"/t/{one.link_seed}/").status_code == 404


def test_files_are_handed_out_as_files(client, one, agent):
    entry = one.timeline.get(kind="message")
    (public,) = attach(entry=entry, files=[upload("账单.pdf", PDF)])
    note = desk.add_note(request=one, text="x", by=agent.staff.user, at=NOON, files=[upload("own.pdf", PDF)])
    answer = client.get(address(one, f"files/{public.pk}/"))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store, private"
    assert client.get(address(one, f"files/{note.attachments.get().pk}/")).status_code == 404


# --- saying more -----------------------------------------------------------------------------


def test_customer_adds_words_and_files(client, one):
    answer = client.post(address(one, "add/"), {"text": "And the bell", "files": [upload()]})
    assert answer["Location"] == f"{address(one)}?done=said"
    entry = one.timeline.last()
    assert (entry.kind, entry.text, entry.by, entry.is_public) == ("message", "And the bell", None, True)
    assert entry.attachments.count() == 1
    assert "Your message has been added" in page(client, one, done="said")


def test_sent_twice_is_one_message(client, one):
    key = str(uuid4())
    for _time in range(2):
        answer = client.post(address(one, "add/"), {"text": "Once", "key": key})
        assert answer.status_code == 302
    assert one.timeline.filter(text="Once").count() == 1


@pytest.mark.parametrize(
    "typed", [{"text": " "}, {"text": "Kept", "files": upload("a.exe", b"MZ")}, {"text": "x" * 5001}]
)
def test_wrong_message_is_refused_with_what_was_typed(client, one, typed):
    answer = client.post(address(one, "add/"), typed)
    assert answer.status_code == 422
    assert typed["text"].strip() in answer.content.decode()
    assert one.timeline.filter(kind="message").count() == 1


def test_message_ends_a_wait(client, one, agent):
    desk.pause(request=one, by=agent.staff.user, at=NOON)
    client.post(address(one, "add/"), {"text": "The lamp in the hall"})
    one.refresh_from_db()
    assert one.status == "open"


def test_message_reopens_what_was_resolved(client, one, agent):
    resolved(one, agent)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        answer = client.post(address(one, "add/"), {"text": "Dark again"})
        assert answer["Location"].endswith("?done=reopened")
    one.refresh_from_db()
    assert (one.status, one.reopened_count) == ("open", 1)


def test_message_long_after_closing_begins_a_linked_request_once(client, one, agent):
    resolved(one, agent)
    desk.close(request=one, at=NOON + timedelta(hours=1))
    key = str(uuid4())
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        assert "begins a new request" in page(client, one)
        answers = [client.post(address(one, "add/"), {"text": "Again", "key": key}) for _time in range(2)]
    following = ServiceRequest.objects.get(previous=one)
    assert {answer["Location"] for answer in answers} == {f"{address(following)}?done=new"}
    assert following.timeline.filter(kind="message").count() == 1


def test_many_messages_wait_and_are_kept(client, one):
    answers = [client.post(address(one, "add/"), {"text": f"Words {n}"}) for n in range(11)]
    assert answers[-1].status_code == 429
    assert "Words 10" in answers[-1].content.decode()


# --- confirming and rating -----------------------------------------------------------------------


def test_customer_confirms(client, one, agent):
    assert client.post(address(one, "confirm/")).status_code == 409
    resolved(one, agent)
    assert "Yes, it is solved" in page(client, one)
    answer = client.post(address(one, "confirm/"))
    assert answer["Location"].endswith("?done=confirmed")
    one.refresh_from_db()
    assert (one.status, one.confirmed_at) == ("closed", NOON + timedelta(minutes=1))
    assert "Yes, it is solved" not in page(client, one)


def test_customer_rates_the_agent_once(client, one, agent):
    assert client.post(address(one, "rate/")).status_code == 409
    resolved(one, agent)
    first, second = (client.post(address(one, "rate/")) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert urlsplit(first["Location"]).path.startswith("/s/")
    invitation = Invitation.objects.get()
    assert (invitation.staff, invitation.request, invitation.served_on) == (agent.staff, one, NOON.date())
    assert client.get(first["Location"]).status_code == 200
    Invitation.objects.update(answered_at=NOON)
    assert client.post(address(one, "rate/")).status_code == 409
    assert "Rate our service" not in page(client, one)


def test_what_cannot_be_rated_says_so(client, one, agent):
    resolved(one, agent)
    Staff.objects.update(left_on=NOON.date() - timedelta(days=1))
    answer = client.post(address(one, "rate/"))
    assert answer.status_code == 409
    assert "was not employed" in answer.content.decode()


# --- live ------------------------------------------------------------------------------------------


def test_page_looks_again_by_itself_and_keeps_quiet_when_nothing_changed(client, one, agent):
    version = re.search(r"version=([\w-]+)", page(client, one))[1]
    assert client.get(address(one, "now/"), {"version": version}).status_code == 204
    answered(one, agent)
    fresh = client.get(address(one, "now/"), {"version": version})
    assert fresh.status_code == 200
    assert "We come today" in fresh.content.decode()
    assert "<textarea" not in fresh.content.decode(), "what is being typed is not replaced"


def test_number_of_queries_is_set(client, one, agent, django_assert_max_num_queries):
    for _time in range(8):
        client.post(address(one, "add/"), {"text": "x", "files": [upload()]})
    with django_assert_max_num_queries(9):
        page(client, one)


# --- mail, and the lost link ---------------------------------------------------------------------


def mailed() -> list:
    for message in OutboxMessage.objects.filter(task="feedback.tasks.email_entry"):
        request_mail.email_entry(entry_id=message.arguments["entry_id"], at=NOON)
    return mail.outbox


def test_confirmation_is_mailed_once_with_number_and_link(one):
    mailed()
    (letter,) = mailed()
    assert letter.to == ["li@example.com"]
    assert one.number in letter.subject
    assert tracking_link(one) in letter.body
    assert "A person answers you by" in letter.body


@pytest.mark.parametrize(
    ("number", "contact", "done"),
    [
        ("{number}", "li@example.com", "mailed"),
        ("{number}", "LI@Example.com ", "mailed"),
        ("{number}", "+86 138-0013-8000", "mailed"),
        ("{pk}", "li@example.com", "mailed"),
        ("{number}", "other@example.com", ""),
        ("{number}", "", ""),
        ("R999999", "li@example.com", ""),
        ("nonsense", "li@example.com", ""),
    ],
)
def test_link_goes_only_where_the_customer_is_known(one, number, contact, done):
    typed = number.format(number=one.number, pk=one.pk)
    assert send_lost_link(number=typed, contact=contact, language="en", at=NOON) == done
    assert [letter.to for letter in mail.outbox] == ([["li@example.com"]] if done else [])
    if done:
        assert tracking_link(one) in mail.outbox[0].body


def test_where_only_a_phone_is_known_the_agent_is_asked_to_call(one):
    ServiceRequest.objects.update(contact_email="")
    facts = {"number": one.number, "contact": "13800138000", "language": "en"}
    assert send_lost_link(**facts, at=NOON) == "noted"
    assert send_lost_link(**facts, at=NOON + timedelta(minutes=59)) == "", "once an hour"
    assert send_lost_link(**facts, at=NOON + timedelta(minutes=61)) == "noted"
    note = one.timeline.filter(kind="note").first()
    assert not note.is_public
    assert "call" in note.text
    assert not mail.outbox


def test_lost_link_page_says_the_same_whatever_is_asked(client, one):
    given = [
        (one.number, "li@example.com"),
        (one.number, "other@example.com"),
        ("R999999", "li@example.com"),
        ("x", "y"),
    ]
    answers = [client.post("/help/link/", {"number": n, "contact": c, "lang": "en"}) for n, c in given]
    assert len({answer.content for answer in answers}) == 1
    assert {answer.status_code for answer in answers} == {200}
    assert OutboxMessage.objects.filter(task="feedback.tasks.send_lost_link").count() == 4
    assert not mail.outbox, "looked up later, out of sight"


def test_lost_link_cannot_be_asked_for_without_end(client, one):
    for _time in range(5):
        answer = client.post("/help/link/", {"number": one.number, "contact": "li@example.com"})
        assert answer.status_code == 200
    assert OutboxMessage.objects.filter(task="feedback.tasks.send_lost_link").count() == 3
    assert client.post("/help/link/", {"number": "", "contact": ""}).status_code == 422
