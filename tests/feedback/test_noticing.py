"""What looks wrong about answers is listed with its evidence, and a person decides."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from feedback.models import AnswerNotice, NoticeRule, SurveyAnswer
from feedback.models.notice import StaffNetwork
from feedback.services import send_invitation
from feedback.services.judging import accept_flagged, count_answers_again, discount_answers
from feedback.services.noticing import notice_answers, remember_network
from feedback.tokens import network_hash, new_receipt, opened_at
from people.models import Staff
from tests import factories

AT = datetime(2026, 10, 15, 4, tzinfo=UTC)
SHOP, HOME = (network_hash("key", address, AT.date()) for address in ("10.0.0.1", "10.0.0.2"))
SENTENCE = "The staff were wonderful and quick"
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return factories.StaffFactory()


def alike(words=SENTENCE, **options):
    """An answer with these words about always the same person."""
    return answered(
        words=words, staff=Staff.objects.order_by("pk").first() or factories.StaffFactory(), **options
    )


def answered(minutes_ago=60, **options):
    return factories.SurveyAnswerFactory(**{"answered_at": AT - timedelta(minutes=minutes_ago), **options})


def noticed(kind):
    return {one.answer_id: one.siblings for one in AnswerNotice.objects.filter(kind=kind)}


def from_one_network(count, network=SHOP, **options):
    return [answered(60 - n, network_hash=network, **options) for n in range(count)]


def test_same_words_are_noticed_with_each_other():
    first, second, third = (alike(words) for words in (SENTENCE, f"{SENTENCE}!!", SENTENCE.upper() + " "))
    alike("Something else entirely, really")
    notice_answers(at=AT)
    assert noticed("same_words") == {
        first.pk: [second.pk, third.pk],
        second.pk: [first.pk, third.pk],
        third.pk: [first.pk, second.pk],
    }


@pytest.mark.parametrize(
    ("words", "count"), [("Great!!", 9), (SENTENCE, 2), ("服务态度很好，谢谢", 2), ("", 9)]
)
def test_short_or_few_words_are_no_evidence(words, count):
    for _ in range(count):
        alike(words)
    notice_answers(at=AT)
    assert not AnswerNotice.objects.exists()


def test_the_same_words_about_different_people_are_no_evidence():
    for _ in range(5):
        answered(words=SENTENCE)
    notice_answers(at=AT)
    assert not noticed("same_words")


def test_chinese_words_are_noticed():
    for words in ("服务态度很好非常满意", "服务态度很好，非常满意。", "服务态度 很好 非常满意"):
        alike(words)
    notice_answers(at=AT)
    assert len(noticed("same_words")) == 3


def test_words_of_long_ago_are_no_evidence():
    alike(minutes_ago=60 * 24 * 31)
    alike()
    alike()
    notice_answers(at=AT)
    assert not noticed("same_words")


def test_one_network_about_one_person(staff):
    ours = from_one_network(3, staff=staff)
    from_one_network(2, network=HOME, staff=staff)
    notice_answers(at=AT)
    assert set(noticed("one_person")) == {answer.pk for answer in ours}


def test_one_network_about_several_is_a_shop(staff):
    from_one_network(3, staff=staff)
    answered(network_hash=SHOP)
    notice_answers(at=AT)
    assert not noticed("one_person")


def test_call_backs_from_the_office_are_not_noticed(staff):
    from_one_network(5, staff=staff, via="call_back")
    notice_answers(at=AT)
    assert not AnswerNotice.objects.exists()


def test_network_of_staff(staff):
    StaffNetwork.objects.create(staff=factories.StaffFactory(), day=AT.date(), network_hash=SHOP)
    ours = from_one_network(3, staff=staff)
    answered(network_hash=SHOP)
    notice_answers(at=AT)
    assert set(noticed("staff_network")) == {answer.pk for answer in ours}


def test_flags_of_the_moment_are_listed_with_their_network():
    before = answered(30, network_hash=SHOP)
    burst = answered(10, network_hash=SHOP, flag="burst")
    long_ago = answered(80, network_hash=SHOP)
    robot, fast = answered(flag="robot"), answered(flag="fast")
    notice_answers(at=AT)
    assert noticed("burst") == {burst.pk: [before.pk]}
    assert long_ago.pk not in noticed("burst")[burst.pk]
    assert (noticed("robot"), noticed("too_fast")) == ({robot.pk: []}, {fast.pk: []})


def test_it_is_listed_once_and_new_evidence_is_added():
    for _ in range(3):
        alike()
    assert notice_answers(at=AT) == 3
    assert notice_answers(at=AT) == 0
    alike()
    assert notice_answers(at=AT) == 4
    assert {len(siblings) for siblings in noticed("same_words").values()} == {3}


def test_rules_can_be_changed_and_switched_off():
    for _ in range(3):
        alike()
    NoticeRule.objects.filter(kind="same_words").update(at_least=4)
    assert notice_answers(at=AT) == 0
    NoticeRule.objects.filter(kind="same_words").update(at_least=1, is_active=False)
    assert notice_answers(at=AT) == 0


@pytest.mark.parametrize("count", [1, 30])
def test_noticing_takes_the_same_queries(staff, count, django_assert_num_queries):
    for _ in range(count):
        answered(words=SENTENCE, network_hash=SHOP, staff=staff, flag="burst")
    with django_assert_num_queries(10):
        notice_answers(at=AT)


def three_alike():
    answers = [alike() for _ in range(3)]
    notice_answers(at=AT)
    return answers


def test_noticed_answers_count_until_somebody_decides():
    three_alike()
    assert SurveyAnswer.objects.filter(is_valid=True).count() == 3


def test_verdict_is_kept_with_its_reason_and_not_asked_again():
    office = factories.UserFactory()
    one, two, three = three_alike()
    discount_answers(answers=SurveyAnswer.objects.filter(pk=one.pk), reason="One hand", by=office, at=AT)
    accept_flagged(answers=SurveyAnswer.objects.filter(pk=two.pk), reason="A slogan", by=office, at=AT)
    alike()
    notice_answers(at=AT)
    verdicts = AnswerNotice.objects.order_by("answer").values_list("answer", "verdict", "reason")[:3]
    assert list(verdicts) == [
        (one.pk, "does_not_count", "One hand"),
        (two.pk, "counts", "A slogan"),
        (three.pk, "", ""),
    ]
    one.refresh_from_db()
    assert (one.is_valid, one.invalid_reason) == (False, "One hand")
    count_answers_again(answers=SurveyAnswer.objects.filter(pk=one.pk), by=office, at=AT)
    assert AnswerNotice.objects.get(answer=one).verdict == "counts"


def test_database_wants_a_reason_and_a_moment():
    made = {"answer": answered(), "kind": "robot", "noticed_at": AT}
    for wrong in ({"verdict": "counts"}, {"verdict": "does_not_count", "judged_at": AT}, {"judged_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnswerNotice.objects.create(**made, **wrong)


def test_page_shows_why_with_the_other_answers_and_takes_the_decision(client):
    user = factories.UserFactory(roles=["customer_service"])
    client.force_login(user)
    one, *_others = three_alike()
    notice = AnswerNotice.objects.get(answer=one)
    page = client.get(reverse("admin:feedback_answernotice_change", args=[notice.pk])).content.decode()
    assert page.count(SENTENCE) == 3
    address = reverse("admin:feedback_answernotice_changelist")
    action = {"action": "does_not_count", "_selected_action": [notice.pk], "apply": "1"}
    assert client.post(address, action).status_code == 200
    client.post(address, {**action, "reason": "One hand"})
    one.refresh_from_db()
    assert not one.is_valid
    assert "to be looked at" in client.get(address, {"decided": "open"}).content.decode()


def test_nobody_judges_answers_about_themselves(client):
    user = factories.UserFactory(roles=["customer_service"])
    mine = answered(flag="robot", staff=factories.StaffFactory(user=user))
    user.role_grants.update(department=mine.department)
    notice_answers(at=AT)
    client.force_login(user)
    notice = AnswerNotice.objects.get()
    assert client.get(reverse("admin:feedback_answernotice_change", args=[notice.pk])).status_code == 404


def test_receipt_tells_when_the_page_was_opened_and_cannot_be_made_up():
    receipt = new_receipt("key", 1_000)
    assert opened_at("key", receipt) == 1_000
    said, _dot, seal = receipt.rpartition(".")
    for other in (f"{said[:-1]}0.{seal}", f"{said}.", "", "x", "é.1.x"):
        assert opened_at("key", other) is None
    assert opened_at("other", receipt) is None


@pytest.mark.parametrize(("seconds", "flag"), [(0, "fast"), (2, "fast"), (30, ""), (None, "")])
def test_answer_sent_faster_than_a_person_reads(client, seconds, flag):
    form = factories.SurveyFormFactory(effective_from=timezone.localdate())
    factories.SurveyQuestionFactory(form=form, code="attitude")
    staff = factories.AssignmentFactory().staff
    given = {"channel": factories.ChannelFactory(), "served_on": timezone.localdate(), "at": timezone.now()}
    sent, token = send_invitation(staff=staff, **given)
    now = int(timezone.now().timestamp())
    receipt = "own" if seconds is None else new_receipt(settings.SECRET_KEY, now - seconds)
    client.post(reverse("feedback:survey", args=[token]), {"stars-attitude": "5", "receipt": receipt})
    assert SurveyAnswer.objects.get(invitation=sent).flag == flag


def test_page_gives_a_receipt_of_ours(client):
    staff = factories.AssignmentFactory().staff
    given = {"channel": factories.ChannelFactory(), "served_on": timezone.localdate(), "at": timezone.now()}
    _sent, token = send_invitation(staff=staff, **given)
    page = client.get(reverse("feedback:survey", args=[token])).content.decode()
    receipt = page.partition('name="receipt" value="')[2].partition('"')[0]
    assert abs(opened_at(settings.SECRET_KEY, receipt) - timezone.now().timestamp()) < 60


def test_network_is_remembered_once_a_day_as_a_mark(staff):
    user = factories.UserFactory()
    remember_network(user=user, address="10.0.0.1", at=AT)
    assert not StaffNetwork.objects.exists()
    staff.user = user
    staff.save()
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2", ""):
        remember_network(user=user, address=address, at=AT)
    marks = {bytes(mark) for mark in StaffNetwork.objects.values_list("network_hash", flat=True)}
    assert marks == {network_hash(settings.SECRET_KEY, f"10.0.0.{n}", AT.date()) for n in (1, 2)}
    notice_answers(at=AT + timedelta(days=40))
    assert not StaffNetwork.objects.exists()


def test_a_new_day_of_a_session_remembers_the_network(client, staff):
    staff.user = factories.UserFactory()
    staff.save()
    client.force_login(staff.user)
    client.get(reverse("portal:home"))
    assert not StaffNetwork.objects.exists()  # signing in without an address is that day's mark
    session = client.session
    session["network_day"] = "2020-01-01"
    session.save()
    client.get(reverse("portal:home"))
    client.get(reverse("portal:home"))
    assert StaffNetwork.objects.get().staff == staff
