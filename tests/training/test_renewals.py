from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from people.models import Notification
from people.notices import words_of
from tests.factories import AssignmentFactory, CertificateFactory, StaffFactory, UserFactory
from tests.training.factories import (
    AttemptFactory,
    CertificateKindFactory,
    ExamFactory,
    LearningPathFactory,
    PathStepFactory,
)
from training.models import Certificate, PathAssignment
from training.queries.rounds import round_of
from training.services.paths import progressed
from training.services.renewals import assign_renewals, look_after_certificates, remind_of_expiry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)


@pytest.fixture
def kind():
    exam = ExamFactory()
    path, renewal = LearningPathFactory(), LearningPathFactory()
    for one in (path, renewal):
        PathStepFactory(path=one, course=None, exam=exam)
    kind = CertificateKindFactory(path=path, renewal_path=renewal)
    kind.exams.set([exam])
    return kind


def ending(days, kind=None, **more):
    staff = more.pop("staff", None) or StaffFactory(user=UserFactory())
    last = TODAY + days * DAY
    return CertificateFactory(staff=staff, kind=kind, valid_from=date(2025, 1, 1), valid_until=last, **more)


def told(user):
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("code", flat=True))


@pytest.mark.parametrize(("days", "reminded"), [(61, 0), (60, 1), (30, 1), (7, 1), (0, 1), (-1, 0)])
def test_reminded_from_sixty_days_on(days, reminded):
    certificate = ending(days)
    assert remind_of_expiry(at=AT) == reminded
    assert len(told(certificate.staff.user)) == reminded


def test_three_reminders_in_the_life_of_a_certificate():
    certificate = ending(70)
    for day in range(72):
        remind_of_expiry(at=AT + day * DAY)
    notices = Notification.objects.filter(user=certificate.staff.user).order_by("pk")
    assert [notice.data["days"] for notice in notices] == [60, 30, 7]
    with override("en"):
        assert "expires on Dec. 24, 2026, in 60 days" in words_of(notices[0].code, notices[0].data)


def test_manager_is_told_once_thirty_days_before():
    certificate = ending(31)
    manager = StaffFactory(user=UserFactory())
    AssignmentFactory(staff=certificate.staff, manager=manager)
    remind_of_expiry(at=AT)
    assert told(manager.user) == []
    for day in (1, 2, 28):
        remind_of_expiry(at=AT + day * DAY)
    assert told(manager.user) == ["certificate_expires_of"]


def test_nobody_is_reminded_in_vain():
    renewed = ending(20)
    ending(400, staff=renewed.staff)
    ending(20, staff=StaffFactory(user=UserFactory(), left_on=TODAY - DAY))
    ending(20, revoked_on=TODAY, revoked_reason="x")
    assert remind_of_expiry(at=AT) == 0


def test_certificate_of_another_kind_renews_nothing(kind):
    certificate = ending(20, kind)
    ending(400, staff=certificate.staff)
    ending(400, CertificateKindFactory(), staff=certificate.staff)
    assert remind_of_expiry(at=AT) == 1
    assert assign_renewals(at=AT) == 1


def test_reminding_is_one_statement_for_one_or_many(django_assert_num_queries):
    manager = StaffFactory(user=UserFactory())
    for count in (1, 5):
        for _row in range(count):
            AssignmentFactory(staff=ending(25).staff, manager=manager)
        with django_assert_num_queries(7):
            remind_of_expiry(at=AT)


@pytest.mark.parametrize(("days", "assigned"), [(61, 0), (60, 1), (0, 1), (-1, 0)])
def test_renewal_path_is_assigned_when_one_can_renew(kind, days, assigned):
    certificate = ending(days, kind)
    assert assign_renewals(at=AT) == assigned
    assert assign_renewals(at=AT) == 0
    for row in PathAssignment.objects.all():
        assert (row.path, row.cause, row.due_on) == (kind.renewal_path, "renewal", certificate.valid_until)


def test_without_a_renewal_path_the_first_one_is_done_again(kind):
    kind.renewal_path = None
    kind.save()
    ending(10, kind)
    assign_renewals(at=AT)
    assert PathAssignment.objects.get().path == kind.path


def test_renewed_by_a_new_attempt_without_losing_a_day(kind):
    certificate = ending(20, kind)
    exam = kind.exams.get()
    sat = {"exam": exam, "staff": certificate.staff, "graded": True, "score": 95}
    AttemptFactory(
        number=1, submitted_at=AT - 300 * DAY, started_at=AT - 301 * DAY, ends_at=AT - 300 * DAY, **sat
    )
    assign_renewals(at=AT)
    assert not Certificate.objects.filter(renews=certificate).exists()
    assert round_of(staff=certificate.staff_id, exam=exam.pk) == 2
    later = AT + 2 * DAY
    AttemptFactory(
        number=2,
        round=2,
        started_at=later - timedelta(hours=1),
        ends_at=later,
        submitted_at=later,
        graded_at=later,
        **sat,
    )
    progressed(staff_ids=[certificate.staff_id], at=later)
    new = Certificate.objects.get(renews=certificate)
    assert new.valid_from == certificate.valid_until + DAY
    assert PathAssignment.objects.get().completed_at == later
    assert assign_renewals(at=later) == 0


def test_day_is_looked_after_once(kind):
    ending(5, kind)
    assert look_after_certificates(at=AT)
    assert not look_after_certificates(at=AT + timedelta(hours=3))
    assert look_after_certificates(at=AT + DAY)


def test_ended_suspension_lets_the_earned_one_be_issued(kind):
    kind.exams.clear()
    certificate = ending(20, kind)
    certificate.suspensions.create(first_on=TODAY - DAY, last_on=TODAY, reason="x")
    PathAssignment.objects.create(
        path=kind.path,
        staff=certificate.staff,
        cause="by_hand",
        key="x",
        assigned_at=AT - 9 * DAY,
        due_on=TODAY,
        completed_at=AT,
    )
    look_after_certificates(at=AT)
    assert not Certificate.objects.filter(renews=certificate).exists()
    look_after_certificates(at=AT + DAY)
    assert Certificate.objects.filter(renews=certificate).exists()


def test_holder_renews_in_the_portal(client, kind, time_machine):
    time_machine.move_to(AT)
    soon, late = ending(20, kind), ending(100, kind)
    client.force_login(soon.staff.user)
    assert "Renew now" in client.get("/my/certificates/").content.decode()
    client.post(f"/my/certificates/{soon.pk}/renew/")
    assert PathAssignment.objects.get().staff == soon.staff
    assert client.post(f"/my/certificates/{late.pk}/renew/").status_code == 404
    client.force_login(late.staff.user)
    assert "Renew now" not in client.get("/my/certificates/").content.decode()
    answer = client.post(f"/my/certificates/{late.pk}/renew/", follow=True)
    assert "It can be renewed from Nov. 24, 2026 on." in answer.content.decode()
    assert PathAssignment.objects.count() == 1


def test_by_hand_certificates_are_renewed_by_the_department(client, time_machine):
    time_machine.move_to(AT)
    certificate = ending(20)
    client.force_login(certificate.staff.user)
    answer = client.post(f"/my/certificates/{certificate.pk}/renew/", follow=True)
    assert "renewed by the training department" in answer.content.decode()
