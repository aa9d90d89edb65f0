"""The public help form: what people send, what robots send, and what is too much."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.models import Attachment, Category, Complaint, ServiceRequest, ServiceRules
from starservice.web import rate_limit
from tests import factories as f
from tests.feedback.files import PNG, upload

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quiet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rate_limit.forget()
    f.ChannelFactory(code="web")


def opened_at(client, moment=NOW) -> str:
    """The signed moment a page was opened."""
    with time_machine.travel(moment, tick=False):
        text = client.get("/help/").content.decode()
    return re.search(r'name="opened" value="([^"]+)"', text)[1]


def send(client, *, after=timedelta(minutes=1), opened=None, **typed):
    opened = opened_at(client) if opened is None else opened
    given = {
        "kind": "request",
        "text": "My lamp is dark",
        "email": "li@example.com",
        "opened": opened,
        "lang": "en",
        **typed,
    }
    with time_machine.travel(NOW + after, tick=False):
        return client.post("/help/", given)


def test_page_says_what_happens_next_and_by_when(client):
    text = client.get("/help/").content.decode()
    assert "within 15 minutes" in text
    assert "within 24 hours" in text
    assert 'name="robots" content="noindex' in text


def test_request_is_taken_in_and_shown_by_its_link(client):
    Category.objects.filter(code="fault").update(department=f.DepartmentFactory())
    answer = send(client, category="fault", area="North", name="Li", files=[upload("photo.jpg")])
    request = ServiceRequest.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].startswith("/t/")
    assert (request.channel.code, request.category.code, request.area) == ("web", "fault", "North")
    assert (request.contact_name, request.contact_email, request.language) == ("Li", "li@example.com", "en")
    assert Attachment.objects.get().name == "photo.png"
    page = client.get(answer["Location"])
    assert request.number in page.content.decode()
    assert "keep the link" in page.content.decode()


def test_complaint_is_a_complaint(client):
    send(client, kind="complaint")
    assert Complaint.objects.get().request.number.startswith("C")


def test_the_language_of_the_page_is_the_customers(client):
    send(client, lang="zh-hant")
    assert ServiceRequest.objects.get().language == "zh-hant"


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"text": ""}, "text"),
        ({"email": "", "phone": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": "", "phone": "call me"}, "phone"),
        ({"text": "x" * 5001}, "text"),
        ({"kind": "praise"}, "kind"),
        ({"category": "nonsense"}, "category"),
        ({"files": SimpleUploadedFile("a.exe", b"MZ")}, "files"),
        ({"files": SimpleUploadedFile("a.png", b"<svg/>")}, "files"),
        ({"files": [upload()] * 6}, "files"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(client, typed, where):
    answer = send(client, **{"name": "Typed name", **typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Typed name" in text
    assert "field--error" in text
    assert not ServiceRequest.objects.exists()
    assert ("choose your files again" in text) == (where == "files")


@pytest.mark.parametrize(
    "typed",
    [
        {"website": "https://spam.example"},
        {"after": timedelta(seconds=2)},
        {"after": timedelta(days=2)},
        {"opened": ""},
        {"opened": "made-up"},
    ],
)
def test_a_robot_is_asked_and_nothing_typed_is_lost(client, typed):
    answer = send(client, text="Precious words", phone="95588", **typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Precious words" in text
    assert "95588" in text
    assert not ServiceRequest.objects.exists()
    numbers = [int(number) for number in re.search(r"How much is (\d) plus (\d)", text).groups()]
    question = re.search(r'name="question" value="([^"]+)"', text)[1]
    wrong = send(client, question=question, answer="1", text="Precious words")
    assert "not the right number" in wrong.content.decode()
    assert not ServiceRequest.objects.exists()
    right = send(client, question=question, answer=str(sum(numbers)), text="Precious words")
    assert right.status_code == 302
    assert ServiceRequest.objects.get().timeline.first().text == "Precious words"


def test_a_question_cannot_be_made_up(client):
    answer = send(client, question="WzEsMV0:made:up", answer="2")
    assert answer.status_code == 422
    assert not ServiceRequest.objects.exists()


def test_many_from_one_address_wait_and_keep_what_they_typed(client):
    answers = [send(client, text=f"Words {number}") for number in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "Words 10" in answers[-1].content.decode()
    assert ServiceRequest.objects.count() == 10


def test_changing_the_language_keeps_what_was_typed(client):
    answer = client.post("/help/", {"switch": "zh-hans", "text": "Half a sentence", "kind": "complaint"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Half a sentence" in text
    assert 'lang="zh-hans"' in text
    assert "field--error" not in text


def test_too_much_is_refused_unread_with_the_text_kept(client):
    ServiceRules.objects.update(attachment_mb=1)
    large = PNG.ljust(5 * 1024 * 1024, b"\x00")
    answer = send(client, text="Kept words", files=[upload(content=large)])
    text = answer.content.decode()
    assert answer.status_code == 413
    assert "Kept words" in text
    assert "Together the files are larger than 3.0" in text
    assert not ServiceRequest.objects.exists()


def test_number_of_queries_is_set(client, django_assert_max_num_queries):
    client.get("/help/")
    with django_assert_max_num_queries(6):
        client.get("/help/")
