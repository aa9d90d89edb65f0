"""The page of a request: what is typed is not lost, two do not answer unknowingly, what is refused is said."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.models import Category, Presence, Tier
from feedback.services import desk
from feedback.services.presence import forget_presences, note_presence
from tests import factories as f
from tests.feedback.test_queue import agent, request_of

pytestmark = pytest.mark.django_db
PIECES = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def client_of(staff) -> Client:
    client = Client()
    client.force_login(staff.user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def lin():
    return agent("Lin")


@pytest.fixture
def boss(lin):
    boss = f.StaffFactory(name="Chen", user=f.UserFactory())
    lin.assignments.update(manager=boss)
    return boss


@pytest.fixture
def one(lin):
    return request_of(lin, contact_name="Liu Yang", language="zh-hans")


def answer(client, one, text="It left today.", headers=PIECES, **more):
    return client.post(
        f"/requests/{one.pk}/answer/", {"what": "reply", "text": text, **more}, headers=headers
    )


def test_reply_reaches_the_timeline_and_keeps_the_first_promise(lin, one):
    sent = answer(client_of(lin), one)
    assert sent.status_code == 200
    assert sent.headers["HX-Trigger"] == "desk:sent"
    assert "It left today." in sent.content.decode()
    entry = one.timeline.get(kind="reply")
    assert (entry.text, entry.staff, entry.is_public) == ("It left today.", lin, True)
    assert one.milestones.get(kind="response").met_at is not None


def test_reply_sent_again_with_its_key_is_the_same_reply(lin, one):
    client, key = client_of(lin), uuid4()
    answer(client, one, client_key=key)
    assert answer(client, one, client_key=key).status_code == 200
    assert one.timeline.filter(kind="reply").count() == 1


def test_changed_text_under_a_used_key_is_kept_and_not_called_sent(lin, one):
    client, key = client_of(lin), uuid4()
    answer(client, one, client_key=key)
    again = answer(client, one, "It left today, by plane.", client_key=key)
    assert again.status_code == 409
    assert again.headers["HX-Trigger"] == "desk:new-key"
    assert "An earlier version" in again.content.decode()


def test_reply_to_an_unseen_answer_is_held_back_and_can_be_sent_anyway(lin, boss, one):
    seen = one.timeline.last().pk
    desk.reply(request=one, text="I have answered.", by=boss.user, at=timezone.now())
    client = client_of(lin)
    held = answer(client, one, seen_entry=seen)
    page = held.content.decode()
    assert held.status_code == 409
    assert "Chen has replied in the meantime" in page
    assert "I have answered." in page
    assert one.timeline.filter(kind="reply").count() == 1
    assert answer(client, one, seen_entry=seen, anyway="1").status_code == 200
    assert one.timeline.filter(kind="reply").count() == 2


def test_refused_reply_keeps_its_text_without_script(lin, boss, one):
    seen = one.timeline.last().pk
    desk.reply(request=one, text="I have answered.", by=boss.user, at=timezone.now())
    page = answer(client_of(lin), one, "My long answer", headers={}, seen_entry=seen).content.decode()
    assert "My long answer</textarea>" in page
    assert 'name="anyway"' in page


def test_reply_to_a_closed_request_says_what_can_be_done(lin, one):
    now = timezone.now()
    desk.reply(request=one, text="Done.", by=lin.user, at=now)
    desk.resolve(request=one, by=lin.user, at=now)
    desk.close(request=one, at=now)
    refused = answer(client_of(lin), one, "One thing more")
    assert refused.status_code == 422
    assert "was closed on" in refused.content.decode()
    assert one.timeline.filter(kind="reply").count() == 1


def test_file_of_the_wrong_kind_is_refused_and_nothing_is_sent(lin, one):
    file = ContentFile(b"MZ\x90\x00 a program", name="tool.exe")
    refused = answer(client_of(lin), one, "See the file", attachments=[file])
    assert refused.status_code == 422
    assert "tool.exe cannot be taken" in refused.content.decode()
    assert not one.timeline.filter(kind="reply").exists()


def test_file_goes_with_the_reply_and_comes_back_only_to_readers(lin, one):
    file = ContentFile(b"%PDF-1.7 bill", name="bill.pdf")
    assert answer(client_of(lin), one, "The bill", attachments=[file]).status_code == 200
    kept = one.attachments.get()
    address = f"/requests/{one.pk}/files/{kept.pk}/"
    given = client_of(lin).get(address)
    assert b"".join(given.streaming_content) == b"%PDF-1.7 bill"
    assert given.headers["Content-Disposition"] == 'attachment; filename="bill.pdf"'
    assert client_of(agent("Wang")).get(address).status_code == 404


def test_reply_can_wait_for_the_customer_or_resolve_at_once(lin, one):
    answer(client_of(lin), one, then="wait")
    one.refresh_from_db()
    assert (one.status, one.next_due_at) == ("waiting", None)
    answer(client_of(lin), one, then="resolve")
    one.refresh_from_db()
    assert one.status == "resolved"


def test_note_is_for_staff_alone_and_keeps_no_promise(lin, one):
    client_of(lin).post(f"/requests/{one.pk}/answer/", {"what": "note", "text": "Be careful"})
    note = one.timeline.get(kind="note")
    assert not note.is_public
    assert one.milestones.get(kind="response").met_at is None
    assert "only staff see it" in client_of(lin).get(f"/requests/{one.pk}/").content.decode()


def test_second_to_resolve_hears_who_was_first(lin, boss, one):
    desk.reply(request=one, text="Done.", by=lin.user, at=timezone.now())
    assert client_of(lin).post(f"/requests/{one.pk}/resolve/", headers=PIECES).status_code == 200
    second = client_of(boss).post(f"/requests/{one.pk}/resolve/", headers=PIECES)
    assert second.status_code == 409
    assert "Lin resolved" in second.content.decode()


def test_second_to_take_hears_who_was_first():
    lin, wang, free = agent("Lin"), agent("Wang"), request_of()
    page = client_of(wang).get(f"/requests/{free.pk}/")
    assert page.status_code == 200
    assert client_of(lin).post(f"/requests/{free.pk}/take/").status_code == 302
    free.refresh_from_db()
    assert (free.agent, free.status) == (lin, "open")
    assert client_of(wang).post(f"/requests/{free.pk}/take/").status_code == 404  # no longer theirs to see


def test_handing_over_to_somebody_away_names_who_is_there(lin, one):
    away, there = agent("Zhao"), agent("Wang")
    away.agent.away_until = timezone.now() + timedelta(days=2)
    away.agent.save()
    refused = client_of(lin).post(f"/requests/{one.pk}/hand-over/", {"to": away.pk})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Zhao is away until" in page
    assert "There now: Wang." in page
    one.refresh_from_db()
    assert one.agent == lin
    due = one.next_due_at
    client_of(lin).post(f"/requests/{one.pk}/hand-over/", {"to": there.pk, "note": "Knows the parcel"})
    one.refresh_from_db()
    assert (one.agent, one.next_due_at) == (there, due)
    assert one.timeline.get(kind="handover").text == "Knows the parcel"


def test_handing_over_to_the_untrained_must_be_meant(lin):
    one = request_of(lin, category=Category.objects.get(code="fault"))
    wang = agent("Wang")
    wang.agent.categories.set(Category.objects.filter(code="billing"))
    client = client_of(lin)
    warned = client.post(f"/requests/{one.pk}/hand-over/", {"to": wang.pk})
    assert warned.status_code == 422
    assert "Wang is not trained in this category" in warned.content.decode()
    assert client.post(f"/requests/{one.pk}/hand-over/", {"to": wang.pk, "anyway": "on"}).status_code == 302
    one.refresh_from_db()
    assert one.agent == wang


def test_waiting_going_on_tier_and_category(lin, one):
    client, urgent = client_of(lin), Tier.objects.get(code="urgent")
    billing = Category.objects.get(code="billing")
    client.post(f"/requests/{one.pk}/wait/", {"note": "needs the number"})
    assert one.pauses.get().note == "needs the number"
    client.post(f"/requests/{one.pk}/resume/")
    assert client.post(f"/requests/{one.pk}/tier/", {"tier": urgent.pk}).status_code == 422  # says why
    client.post(f"/requests/{one.pk}/tier/", {"tier": urgent.pk, "note": "shop is closed"})
    client.post(f"/requests/{one.pk}/category/", {"category": billing.pk})
    one.refresh_from_db()
    assert (one.status, one.tier, one.category) == ("open", urgent, billing)


def test_reopening_asks_why(lin, one):
    now = timezone.now()
    desk.reply(request=one, text="Done.", by=lin.user, at=now)
    desk.resolve(request=one, by=lin.user, at=now)
    client = client_of(lin)
    assert client.post(f"/requests/{one.pk}/reopen/", {"note": ""}).status_code == 422
    client.post(f"/requests/{one.pk}/reopen/", {"note": "It came back"})
    one.refresh_from_db()
    assert (one.status, one.reopened_count) == ("open", 1)


def test_others_who_write_are_named(lin, boss, one):
    client_of(lin).post(f"/requests/{one.pk}/pulse/", {"writing": "1"})
    assert "Lin is writing" in client_of(boss).get(f"/requests/{one.pk}/").content.decode()
    client_of(lin).post(f"/requests/{one.pk}/pulse/", {"leaving": "1"})
    assert "Lin" not in str(list(Presence.objects.all()))
    assert "is writing" not in client_of(boss).get(f"/requests/{one.pk}/").content.decode()


def test_presence_is_soon_forgotten(lin, boss, one):
    note_presence(request=one, by=lin.user, at=timezone.now() - timedelta(minutes=2), is_writing=True)
    assert "is writing" not in client_of(boss).get(f"/requests/{one.pk}/").content.decode()
    assert forget_presences(at=timezone.now() + timedelta(hours=2)) == 2


def test_pulse_answers_nothing_until_something_changed(lin, boss, one):
    client = client_of(lin)
    seen = client.get(f"/requests/{one.pk}/").context["desk"].version
    address = f"/requests/{one.pk}/pulse/"
    assert client.post(address, {"seen": seen}, headers=PIECES).status_code == 204
    desk.reply(request=one, text="From above", by=boss.user, at=timezone.now())
    fresh = client.post(address, {"seen": seen}, headers=PIECES)
    assert fresh.status_code == 200
    assert "From above" in fresh.content.decode()


def test_wording_is_in_the_customers_language_with_names(lin, one):
    wordings = {
        each["shortcut"]: each for each in client_of(lin).get(f"/requests/{one.pk}/").context["wordings"]
    }
    assert len(wordings) >= 10
    assert wordings["greet"]["text"].startswith("Liu Yang您好")
    assert one.number in wordings["greet"]["text"]
    assert "我是Lin" in wordings["greet"]["text"]
    assert wordings["greet"]["situation"] == "First reply"


def test_timeline_shows_the_newest_and_more_when_asked(lin, one):
    for number in range(60):
        f.TimelineEntryFactory(request=one, kind="note", text=f"note {number:02}", at=timezone.now())
    client = client_of(lin)
    page = client.get(f"/requests/{one.pk}/")
    assert "note 59" in page.content.decode()
    assert "note 10" not in page.content.decode()
    first = page.context["desk"].entries[0].pk
    earlier = client.get(f"/requests/{one.pk}/earlier/{first}/").content.decode()
    assert "note 10" in earlier
    assert "note 59" not in earlier


def test_page_costs_the_same_for_one_entry_and_many(lin, one):
    client = client_of(lin)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/requests/{one.pk}/").status_code == 200
        return len(asked)

    one.customer = f.CustomerFactory()
    one.save()
    request_of(lin, customer=one.customer)
    answer(client, one, attachments=[ContentFile(b"%PDF-1.7", name="a.pdf")])
    cost()
    at_few = cost()
    for _each in range(5):
        answer(client, one, attachments=[ContentFile(b"%PDF-1.7", name="a.pdf")])
        request_of(lin, customer=one.customer)
        note_presence(request=one, by=f.StaffFactory(user=f.UserFactory()).user, at=timezone.now())
    assert cost() == at_few
