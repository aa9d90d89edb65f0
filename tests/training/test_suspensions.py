from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.models import Notification, Role
from tests.factories import CertificateFactory, StaffFactory, UserFactory
from tests.training.factories import CertificateKindFactory, LearningPathFactory, PathAssignmentFactory
from training.errors import AlreadyRevoked, WrongSuspension
from training.models import Certificate, Suspension
from training.services.suspensions import lift_suspension, suspend_certificate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)


@pytest.fixture
def trainer():
    return UserFactory(username="trainer", roles=[Role.TRAINING])


@pytest.fixture
def certificate():
    return CertificateFactory(
        staff=StaffFactory(user=UserFactory()), valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31)
    )


def suspend(certificate, trainer, first=TODAY, last=None, reason="Complaint under review"):
    return suspend_certificate(
        certificate=certificate, first_on=first, last_on=last, reason=reason, by=trainer, at=AT
    )


def lift(suspension, trainer, day=TODAY, reason="Cleared"):
    lift_suspension(suspension=suspension, valid_again_on=day, lifted_reason=reason, by=trainer, at=AT)


def test_suspended_and_lifted_day_by_day(certificate, trainer):
    pause = suspend(certificate, trainer, TODAY - 3 * DAY)
    states = [certificate.state_on(TODAY + day * DAY) for day in (-4, -3, 0, 90)]
    assert states == ["valid", "suspended", "suspended", "expired"]
    lift(pause, trainer)
    fresh = Certificate.objects.get()
    assert [fresh.state_on(TODAY + day * DAY) for day in (-1, 0)] == ["suspended", "valid"]
    assert Suspension.objects.get().lifted_reason == "Cleared"
    codes = Notification.objects.filter(user=certificate.staff.user).values_list("code", flat=True)
    assert set(codes) == {"certificate_suspended", "certificate_lifted"}


def test_lifted_from_its_first_day_it_never_was(certificate, trainer):
    pause = suspend(certificate, trainer)
    lift(pause, trainer, reason="Mistaken for somebody else")
    assert certificate.state_on(TODAY) == "valid"
    assert not Suspension.objects.exists()
    kept = Suspension.pgh_event_model.objects.filter(pgh_label="delete").get()
    assert kept.lifted_reason == "Mistaken for somebody else"


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"first": TODAY, "last": TODAY - DAY}, "last_on"),
        ({"first": date(2025, 12, 31)}, "first_on"),
        ({"first": date(2027, 1, 1)}, "first_on"),
        ({"first": date(2026, 5, 10), "last": date(2026, 5, 12)}, "first_on"),
        ({"first": date(2026, 4, 1)}, "first_on"),
        ({"reason": " "}, "reason"),
    ],
)
def test_wrong_days_are_refused_beside_their_field(certificate, trainer, days, field):
    certificate.suspensions.create(first_on=date(2026, 5, 1), last_on=date(2026, 5, 10), reason="x")
    with pytest.raises(WrongSuspension) as refused:
        suspend(certificate, trainer, **days)
    assert refused.value.field == field


def test_days_around_another_suspension_are_free(certificate, trainer):
    certificate.suspensions.create(first_on=date(2026, 5, 1), last_on=date(2026, 5, 10), reason="x")
    suspend(certificate, trainer, date(2026, 5, 11), date(2026, 5, 12))
    suspend(certificate, trainer, date(2026, 4, 1), date(2026, 4, 30))
    assert certificate.suspensions.count() == 3


@pytest.mark.parametrize(("day", "reason"), [(-1, "x"), (2, "x"), (0, "")])
def test_lifting_needs_a_day_within_and_a_reason(certificate, trainer, day, reason):
    pause = suspend(certificate, trainer, TODAY, TODAY)
    with pytest.raises(WrongSuspension):
        lift(pause, trainer, TODAY + day * DAY, reason)


def test_revoked_is_not_suspended(trainer):
    revoked = CertificateFactory(revoked_on=TODAY, revoked_reason="x")
    with pytest.raises(AlreadyRevoked):
        suspend(revoked, trainer)


def test_database_refuses_two_suspensions_on_a_day(certificate):
    certificate.suspensions.create(first_on=TODAY, last_on=TODAY, reason="x")
    with pytest.raises(IntegrityError, match="suspension_one_a_day"), transaction.atomic():
        certificate.suspensions.create(first_on=TODAY, last_on=TODAY, reason="y")


def test_lifting_issues_what_was_earned_meanwhile(trainer):
    kind = CertificateKindFactory(path=LearningPathFactory())
    old = CertificateFactory(kind=kind, valid_from=date(2025, 11, 1), valid_until=date(2026, 10, 31))
    pause = suspend(old, trainer, TODAY - DAY)
    PathAssignmentFactory(staff=old.staff, path=kind.path, assigned_at=AT - 9 * DAY, completed_at=AT)
    lift(pause, trainer)
    assert Certificate.objects.get(renews=old).valid_from == date(2026, 11, 1)


def test_trainer_suspends_and_lifts_in_the_admin(client, trainer, certificate, time_machine):
    time_machine.move_to(AT)
    client.force_login(trainer)
    page = f"/admin/training/certificate/{certificate.pk}/"
    assert "Lift" not in client.get(f"{page}change/").content.decode()
    answer = client.post(f"{page}suspend/", {"first_on": "2026-10-15", "last_on": "2026-10-10"})
    assert set(answer.context["form"].errors) == {"reason"}
    facts = {"first_on": "2026-10-15", "last_on": "2026-10-10", "reason": "Complaint"}
    assert set(client.post(f"{page}suspend/", facts).context["form"].errors) == {"last_on"}
    client.post(f"{page}suspend/", facts | {"last_on": ""})
    shown = client.get(f"{page}change/").content.decode()
    assert "Complaint" in shown
    assert "Lift the suspension" in shown
    assert client.get(f"{page}certificate.pdf").status_code == 404
    listed = client.get("/admin/training/certificate/?state=suspended").context["cl"].result_list
    assert [row.number for row in listed] == [certificate.number]
    client.post(f"{page}lift/", {"valid_again_on": "2026-10-16", "lifted_reason": "Cleared"})
    assert Suspension.objects.get().last_on == TODAY
    assert "Cleared" in client.get(f"{page}history/").content.decode()


def test_lift_without_a_suspension_is_not_found(client, trainer, certificate):
    client.force_login(trainer)
    assert client.get(f"/admin/training/certificate/{certificate.pk}/lift/").status_code == 404
