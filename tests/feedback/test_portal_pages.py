"""Asking for a rating with a code, and entering what customers say on the telephone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.models import Invitation, SurveyAnswer
from tests import factories

pytestmark = pytest.mark.django_db
FINE = {"stars-attitude": "5", "stars-quality": "4", "stars-efficiency": "3", "nps": "2", "words": "Slow"}


@pytest.fixture
def staff():
    user = factories.UserFactory()
    return factories.AssignmentFactory(staff__name="Li Wei", staff__user=user).staff


@pytest.fixture
def caller(client):
    user = factories.UserFactory(roles=["customer_service"])
    client.force_login(user)
    return user


def ask(client, **options):
    given = {"channel": factories.ChannelFactory().pk, "served_on": timezone.localdate().isoformat()}
    return client.post(reverse("feedback:invitations"), {**given, **options})


def test_staff_show_a_code_that_opens_the_survey(client, staff):
    client.force_login(staff.user)
    shown = client.get(ask(client).url)
    link = re.search(r"http://[^<\s]+(/s/[\w-]+/)", shown.content.decode())
    assert "<svg" in shown.content.decode()
    assert client.get(link[1]).status_code == 200
    sent = Invitation.objects.get()
    assert (sent.staff, sent.sent_by) == (staff, staff.user)


def test_code_is_not_in_the_address_and_is_for_its_sender(client, staff):
    client.force_login(staff.user)
    address = ask(client).url
    token = re.search(r"/s/([\w-]+)/", client.get(address).content.decode())[1]
    assert token not in address
    other = factories.AssignmentFactory(staff__user=factories.UserFactory()).staff
    client.force_login(other.user)
    assert client.get(address).status_code == 404
    client.logout()
    assert "/accounts/login/" in client.get(address).url


def test_code_of_an_answered_survey_is_no_longer_shown(client, staff):
    client.force_login(staff.user)
    address = ask(client).url
    Invitation.objects.update(answered_at=timezone.now())
    page = client.get(address).content.decode()
    assert "no longer shown" in page
    assert "/s/" not in page


@pytest.mark.parametrize(("days", "message"), [(-1, "in the future"), (8, "within a week")])
def test_day_is_refused_beside_its_field(client, staff, days, message):
    client.force_login(staff.user)
    page = ask(client, served_on=(timezone.localdate() - timedelta(days=days)).isoformat())
    assert page.status_code == 422
    assert message in page.content.decode()
    assert not Invitation.objects.exists()


def test_not_employed_is_told(client, staff):
    staff.left_on = timezone.localdate() - timedelta(days=3)
    staff.save()
    client.force_login(staff.user)
    page = ask(client)
    assert page.status_code == 422
    assert "was not employed" in page.content.decode()


def test_who_is_no_staff_is_told_so(client):
    client.force_login(factories.UserFactory())
    assert "Only members of staff" in client.get(reverse("feedback:invitations")).content.decode()
    assert ask(client).status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("count", [1, 19])
def test_list_of_requests_takes_the_same_queries(client, staff, count, django_assert_num_queries):
    client.force_login(staff.user)
    factories.InvitationFactory.create_batch(count, staff=staff)
    with django_assert_num_queries(12):
        page = client.get(reverse("feedback:invitations"))
    assert page.content.decode().count("<tr>") == 1 + count


@pytest.mark.parametrize("roles", [[], ["hr"], ["training"], ["finance"], ["auditor"]])
def test_call_backs_are_for_customer_service_and_office(client, roles):
    call = factories.InteractionFactory()
    sent = factories.InvitationFactory()
    client.force_login(factories.UserFactory(roles=roles))
    for name, args in [
        ("call_backs", []),
        ("call_back_interaction", [call.pk]),
        ("call_back_invitation", [sent.pk]),
    ]:
        assert client.get(reverse(f"feedback:{name}", args=args)).status_code == 404
        assert client.post(reverse(f"feedback:{name}", args=args), FINE).status_code == 404


def test_call_back_is_entered_from_the_list_of_the_day(client, caller, staff):
    call = factories.InteractionFactory(
        staff=staff, customer=factories.CustomerFactory(name="Zhao", phone="555 0101")
    )
    listed = client.get(reverse("feedback:call_backs"), {"day": "2026-10-15"}).content.decode()
    form = reverse("feedback:call_back_interaction", args=[call.pk])
    assert "Zhao" in listed
    assert "555 0101" in listed
    assert form in listed
    assert client.get(form).status_code == 200
    assert client.post(form, FINE).status_code == 302
    answer = SurveyAnswer.objects.get()
    assert (answer.via, answer.entered_by, answer.needs_follow_up) == ("call_back", caller, True)
    assert form not in client.get(reverse("feedback:call_backs"), {"day": "2026-10-15"}).content.decode()


def test_wrong_call_back_keeps_what_was_typed(client, caller, staff):
    form = reverse("feedback:call_back_interaction", args=[factories.InteractionFactory(staff=staff).pk])
    page = client.post(form, {**FINE, "stars-quality": "6"})
    assert page.status_code == 422
    assert "One to five whole stars" in page.content.decode()
    assert "Slow" in page.content.decode()
    assert not Invitation.objects.exists()


def test_call_back_answers_a_link_that_was_handed_out(client, caller, staff):
    form = factories.SurveyFormFactory()
    factories.SurveyQuestionFactory(form=form, code="overall")
    ways = [{"code": code, "label": {"en": code.title()}} for code in ("shop", "web")]
    factories.SurveyQuestionFactory(form=form, code="way", kind="single", options=ways)
    sent = factories.InvitationFactory(staff=staff, form=form, customer=factories.CustomerFactory())
    address = reverse("feedback:call_back_invitation", args=[sent.pk])
    assert 'name="reply-way" id="reply-way_shop"' in client.get(address).content.decode()
    assert client.post(address, {"stars-overall": "4"}).status_code == 422
    assert address in client.get(reverse("feedback:call_backs"), {"day": "2026-10-15"}).content.decode()
    assert client.post(address, {"stars-overall": "4", "reply-way": "web"}).status_code == 302
    assert (SurveyAnswer.objects.get().invitation, SurveyAnswer.objects.get().replies) == (
        sent,
        {"way": "web"},
    )
    second = client.post(address, {"stars-overall": "1", "reply-way": "web"}, follow=True)
    assert "first answer counts" in second.content.decode()


def test_nobody_calls_back_about_themselves(client, caller, staff):
    staff.user = caller
    staff.save()
    call = factories.InteractionFactory(staff=staff)
    sent = factories.InvitationFactory(staff=staff)
    assert client.get(reverse("feedback:call_back_interaction", args=[call.pk])).status_code == 404
    assert client.post(reverse("feedback:call_back_invitation", args=[sent.pk]), FINE).status_code == 404
    listed = client.get(reverse("feedback:call_backs"), {"day": "2026-10-15"}).content.decode()
    assert "Enter the answer" not in listed


@pytest.mark.parametrize("count", [1, 25])
def test_call_back_list_takes_the_same_queries(client, caller, staff, count, django_assert_num_queries):
    at = datetime(2026, 10, 15, 4, tzinfo=UTC)
    factories.InteractionFactory.create_batch(count, staff=staff, occurred_at=at)
    factories.InvitationFactory.create_batch(count, staff=staff, customer=factories.CustomerFactory())
    with django_assert_num_queries(9):
        client.get(reverse("feedback:call_backs"), {"day": "2026-10-15"})


def test_nonsense_day_shows_today(client, caller):
    page = client.get(reverse("feedback:call_backs"), {"day": "x", "q": "y"})
    assert page.status_code == 200
