from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import MailWhen, Notification, NotificationChoice, Topic
from people.notices import Choice, Notice, says, words_of
from people.services import choose_how_to_hear, mark_read, notify
from people.services.notification_mail import hand_out_digests, mail_digests, mail_notifications
from people.services.notifications import forget_old_notifications
from starservice.jobs.models import OutboxMessage
from starservice.jobs.outbox import forget_relayed_messages
from tests.factories import NOON, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


@says("test-thing")
def thing(data):
    return f"Thing {data['number']} happened"


def notice(user, number=1, topic=Topic.BREACH, **changes):
    options = {"code": "test-thing", "data": {"number": number}, "address": "/somewhere/", **changes}
    return Notice(user_id=user.pk, topic=topic, key=f"thing:{number}", **options)


def mailed_by_outbox():
    """Do what the outbox asks for, as its tasks do."""
    for message in OutboxMessage.objects.filter(task="people.tasks.mail_notifications"):
        mail_notifications(at=NOON, **message.arguments)


@pytest.fixture
def reader():
    return UserFactory(email="reader@example.org")


def test_what_was_told_is_told_once(reader):
    assert notify(notices=[notice(reader), notice(reader)], at=NOON) == 1
    assert notify(notices=[notice(reader)], at=NOON + timedelta(days=1)) == 0
    assert Notification.objects.get().made_at == NOON


def test_number_of_queries_does_not_grow_with_notices(django_assert_num_queries, reader):
    for count in (1, 40):
        notices = [notice(reader, f"{count}-{number}") for number in range(count)]
        with django_assert_num_queries(4):  # savepoint, statement, outbox, release
            assert notify(notices=notices, at=NOON) == count


def test_urgent_topics_are_mailed_at_once_others_in_the_digest(reader):
    for number, topic in enumerate(Topic):
        notify(notices=[notice(reader, number, topic)], at=NOON)
    at_once = Notification.objects.filter(mail=MailWhen.AT_ONCE).values_list("topic", flat=True)
    assert set(at_once) == {"assigned", "breach", "escalation", "complaint"}
    assert set(Notification.objects.values_list("mail", flat=True)) == {"at_once", "digest"}


def test_choice_of_the_user_decides(reader):
    choose_how_to_hear(
        user=reader,
        choices={
            "breach": Choice(False, "digest"),
            "idea": Choice(True, "never"),
            "survey": Choice(False, "never"),
        },
    )
    for number, topic in enumerate(("breach", "idea", "survey")):
        notify(notices=[notice(reader, number, topic)], at=NOON)
    kept = {told.topic: (told.in_portal, told.mail) for told in Notification.objects.all()}
    assert kept == {"breach": (False, "digest"), "idea": (True, "never")}


def test_choosing_again_replaces_the_choice(reader):
    for mail_when in ("never", "at_once"):
        choose_how_to_hear(user=reader, choices={"idea": Choice(True, mail_when)})
    assert NotificationChoice.objects.get().mail == "at_once"


def test_nobody_switched_off_is_told(reader):
    reader.is_active = False
    reader.save()
    assert notify(notices=[notice(reader)], at=NOON) == 0


def test_without_an_address_nothing_waits_to_be_mailed():
    notify(notices=[notice(UserFactory(email=""))], at=NOON)
    assert not Notification.objects.to_mail().exists()
    assert not OutboxMessage.objects.exists()


def test_mail_at_once_is_in_the_reader_s_words_with_the_link(reader, settings):
    notify(notices=[notice(reader)], at=NOON)
    mailed_by_outbox()
    mailed_by_outbox()
    (letter,) = mail.outbox
    assert letter.subject == "Thing 1 happened"
    assert letter.to == ["reader@example.org"]
    assert settings.PUBLIC_URL + "/somewhere/" in letter.body
    assert Notification.objects.get().mailed_at == NOON


def test_mail_goes_to_the_address_of_the_staff_where_the_user_has_none():
    staff = StaffFactory(user=UserFactory(email=""), email="staff@example.org", name="Li Na")
    notify(notices=[notice(staff.user)], at=NOON)
    mailed_by_outbox()
    assert mail.outbox[0].to == ["staff@example.org"]
    assert "Li Na" in mail.outbox[0].body


def test_many_at_once_are_one_letter_a_reader(reader):
    other = UserFactory(email="other@example.org")
    notify(notices=[notice(user, number) for user in (reader, other) for number in range(5)], at=NOON)
    mailed_by_outbox()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["other@example.org", "reader@example.org"]
    assert "5 things" in mail.outbox[0].subject
    assert all(f"Thing {number} happened" in mail.outbox[0].body for number in range(5))


def test_digest_is_one_letter_with_what_is_unread(reader):
    notify(notices=[notice(reader, number, Topic.IDEA) for number in range(3)], at=NOON)
    mark_read(user=reader, at=NOON, notifications=[Notification.objects.get(key="thing:0").pk])
    morning = NOON + timedelta(hours=20)
    assert hand_out_digests(at=morning)
    assert not hand_out_digests(at=morning + timedelta(hours=1))
    (message,) = OutboxMessage.objects.all()
    assert message.arguments == {"users": [reader.pk]}

    assert mail_digests(users=[reader.pk], at=morning) == 1
    assert mail_digests(users=[reader.pk], at=morning) == 0
    (letter,) = mail.outbox
    assert "Thing 0" not in letter.body
    assert "Thing 1" in letter.body
    assert "Thing 2" in letter.body


def test_digest_takes_what_could_not_be_mailed_at_once(reader):
    notify(notices=[notice(reader)], at=NOON)
    assert mail_digests(users=[reader.pk], at=NOON + timedelta(minutes=30)) == 0
    assert mail_digests(users=[reader.pk], at=NOON + timedelta(hours=20)) == 1


def test_one_refused_letter_keeps_no_other_waiting(reader, monkeypatch):
    send = locmem.EmailBackend.send_messages

    def refuse_some(self, letters):
        if letters[0].to == ["reader@example.org"]:
            raise OSError("mailbox unavailable")
        return send(self, letters)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse_some)
    other = UserFactory(email="other@example.org")
    notify(notices=[notice(reader), notice(other)], at=NOON)
    with pytest.raises(OSError, match="unavailable"):
        mailed_by_outbox()
    assert [letter.to[0] for letter in mail.outbox] == ["other@example.org"]
    assert Notification.objects.to_mail().get().user == reader


def test_unknown_code_is_shown_as_it_is():
    assert words_of("not-registered", {}) == "not-registered"


def test_code_has_its_words_once():
    with pytest.raises(ValueError, match="test-thing"):
        says("test-thing")(thing)


def test_old_ones_go(reader):
    notify(notices=[notice(reader)], at=NOON)
    assert forget_old_notifications(at=NOON + timedelta(days=90)) == 0
    assert forget_old_notifications(at=NOON + timedelta(days=91)) == 1


def test_relayed_messages_go_after_a_week_and_waiting_ones_stay():
    kept, gone = (OutboxMessage.objects.create(task="some.task") for _number in range(2))
    OutboxMessage.objects.filter(pk=gone.pk).update(relayed_at=NOON)
    assert forget_relayed_messages(at=NOON + timedelta(days=7)) == 0
    assert forget_relayed_messages(at=NOON + timedelta(days=8)) == 1
    assert OutboxMessage.objects.get() == kept


def test_list_shows_own_ones_only(client, reader):
    notify(notices=[notice(reader, 1), notice(UserFactory(), 2)], at=NOON)
    client.force_login(reader)
    page = client.get(reverse("people:notifications")).content.decode()
    assert "Thing 1 happened" in page
    assert "Thing 2 happened" not in page


def test_opening_marks_as_read_and_leads_there(client, reader):
    notify(notices=[notice(reader)], at=NOON)
    client.force_login(reader)
    told = Notification.objects.get()
    answer = client.get(reverse("people:notification", args=[told.pk]))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/somewhere/")
    told.refresh_from_db()
    assert told.read_at is not None


def test_notification_never_leads_to_another_site(client, reader):
    notify(notices=[notice(reader, address="https://example.org/")], at=NOON)
    client.force_login(reader)
    answer = client.get(reverse("people:notification", args=[Notification.objects.get().pk]))
    assert answer.headers["Location"] == reverse("people:notifications")


def test_another_s_notification_is_not_there(client, reader):
    notify(notices=[notice(reader)], at=NOON)
    client.force_login(UserFactory())
    told = Notification.objects.get()
    assert client.get(reverse("people:notification", args=[told.pk])).status_code == 404
    client.post(reverse("people:notifications_read"), {"notification": told.pk})
    assert Notification.objects.get().read_at is None


def test_all_are_marked_as_read(client, reader):
    notify(notices=[notice(reader, number) for number in range(3)], at=NOON)
    client.force_login(reader)
    client.post(reverse("people:notifications_read"))
    assert not Notification.objects.unread_by(reader).exists()


def test_filter_by_topic_and_unread(client, reader):
    notify(notices=[notice(reader, 1), notice(reader, 2, Topic.IDEA)], at=NOON)
    client.force_login(reader)
    page = client.get(reverse("people:notifications"), {"topic": "idea", "unread": "on"}).content.decode()
    assert "Thing 2" in page
    assert "Thing 1" not in page


def test_bell_counts_what_is_unread_in_one_query(client, reader, django_assert_num_queries):
    client.force_login(reader)
    url = reverse("people:bell")
    for count in (1, 150):
        notify(notices=[notice(reader, f"{count}-{number}") for number in range(count)], at=NOON)
        with django_assert_num_queries(3):  # session, user, count
            page = client.get(url).content.decode()
        assert (">99+<" if count > 99 else ">1<") in page


def test_list_has_the_same_queries_for_one_and_for_many(client, reader, django_assert_num_queries):
    client.force_login(reader)
    notify(notices=[notice(reader)], at=NOON)
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:notifications"))
        counts.append(len(queries))
        notify(notices=[notice(reader, number) for number in range(25)], at=NOON)
    assert counts[0] == counts[1]


def test_settings_page_shows_defaults_and_keeps_choices(client, reader):
    client.force_login(reader)
    url = reverse("people:notification_settings")
    page = client.get(url)
    form = page.context["form"]
    assert form["mail-breach"].value() == "at_once"
    assert form["mail-idea"].value() == "digest"
    values = {f"mail-{topic}": "never" for topic in Topic} | {"portal-breach": "on"}
    assert client.post(url, values).status_code == 302
    assert NotificationChoice.objects.filter(user=reader, mail="never").count() == len(Topic)
    assert NotificationChoice.objects.get(user=reader, in_portal=True).topic == "breach"


def test_customers_page_asks_nothing_about_notifications(client, reader):
    client.force_login(reader)
    with CaptureQueriesContext(connection) as queries:
        client.get("/s/unknown/")
    assert not [query for query in queries if "people_notification" in query["sql"]]
