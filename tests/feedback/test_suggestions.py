"""Ideas: from customers and staff, reviewed, adopted with points, followed by their authors."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback import tasks
from feedback.errors import SuggestionError
from feedback.models import Suggestion, SuggestionAward
from feedback.queries.suggestions import standings
from feedback.services import suggestions as service
from starservice.jobs.models import OutboxMessage
from starservice.jobs.outbox import relay_waiting_messages
from starservice.web.rate_limit import forget
from tests import factories as f

pytestmark = pytest.mark.django_db
NOON = f.NOON


@pytest.fixture
def staff():
    return f.AssignmentFactory(staff__name="Li Wei", staff__user=f.UserFactory()).staff


@pytest.fixture
def office(client):
    user = f.UserFactory(roles=["office"])
    client.force_login(user)
    return user


def adopt(suggestion, by=None, **options):
    given = {"level": f.SuggestionLevelFactory(), "answer": "A fine idea", "at": NOON}
    return service.adopt_suggestion(suggestion=suggestion, by=by or f.UserFactory(), **{**given, **options})


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# --- the review ------------------------------------------------------------------------------------


def test_adoption_gives_the_points_of_the_level_once(staff):
    idea = f.SuggestionFactory(author=staff)
    adopted = adopt(idea)
    assert (adopted.state, adopted.answer) == ("adopted", "A fine idea")
    award = SuggestionAward.objects.get()
    assert (award.staff, award.points, award.kind, award.awarded_on) == (
        staff,
        30,
        "adoption",
        date(2026, 10, 15),
    )
    with pytest.raises(SuggestionError, match="adopted"):
        adopt(idea)
    assert SuggestionAward.objects.count() == 1


def test_points_given_stay_when_the_level_changes(staff):
    idea = f.SuggestionFactory(author=staff)
    level = f.SuggestionLevelFactory()
    adopt(idea, level=level)
    level.points = 1
    level.save()
    assert SuggestionAward.objects.get().points == 30


def test_carrying_out_gives_more_points(staff):
    idea = f.SuggestionFactory(author=staff)
    adopt(idea)
    with pytest.raises(SuggestionError, match="what came of it"):
        service.implement_suggestion(suggestion=idea, outcome=" ", by=f.UserFactory(), at=NOON)
    service.implement_suggestion(suggestion=idea, outcome="Queues are shorter", by=f.UserFactory(), at=NOON)
    assert sum(award.points for award in SuggestionAward.objects.all()) == 50


def test_reviewing_again_takes_the_points_back_by_a_line(staff):
    idea = f.SuggestionFactory(author=staff)
    adopt(idea)
    service.reopen_suggestion(suggestion=idea, by=f.UserFactory(), at=NOON)
    assert [award.points for award in SuggestionAward.objects.order_by("id")] == [30, -30]
    idea.refresh_from_db()
    assert (idea.state, idea.answer, idea.level) == ("under_review", "", None)
    adopt(idea)
    assert sum(award.points for award in SuggestionAward.objects.all()) == 30
    service.reopen_suggestion(suggestion=idea, by=f.UserFactory(), at=NOON)
    assert sum(award.points for award in SuggestionAward.objects.all()) == 0


def test_a_customers_idea_earns_no_points():
    idea = f.SuggestionFactory(source="customer", author=None)
    assert adopt(idea).state == "adopted"
    assert not SuggestionAward.objects.exists()


def test_nobody_reviews_an_idea_of_their_own(staff):
    idea = f.SuggestionFactory(author=staff)
    with pytest.raises(SuggestionError, match="of their own"):
        adopt(idea, by=staff.user)
    with pytest.raises(SuggestionError, match="of their own"):
        service.start_review(suggestion=idea, by=staff.user, at=NOON)


def test_every_decision_has_an_answer(staff):
    idea = f.SuggestionFactory(author=staff)
    with pytest.raises(SuggestionError, match="answer"):
        adopt(idea, answer="  ")
    with pytest.raises(SuggestionError, match="answer"):
        service.decline_suggestion(suggestion=idea, answer="", by=f.UserFactory(), at=NOON)


def test_database_keeps_the_ledger_and_the_states(staff):
    idea = f.SuggestionFactory(author=staff)
    adopt(idea)
    award = SuggestionAward.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        SuggestionAward.objects.update(points=1000)
    with pytest.raises(DatabaseError), transaction.atomic():
        award.delete()
    again = {"suggestion": idea, "staff": staff, "kind": "adoption", "given_by": award.given_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionAward.objects.create(**again, points=5, awarded_on=date(2026, 10, 1), given_at=NOON)
    for values in (
        {"state": "adopted"},
        {"source": "customer"},
        {"author": None},
        {"state": "under_review"},
        {"state": "not_adopted", "reviewer": f.UserFactory()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            f.SuggestionFactory(**values)


def test_standings_share_places_and_forget_what_was_taken_back():
    first, second, third, gone = (f.StaffFactory(name=name) for name in "ABCD")
    for author in (first, second, third, gone):
        adopt(f.SuggestionFactory(author=author))
    adopt(f.SuggestionFactory(author=first))
    service.reopen_suggestion(suggestion=gone.suggestions.get(), by=f.UserFactory(), at=NOON)
    adopt(f.SuggestionFactory(author=third), at=NOON - timedelta(days=400))
    rows = standings(date(2026, 1, 1), date(2026, 12, 31))
    assert [(row["place"], row["staff__name"], row["points"], row["ideas"]) for row in rows] == [
        (1, "A", 60, 2),
        (2, "B", 30, 1),
        (2, "C", 30, 1),
    ]


# --- the public page -------------------------------------------------------------------------------


def send(client, after=10, **options):
    forget()
    with time_machine.travel(NOON, tick=False):
        page = client.get(reverse("feedback:ideas"))
    opened = page.content.decode().split('name="opened" value="')[1].split('"')[0]
    category = f.SuggestionCategoryFactory().pk
    given = {"title": "Numbers", "text": "Let us draw numbers", "category": category, "opened": opened}
    with time_machine.travel(NOON + timedelta(seconds=after), tick=False):
        return client.post(reverse("feedback:ideas"), {**given, **options})


def test_customer_sends_an_idea_and_follows_it(client):
    answered = send(client)
    idea = Suggestion.objects.get()
    assert (idea.source, idea.author, idea.number) == ("customer", None, f"I-{idea.pk:06d}")
    page = client.get(answered.url)
    assert "Numbers" in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    adopt(idea, answer="We will do it")
    assert "We will do it" in client.get(answered.url).content.decode()


def test_link_is_the_only_way_and_unknown_ones_look_alike(client):
    answered = send(client)
    assert client.get(answered.url[:-2] + "x/").status_code == 404
    token = answered.url.strip("/").split("/")[-1]
    assert len(token) == 32
    assert bytes(Suggestion.objects.get().token_hash) != token.encode()
    assert client.get(reverse("feedback:survey", args=[token])).status_code == 404


@pytest.mark.parametrize("robot", [{"website": "x"}, {"after": 1}, {"opened": ""}])
def test_robot_is_asked_again_and_nothing_is_lost(client, robot):
    answered = send(client, **robot)
    assert answered.status_code == 422
    assert "Let us draw numbers" in answered.content.decode()
    assert not Suggestion.objects.exists()


def test_sending_again_after_having_been_too_quick_works(client):
    answered = send(client, after=1)
    opened = answered.content.decode().split('name="opened" value="')[1].split('"')[0]
    assert send(client, after=5, opened=opened).status_code == 302


def test_customer_who_left_an_address_gets_the_link_and_the_answer(client, settings):
    answered = send(client, from_email="zhou@example.com", from_name="Zhou")
    token = answered.url.strip("/").split("/")[-1]
    assert token not in str(list(OutboxMessage.objects.values_list("arguments", flat=True)))

    def deliver(task, arguments):
        getattr(tasks, task.rpartition(".")[2])(**arguments)

    relay_waiting_messages(deliver)
    assert mail.outbox[0].to == ["zhou@example.com"]
    assert answered.url in mail.outbox[0].body
    service.decline_suggestion(
        suggestion=Suggestion.objects.get(), answer="Too dear", by=f.UserFactory(), at=NOON
    )
    relay_waiting_messages(deliver)
    assert "Too dear" in mail.outbox[1].body


# --- the portal ------------------------------------------------------------------------------------


def test_staff_send_an_idea_and_read_the_answer(client, staff):
    client.force_login(staff.user)
    assert "No idea yet" in client.get(reverse("feedback:ideas_mine")).content.decode()
    given = {"title": "Tea", "text": "For waiting people", "category": f.SuggestionCategoryFactory().pk}
    answered = client.post(reverse("feedback:idea_new"), given)
    idea = Suggestion.objects.get()
    assert (idea.author, idea.state) == (staff, "new")
    adopt(idea, answer="From Monday on")
    page = client.get(answered.url).content.decode()
    assert "From Monday on" in page
    assert reverse("feedback:idea_certificate", args=[idea.pk]) in page


def test_form_keeps_what_was_typed(client, staff):
    client.force_login(staff.user)
    answered = client.post(reverse("feedback:idea_new"), {"title": "", "text": "For waiting people"})
    assert answered.status_code == 422
    assert "For waiting people" in answered.content.decode()


def test_certificate_is_for_adopted_ideas_and_shows_rare_names(client, staff):
    staff.name = "𠮷野 㐂子"
    staff.save()
    client.force_login(staff.user)
    idea = f.SuggestionFactory(author=staff)
    address = reverse("feedback:idea_certificate", args=[idea.pk])
    assert client.get(address).status_code == 404
    adopt(idea)
    assert "𠮷野 㐂子" in client.get(address).content.decode()
    client.force_login(f.UserFactory())
    assert client.get(address).status_code == 404


def test_others_ideas_are_not_found(client, staff):
    client.force_login(staff.user)
    other = f.SuggestionFactory()
    assert client.get(reverse("feedback:idea_mine", args=[other.pk])).status_code == 404


def test_pages_ask_as_often_for_many_rows(client, staff):
    client.force_login(staff.user)
    adopt(f.SuggestionFactory(author=staff))
    addresses = [reverse("feedback:ideas_mine"), reverse("feedback:idea_standings")]
    few = [count(client, address) for address in addresses]
    for _time in range(5):
        adopt(f.SuggestionFactory(author=staff))
        adopt(f.SuggestionFactory())
    assert [count(client, address) for address in addresses] == few


# --- the admin -------------------------------------------------------------------------------------


def test_office_takes_an_idea_to_its_end(client, office, staff):
    idea = f.SuggestionFactory(author=staff)

    def step(name, **given):
        address = reverse(f"admin:feedback_suggestion_{name}", args=[idea.pk])
        page = client.get(reverse("admin:feedback_suggestion_change", args=[idea.pk])).content.decode()
        assert f"../{name}/" in page
        client.post(address, given)
        idea.refresh_from_db()
        return idea.state

    assert step("review") == "under_review"
    assert step("adopt", level=f.SuggestionLevelFactory().pk, answer="Yes") == "adopted"
    assert step("implement", outcome="Done in all shops") == "implemented"
    assert step("reopen") == "under_review"
    assert step("decline", answer="Not any more") == "not_adopted"
    history = client.get(reverse("admin:feedback_suggestion_history", args=[idea.pk])).content.decode()
    assert "Not any more" in history


def test_a_step_that_no_longer_fits_is_refused_with_the_reason(client, office):
    idea = f.SuggestionFactory()
    adopt(idea)
    given = {"answer": "No"}
    answered = client.post(reverse("admin:feedback_suggestion_decline", args=[idea.pk]), given)
    assert "Somebody else has been here" in answered.content.decode()


def test_reviewer_is_offered_no_step_for_an_own_idea(client, office):
    own = f.SuggestionFactory(author=f.StaffFactory(user=office))
    page = client.get(reverse("admin:feedback_suggestion_change", args=[own.pk])).content.decode()
    assert "../adopt/" not in page
    given = {"level": f.SuggestionLevelFactory().pk, "answer": "Great"}
    answered = client.post(reverse("admin:feedback_suggestion_adopt", args=[own.pk]), given)
    assert "of their own" in answered.content.decode()


def test_admin_list_asks_as_often_for_many_rows(client, office):
    address = reverse("admin:feedback_suggestion_changelist")
    f.SuggestionFactory()
    few = count(client, address)
    for _time in range(5):
        f.SuggestionFactory(department=f.DepartmentFactory())
    assert count(client, address) == few


def test_author_is_told_once_what_was_decided(staff):
    from people.models import Notification
    from people.notices import words_of

    idea = f.SuggestionFactory(author=staff)
    adopt(idea)
    notice = Notification.objects.get(user=staff.user)
    assert words_of(notice.code, notice.data) == f"Your idea {idea.number} “{idea.title}” was adopted."
    assert notice.address == reverse("feedback:idea_mine", args=[idea.pk])
