"""Prize draws: promised, entered, closed, drawn by one, confirmed by another, checked by anybody."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from feedback.draw import commitment_to, places, seed_for, ticket_for
from feedback.errors import DrawError
from feedback.models import DrawEntry, PrizeDraw, SurveyAnswer
from feedback.services import send_invitation
from feedback.services.draws import close_draw, confirm_draw, email_winner, enter_draw, open_draw, run_draw
from feedback.tokens import hash_of
from starservice.jobs.models import OutboxMessage
from tests import factories

AT = datetime(2026, 10, 15, 4, tzinfo=UTC)
AFTER = datetime(2026, 11, 2, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.UserFactory(roles=["office"])


@pytest.fixture
def draw(office):
    made = factories.PrizeDrawFactory(first_day=date(2026, 10, 1), last_day=date(2026, 10, 31))
    open_draw(draw=made, by=office, at=AT)
    made.refresh_from_db()
    return made


def enter(draw, number, at=AT, **options):
    given = {"ticket": ticket_for(settings.SECRET_KEY, draw.pk, f"receipt {number}"), "language": "en"}
    enter_draw(draw=draw, **{**given, "email": f"c{number}@example.org", **options}, at=at)


def held(draw, by, entries=5):
    for number in range(entries):
        enter(draw, number)
    close_draw(draw=draw, by=by, at=AFTER)
    run_draw(draw=draw, by=by, at=AFTER)
    draw.refresh_from_db()
    return draw


def test_seed_is_promised_and_not_stored(draw):
    seed = seed_for(settings.SECRET_KEY, draw.seed_nonce)
    assert (draw.status, draw.seed_hash, draw.seed) == ("open", commitment_to(seed), "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM feedback_prizedraw d")
        assert seed not in cursor.fetchone()[0]


def test_draw_without_prizes_or_days_left_is_not_opened(office):
    empty = factories.PrizeDrawFactory()
    empty.prizes.all().delete()
    over = factories.PrizeDrawFactory(last_day=date(2020, 1, 2))
    for made in (empty, over):
        with pytest.raises(DrawError):
            open_draw(draw=made, by=office, at=AT)


def test_entry_counts_once_a_ticket_and_once_an_address(draw):
    enter(draw, 1)
    enter(draw, 1, email="other@example.org")
    enter(draw, 2, email="C1@Example.org")
    assert [entry.email for entry in DrawEntry.objects.all()] == ["c1@example.org"]


@pytest.mark.parametrize("at", [AFTER, datetime(2026, 9, 30, 4, tzinfo=UTC)])
def test_entries_are_taken_on_the_days_of_the_draw(draw, at):
    with pytest.raises(DrawError):
        enter(draw, 1, at=at)


def test_made_up_tickets_and_those_of_other_draws_are_refused(draw):
    other = ticket_for(settings.SECRET_KEY, draw.pk + 1, "receipt")
    for ticket in (other, "", "x.y"):
        with pytest.raises(DrawError):
            enter(draw, 1, ticket=ticket)


def test_closing_numbers_the_entries_by_chance_and_hides_their_order(draw, office):
    for number in range(30):
        enter(draw, number)
    before = set(DrawEntry.objects.values_list("pk", flat=True))
    close_draw(draw=draw, by=office, at=AFTER)
    entries = list(DrawEntry.objects.order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, 31))
    assert [entry.email for entry in entries] != [f"c{number}@example.org" for number in range(30)]
    assert before.isdisjoint(entry.pk for entry in entries)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM feedback_drawentry ORDER BY ctid")
        assert [email for (email,) in cursor.fetchall()] == [entry.email for entry in entries]
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM feedback_drawentry")
        assert cursor.fetchone() == (1,)


def test_closing_waits_for_the_last_day_and_for_somebody(draw, office):
    with pytest.raises(DrawError):
        close_draw(draw=draw, by=office, at=AFTER)
    enter(draw, 1)
    with pytest.raises(DrawError):
        close_draw(draw=draw, by=office, at=AT)


def test_winners_are_those_the_seed_gives(draw, office):
    held(draw, office)
    seed = seed_for(settings.SECRET_KEY, draw.seed_nonce)
    prizes = list(draw.prizes.values_list("pk", "count"))
    expected = {place.number: place.prize for place in places(seed, 5, prizes) if place.prize}
    won = dict(draw.entries.exclude(prize=None).values_list("number", "prize"))
    assert won == expected
    assert len(won) == 3
    assert (draw.status, draw.seed) == ("drawn", "")
    assert not OutboxMessage.objects.exists()


def test_somebody_else_confirms_and_winners_are_told(draw, office):
    held(draw, office)
    with pytest.raises(DrawError):
        confirm_draw(draw=draw, by=office, at=AFTER)
    confirm_draw(draw=draw, by=factories.UserFactory(), at=AFTER)
    draw.refresh_from_db()
    assert (draw.status, commitment_to(draw.seed)) == ("confirmed", draw.seed_hash)
    assert DrawEntry.objects.count() == 3  # the addresses of all others are gone
    for message in OutboxMessage.objects.all():
        email_winner(**message.arguments)
    assert {letter.to[0] for letter in mail.outbox} == set(DrawEntry.objects.values_list("email", flat=True))


def test_database_wants_four_eyes(draw, office):
    held(draw, office)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrizeDraw.objects.update(confirmed_by=office)


def test_changed_winners_are_not_confirmed(draw, office):
    held(draw, office)
    draw.entries.exclude(prize=None).update(prize=None)
    with pytest.raises(DrawError):
        confirm_draw(draw=draw, by=factories.UserFactory(), at=AFTER)


def test_another_key_cannot_hold_the_draw(draw, office, settings):
    enter(draw, 1)
    close_draw(draw=draw, by=office, at=AFTER)
    settings.SECRET_KEY = "another"
    with pytest.raises(DrawError):
        run_draw(draw=draw, by=office, at=AFTER)


def test_steps_happen_once(draw, office):
    held(draw, office)
    for step in (open_draw, close_draw, run_draw):
        with pytest.raises(DrawError):
            step(draw=draw, by=office, at=AFTER)


def test_public_page_gives_all_that_is_needed_to_check(client, draw, office):
    address = reverse("feedback:draw", args=[draw.pk])
    page = client.get(address).content.decode()
    assert draw.seed_hash in page
    held(draw, office)
    seed = seed_for(settings.SECRET_KEY, draw.seed_nonce)
    assert seed not in client.get(address).content.decode()
    assert client.get(reverse("feedback:draw_numbers", args=[draw.pk])).status_code == 404
    confirm_draw(draw=draw, by=factories.UserFactory(), at=AFTER)
    page = client.get(address).content.decode()
    assert seed in page
    assert "example.org" not in page
    sheet = b"".join(client.get(reverse("feedback:draw_numbers", args=[draw.pk])).streaming_content).decode()
    lines = [line.split(",") for line in sheet.lstrip("\ufeff").splitlines()[1:]]
    assert sorted(int(number) for _place, number, *_rest in lines) == [1, 2, 3, 4, 5]
    assert all(digest == hashlib.sha256(f"{seed}|{n}".encode()).hexdigest() for _p, n, digest, _w in lines)
    assert [digest for _p, _n, digest, _w in lines] == sorted(digest for _p, _n, digest, _w in lines)


def test_a_draw_being_prepared_is_nobodys_business(client):
    address = reverse("feedback:draw", args=[factories.PrizeDrawFactory().pk])
    assert client.get(address).status_code == 404


def answer_survey(client):
    form = factories.SurveyFormFactory(effective_from=timezone.localdate())
    factories.SurveyQuestionFactory(form=form, code="attitude")
    given = {"channel": factories.ChannelFactory(), "served_on": timezone.localdate(), "at": timezone.now()}
    _sent, token = send_invitation(staff=factories.AssignmentFactory().staff, **given)
    address = reverse("feedback:survey", args=[token])
    posted = {"stars-attitude": "5", "receipt": "my page"}
    return client.post(address, posted), client.post(address, posted)


def entry_link(page):
    return "/draws/" + page.content.decode().partition('href="/draws/')[2].partition('"')[0]


def test_customer_takes_part_after_answering(client):
    factories.PrizeDrawFactory(status="open", seed_hash="a" * 64)
    first, again = answer_survey(client)
    address = entry_link(first)
    assert entry_link(again) == address
    assert "Tea set" in client.get(address).content.decode()
    wrong = client.post(address, {"email": "nobody"})
    assert wrong.status_code == 422
    assert 'value="nobody"' in wrong.content.decode()
    assert "You take part" in client.post(address, {"email": "li@example.org"}).content.decode()
    assert "You take part" in client.post(address, {"email": "li@example.org"}).content.decode()
    assert DrawEntry.objects.get().email == "li@example.org"


def test_no_draw_no_invitation_to_one(client):
    factories.PrizeDrawFactory()
    first, _again = answer_survey(client)
    assert "/draws/" not in first.content.decode()


def test_entry_page_without_a_ticket_is_not_there(client):
    draw = factories.PrizeDrawFactory(status="open", seed_hash="a" * 64)
    assert client.get(reverse("feedback:draw_enter", args=[draw.pk, "x.y"])).status_code == 404
    good = ticket_for(settings.SECRET_KEY, 999, "receipt")
    assert client.get(reverse("feedback:draw_enter", args=[999, good])).status_code == 404


def test_no_column_leads_from_an_entry_to_an_answer(client):
    """Neither a key, nor a moment, nor a number that runs along, nor anything that can be derived from what is stored."""
    columns = {field.name: field for field in DrawEntry._meta.get_fields()}
    keys = {field.related_model for field in columns.values() if field.is_relation}
    assert {model.__name__ for model in keys} == {"PrizeDraw", "Prize"}
    assert not [field for field in columns.values() if isinstance(field, models.DateTimeField)]
    assert not [field for field in columns.values() if isinstance(field, models.AutoField)]
    assert columns["id"].default.__name__ == "uuid4"
    draw = factories.PrizeDrawFactory(status="open", seed_hash="a" * 64)
    first, _again = answer_survey(client)
    client.post(entry_link(first), {"email": "li@example.org"})
    entry, answer = DrawEntry.objects.get(), SurveyAnswer.objects.get()
    stored = [bytes(answer.receipt_hash).hex(), str(answer.pk), bytes(answer.invitation.token_hash).hex()]
    derived = {hash_of(ticket_for(settings.SECRET_KEY, draw.pk, text)) for text in stored}
    assert bytes(entry.ticket_hash) not in derived | {bytes(answer.receipt_hash)}
    assert bytes(entry.ticket_hash) == hash_of(ticket_for(settings.SECRET_KEY, draw.pk, "my page"))


def test_office_runs_a_draw_step_by_step(client, office):
    client.force_login(office)
    today = timezone.localdate()
    add = {
        "title_en": "Autumn draw",
        "first_day": (today - timedelta(days=9)).isoformat(),
        "last_day": today.isoformat(),
        "prizes-TOTAL_FORMS": "1",
        "prizes-INITIAL_FORMS": "0",
        "prizes-0-order": "1",
        "prizes-0-title_en": "Tea set",
        "prizes-0-count": "1",
    }
    wrong = client.post(reverse("admin:feedback_prizedraw_add"), {**add, "last_day": "2020-01-01"})
    assert "The last day is before the first." in wrong.content.decode()
    assert client.post(reverse("admin:feedback_prizedraw_add"), add).status_code == 302
    draw = PrizeDraw.objects.get()
    step = reverse("admin:feedback_prizedraw_step", args=[draw.pk])
    assert "hash of the seed is published" in client.get(step).content.decode()
    client.post(step)
    draw.refresh_from_db()
    assert draw.status == "open"
    assert "until the last day is over" in client.post(step).content.decode()
    enter(draw, 1, at=timezone.now())
    PrizeDraw.objects.update(last_day=today - timedelta(days=1))
    client.post(step)
    client.post(step)
    assert "Somebody else must confirm" in client.post(step).content.decode()
    client.force_login(factories.UserFactory(roles=["office"]))
    client.post(step)
    draw.refresh_from_db()
    assert draw.status == "confirmed"
    page = client.get(reverse("admin:feedback_prizedraw_change", args=[draw.pk])).content.decode()
    assert "c1@example.org" in page
    client.force_login(factories.UserFactory(roles=["auditor"]))
    page = client.get(reverse("admin:feedback_prizedraw_change", args=[draw.pk])).content.decode()
    assert "Tea set" in page
    assert "c1@example.org" not in page
    client.force_login(office)
    assert client.get(step).status_code == 404
    change = client.post(reverse("admin:feedback_prizedraw_change", args=[draw.pk]), add)
    assert change.status_code == 403
