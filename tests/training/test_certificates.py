from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from people.models import Role
from tests.factories import AssignmentFactory, CertificateFactory, PositionFactory, StaffFactory, UserFactory
from training import services
from training.errors import AlreadyRevoked, DatesWrong, NumberTaken
from training.models import Certificate
from training.queries import certification_rate, uncertified_staff

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture
def trainer():
    return UserFactory(username="trainer", roles=[Role.TRAINING])


def rated(name="agent", **options):
    staff = StaffFactory(name=name, **options)
    AssignmentFactory(staff=staff, starts_on=staff.hired_on, ends_on=staff.left_on)
    return staff


def issue(staff, trainer, number="C1", **options):
    return services.issue_certificate(
        staff=staff, number=number, **{"valid_from": FIRST, **options}, by=trainer, at=AT
    )


def test_issue_refuses_a_used_number_and_days_in_the_wrong_order(trainer):
    staff = rated()
    issue(staff, trainer)
    with pytest.raises(NumberTaken):
        issue(staff, trainer)
    with pytest.raises(DatesWrong):
        issue(staff, trainer, "C2", valid_until=date(2026, 9, 30))
    assert Certificate.objects.get().events.get().pgh_context.metadata["user"] == trainer.pk


def test_renewal_follows_on_the_next_day_and_keeps_the_old(trainer):
    old = issue(rated(), trainer, valid_until=LAST)
    new = services.renew_certificate(
        certificate=old, number="C2", valid_until=date(2027, 10, 31), by=trainer, at=AT
    )
    assert new.valid_from == date(2026, 11, 1)
    old.refresh_from_db()
    assert old.valid_until == LAST


def test_renewal_without_a_last_day_needs_a_first_day(trainer):
    endless = issue(rated(), trainer)
    with pytest.raises(DatesWrong):
        services.renew_certificate(certificate=endless, number="C2", valid_until=None, by=trainer, at=AT)


def test_revoking_ends_it_once_with_a_reason(trainer):
    certificate = issue(rated(), trainer)

    def revoke(day):
        return services.revoke_certificate(
            certificate=certificate, revoked_on=day, revoked_reason="Cheated", by=trainer, at=AT
        )

    with pytest.raises(DatesWrong):
        revoke(date(2026, 9, 30))
    revoke(date(2026, 10, 10))
    assert Certificate.objects.valid_on(date(2026, 10, 9)).exists()
    assert not Certificate.objects.valid_on(date(2026, 10, 10)).exists()
    with pytest.raises(AlreadyRevoked):
        revoke(date(2026, 10, 11))
    with pytest.raises(AlreadyRevoked):
        services.renew_certificate(
            certificate=certificate, number="C2", valid_until=None, by=trainer, at=AT, valid_from=LAST
        )


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("certificate_ends_after_start", {"valid_until": date(2019, 1, 1)}),
        ("certificate_revoked_after_start", {"revoked_on": date(2019, 1, 1), "revoked_reason": "x"}),
        ("certificate_revoked_with_reason", {"revoked_on": date(2021, 1, 1)}),
    ],
)
def test_database_refuses_impossible_certificates(constraint, wrong):
    with pytest.raises(IntegrityError, match=constraint):
        CertificateFactory(**wrong)


@pytest.mark.parametrize(
    ("certified", "spans"),
    [
        (True, [("2026-10-01", "2026-10-31", None)]),
        (True, [("2026-01-01", None, None)]),
        (True, [("2026-01-01", "2026-10-15", None), ("2026-10-16", None, None)]),
        (True, [("2026-01-01", "2026-10-20", None), ("2026-10-10", "2026-10-31", None)]),
        (True, [("2026-01-01", None, "2026-11-01")]),
        (False, []),
        (False, [("2026-10-02", None, None)]),
        (False, [("2026-01-01", "2026-10-30", None)]),
        (False, [("2026-01-01", "2026-10-15", None), ("2026-10-17", None, None)]),
        (False, [("2026-01-01", None, "2026-10-31")]),
        (False, [("2026-10-01", None, "2026-10-01")]),
    ],
)
def test_certified_means_every_day_of_the_month(certified, spans):
    staff = rated()
    for first, last, revoked in spans:
        CertificateFactory(
            staff=staff,
            valid_from=date.fromisoformat(first),
            valid_until=last and date.fromisoformat(last),
            revoked_on=revoked and date.fromisoformat(revoked),
            revoked_reason="x" if revoked else "",
        )
    assert uncertified_staff(FIRST, LAST).exists() is not certified


def test_only_days_in_a_rated_position_count():
    CertificateFactory(staff=rated("hired later", hired_on=date(2026, 10, 12)), valid_from=date(2026, 10, 12))
    leaver = rated("left", left_on=date(2026, 10, 5))
    CertificateFactory(staff=leaver, valid_until=date(2026, 10, 5))
    AssignmentFactory(staff=StaffFactory(name="cook"), position=PositionFactory(is_rated=False))
    rated("left before", left_on=date(2026, 9, 30))
    rated("missing")
    assert [staff.name for staff in uncertified_staff(FIRST, LAST)] == ["missing"]


def test_uncertified_staff_is_one_query_for_one_or_many(django_assert_num_queries):
    for number in range(1, 4):
        rated()
        with django_assert_num_queries(1):
            assert len(uncertified_staff(FIRST, LAST)) == number


def test_certification_rate_counts_the_rated_of_a_day():
    assert certification_rate(FIRST).percent is None
    for _number in range(2):
        CertificateFactory(staff=rated())
    rated()
    CertificateFactory(staff=rated(left_on=date(2026, 9, 30)))
    rate = certification_rate(FIRST)
    assert (rate.certified, rate.of, str(rate.percent)) == (2, 3, "66.7")


def test_training_issues_renews_and_revokes_in_the_admin(client, trainer):
    client.force_login(trainer)
    staff = rated()
    facts = {"staff": staff.pk, "number": "A-1", "valid_from": "2026-10-01", "valid_until": "2026-10-31"}
    answer = client.post("/admin/training/certificate/add/", {**facts, "valid_until": "2026-09-01"})
    assert answer.status_code == 200
    assert "valid_until" in answer.context["adminform"].form.errors
    client.post("/admin/training/certificate/add/", facts)
    first = Certificate.objects.get(number="A-1")
    page = f"/admin/training/certificate/{first.pk}/"
    client.post(f"{page}renew/", {"number": "A-2", "valid_from": "2026-11-01"})
    answer = client.post(f"{page}renew/", {"number": "A-2", "valid_from": "2026-11-01"})
    assert answer.context["form"].errors["number"]
    assert (
        client.post(f"{page}revoke/", {"revoked_on": "2026-10-10"}).context["form"].errors["revoked_reason"]
    )
    client.post(f"{page}revoke/", {"revoked_on": "2026-10-10", "revoked_reason": "Cheated"})
    assert set(Certificate.objects.values_list("number", "revoked_reason")) == {
        ("A-1", "Cheated"),
        ("A-2", ""),
    }
    trail = client.get(f"{page}history/").content.decode()
    assert "Cheated" in trail
    assert "trainer" in trail


@pytest.mark.parametrize(
    ("state", "numbers"), [("valid", {"v", "s"}), ("soon", {"s"}), ("expired", {"e"}), ("revoked", {"r"})]
)
def test_list_filters_by_state(client, time_machine, state, numbers):
    time_machine.move_to(AT)
    client.force_login(UserFactory(roles=["auditor"]))
    CertificateFactory(number="v")
    CertificateFactory(number="s", valid_until=date(2026, 11, 14))
    CertificateFactory(number="e", valid_until=date(2026, 10, 14))
    CertificateFactory(number="r", revoked_on=date(2026, 10, 15), revoked_reason="x")
    page = client.get(f"/admin/training/certificate/?state={state}")
    assert {row.number for row in page.context["cl"].result_list} == numbers


def test_list_costs_the_same_for_one_or_many(client):
    client.force_login(UserFactory(roles=["auditor"]))
    counts = []
    for number in (1, 5):
        for _row in range(number):
            CertificateFactory()
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/training/certificate/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_staff_see_their_own_certificates(client):
    mine, others = CertificateFactory(number="MINE-1"), CertificateFactory(number="OTHER-1")
    mine.staff.user = UserFactory()
    mine.staff.save()
    client.force_login(mine.staff.user)
    page = client.get("/my/certificates/").content.decode()
    assert "MINE-1" in page
    assert others.number not in page


def test_empty_page_says_what_to_do(client):
    staff = StaffFactory(user=UserFactory())
    client.force_login(staff.user)
    assert "Ask the training department" in client.get("/my/certificates/").content.decode()
