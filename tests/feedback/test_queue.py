"""The queue: its order, its parts, its search, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.countdown import Countdown, nearest
from feedback.models import Category, Tier
from feedback.services import desk
from feedback.services.due import start_milestones
from people.models import Role
from tests import factories as f

NOW = f.NOON
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("countdown", "state"),
    [
        (Countdown("response", NOW + MINUTE, warn_at=NOW + MINUTE / 2), "running"),
        (Countdown("response", NOW + MINUTE, warn_at=NOW), "soon"),
        (Countdown("response", NOW + MINUTE), "soon"),
        (Countdown("response", NOW), "soon"),
        (Countdown("response", NOW - timedelta(microseconds=1)), "late"),
        (Countdown("response", None), "paused"),
        (Countdown("response", NOW, met_at=NOW), "kept"),
        (Countdown("response", NOW, met_at=NOW + timedelta(microseconds=1)), "kept_late"),
        (Countdown("response", NOW + MINUTE, met_at=NOW, breached_at=NOW - MINUTE), "kept_late"),
    ],
)
def test_countdown_is_judged_from_timestamps(countdown, state):
    assert countdown.state(NOW) == state


def test_nearest_countdown_is_the_open_one_due_first():
    met, late, still = (
        Countdown("response", NOW, met_at=NOW),
        Countdown("solution", NOW + MINUTE),
        Countdown("response", None),
    )
    assert nearest([met, late]) == late
    assert nearest([still, late]) == late
    assert nearest([met, still]) == still
    assert nearest([met]) is None


def agent(name="Lin", **facts):
    staff = f.StaffFactory(name=name, user=f.UserFactory())
    f.AssignmentFactory(staff=staff, **facts)
    f.AgentFactory(staff=staff)
    return staff


def request_of(staff=None, *, ago=timedelta(), tier="general", **facts):
    at = timezone.now() - ago
    one = f.ServiceRequestFactory(
        agent=staff, tier=Tier.objects.get(code=tier), created_at=at, changed_at=at, **facts
    )
    f.TimelineEntryFactory(request=one, kind="message", at=at, text="Where is my parcel?")
    start_milestones(request=one, at=at)
    one.refresh_from_db()
    return one


def shown(user, **asked):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    answer = client.get("/queue/", asked)
    assert answer.status_code == 200
    return [row.request.pk for row in answer.context["rows"]]


pytestmark = pytest.mark.django_db


def test_what_is_due_next_stands_on_top():
    lin = agent()
    later = request_of(lin, tier="important")
    soon = request_of(lin, tier="urgent")
    late = request_of(lin, tier="urgent", ago=timedelta(hours=1))
    assert shown(lin.user) == [late.pk, soon.pk, later.pk]


def test_parts_hold_what_their_names_say():
    boss = f.StaffFactory(user=f.UserFactory())
    lin = agent(manager=boss)
    mine, free, waiting, done = request_of(lin), request_of(), request_of(lin), request_of(lin)
    other = request_of(agent("Wang"))
    desk.reply(request=done, text="Here it is.", by=lin.user, at=timezone.now())
    desk.pause(request=waiting, by=lin.user, at=timezone.now())
    desk.resolve(request=done, by=lin.user, at=timezone.now())
    assert shown(lin.user) == [mine.pk]
    assert shown(lin.user, tab="unassigned") == [free.pk]
    assert shown(lin.user, tab="waiting") == [waiting.pk]
    assert shown(lin.user, tab="done") == [done.pk]
    assert shown(lin.user, tab="team") == [mine.pk]  # has none, so it is the first part
    assert set(shown(boss.user)) == {mine.pk, waiting.pk}
    assert shown(boss.user, tab="done") == [done.pk]
    office = f.UserFactory(roles=[Role.OFFICE])
    assert set(shown(office)) == {mine.pk, free.pk, waiting.pk, other.pk}


@pytest.mark.parametrize("words", ["PARCEL", "Liu Yang", "liu@example.com", "13812345678", "order 88"])
def test_search_finds_by_customer_and_text(words):
    lin = agent()
    found = request_of(
        lin,
        subject="About order 88",
        contact_name="Liu Yang",
        contact_email="liu@example.com",
        contact_phone="13812345678",
    )
    other = request_of(lin, subject="Something else")
    other.timeline.update(text="Nothing of it")
    assert shown(lin.user, tab="mine", q=words) == [found.pk]


def test_typed_number_opens_its_request_wherever_it_is():
    lin = agent()
    one, foreign = request_of(lin, status="waiting"), request_of(agent("Wang"))
    client = Client()
    client.force_login(lin.user, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/queue/", {"q": one.number}).headers["Location"] == f"/requests/{one.pk}/"
    assert client.get("/queue/", {"q": foreign.number}).status_code == 200


def test_filters_narrow_by_tier_and_category():
    lin = agent()
    billing = Category.objects.get(code="billing")
    found = request_of(lin, tier="urgent", category=billing)
    request_of(lin, category=billing)
    request_of(lin, tier="urgent")
    urgent = Tier.objects.get(code="urgent")
    assert shown(lin.user, tab="mine", tier=urgent.pk, category=billing.pk) == [found.pk]


def test_refresh_answers_nothing_until_something_changed():
    lin = agent()
    one = request_of(lin)
    client = Client(headers={"HX-Request": "true"})
    client.force_login(lin.user, "django.contrib.auth.backends.ModelBackend")
    seen = client.get("/queue/").context["version"]
    assert client.get("/queue/", {"seen": seen}).status_code == 204
    desk.add_note(request=one, text="Looked at it", by=lin.user, at=timezone.now())
    desk.reply(request=one, text="We are looking.", by=lin.user, at=timezone.now())
    fresh = client.get("/queue/", {"seen": seen})
    assert fresh.status_code == 200
    assert "<html" not in fresh.content.decode()


def test_done_part_and_empty_parts_say_what_to_do():
    lin = agent()
    client = Client()
    client.force_login(lin.user, "django.contrib.auth.backends.ModelBackend")
    words = {
        "mine": "Nothing waits for you",
        "unassigned": "Every request has somebody",
        "waiting": "No request waits",
        "done": "Nothing resolved yet",
    }
    for tab, said in words.items():
        assert said in client.get("/queue/", {"tab": tab}).content.decode()
    assert "Nothing found here" in client.get("/queue/", {"tab": "mine", "q": "zebra"}).content.decode()


@pytest.mark.parametrize("who", ["agent", "boss", "office"])
def test_queue_costs_the_same_for_one_request_and_many(who):
    boss = f.StaffFactory(user=f.UserFactory())
    lin = agent(manager=boss)
    user = {"agent": lin.user, "boss": boss.user, "office": f.UserFactory(roles=[Role.OFFICE])}[who]
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/queue/").status_code == 200
        return len(asked)

    request_of(lin, customer=f.CustomerFactory())
    client.get("/queue/")
    at_one = cost()
    for _each in range(8):
        request_of(lin, customer=f.CustomerFactory(), category=Category.objects.first())
    assert cost() == at_one
