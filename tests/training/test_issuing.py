from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.models import Notification
from starservice.lib.tokens import hash_of
from tests.factories import CertificateFactory, StaffFactory, UserFactory
from tests.training.factories import (
    AttemptFactory,
    CertificateKindFactory,
    ExamFactory,
    LearningPathFactory,
    PathAssignmentFactory,
)
from training.models import Certificate, Manual
from training.services.certificates import issue_by_rule
from training.services.issuing import token_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)


@pytest.fixture
def kind():
    return CertificateKindFactory(path=LearningPathFactory(code="first"))


def done(kind, staff=None, at=AT, **more):
    """A member of staff who has done the path of a kind."""
    staff = staff or StaffFactory(user=UserFactory())
    facts = {"path": kind.path, "assigned_at": at - 5 * DAY, "completed_at": at, **more}
    return PathAssignmentFactory(staff=staff, **facts).staff


def passed(exam, staff, at=AT, score=95, **more):
    return AttemptFactory(
        exam=exam,
        staff=staff,
        graded=True,
        score=score,
        **{"started_at": at - DAY, "ends_at": at, "submitted_at": at, "graded_at": at, **more},
    )


def issue(*staff, at=AT):
    return issue_by_rule(staff_ids=[one.pk for one in staff], at=at)


def holding(kind, staff, first="2025-11-01", last="2026-10-31", **more):
    first, last = date.fromisoformat(first), last and date.fromisoformat(last)
    return CertificateFactory(kind=kind, staff=staff, valid_from=first, valid_until=last, **more)


def test_path_done_gives_a_certificate_once(kind):
    staff = done(kind)
    (made,) = issue(staff)
    assert (made.valid_from, made.valid_until) == (TODAY, date(2027, 10, 14))
    assert made.number.startswith("SC-2026-")
    assert bytes(made.token_hash) == hash_of(token_of(made.link_seed))
    assert issue(staff) == []
    assert issue(staff, at=AT + 400 * DAY) == []
    assert Certificate.objects.count() == 1
    told = Notification.objects.get(user=staff.user)
    assert told.code == "certificate_issued"


@pytest.mark.parametrize("missing", ["path", "kind out of use", "no path", "left"])
def test_nothing_without_the_path(kind, missing):
    staff = done(kind, completed_at=None if missing == "path" else AT)
    if missing == "kind out of use":
        kind.is_active = False
    if missing == "no path":
        kind.path = None
    kind.save()
    if missing == "left":
        staff.left_on = TODAY - DAY
        staff.save()
    assert issue(staff) == []


def test_every_exam_must_be_passed(kind):
    theory, practice = ExamFactory(code="a-theory"), ExamFactory(code="b-practice")
    kind.exams.set([theory, practice])
    staff = done(kind)
    passed(theory, staff)
    passed(practice, staff, score=89)
    assert issue(staff) == []
    attempt = passed(practice, staff, score=92)
    (made,) = issue(staff)
    assert made.certified["exams"][1] == {"code": "b-practice", "attempt": attempt.pk, "score": "92.00"}


@pytest.mark.parametrize(("counts", "issued"), [(True, 1), (False, 0)])
def test_exam_before_the_path_counts_when_the_path_says_so(kind, counts, issued):
    exam = ExamFactory()
    kind.exams.set([exam])
    kind.path.counts_earlier = counts
    kind.path.save()
    staff = done(kind)
    passed(exam, staff, at=AT - 30 * DAY)
    assert len(issue(staff)) == issued


def test_certified_keeps_the_versions_read(kind):
    manual = Manual.objects.create(code="front", title={"en": "Front desk"})
    kind.path.steps.create(manual=manual)
    staff = done(kind)
    for number in (1, 2, 3):
        version = manual.versions.create(number=number, state="published", published_at=AT)
        read = None if number == 3 else AT
        version.acknowledgements.create(staff=staff, opened_at=AT, acknowledged_at=read)
    (made,) = issue(staff)
    assert made.certified["manuals"] == [{"code": "front", "version": 2}]
    assert made.certified["path"]["code"] == "first"


def test_renewed_early_the_new_one_begins_when_the_old_ends(kind):
    staff = StaffFactory()
    old = holding(kind, staff)
    done(kind, staff)
    (made,) = issue(staff)
    assert (made.valid_from, made.valid_until) == (date(2026, 11, 1), date(2027, 10, 31))
    assert made.renews == old
    assert issue(staff) == []


def test_renewed_late_it_begins_today(kind):
    staff = StaffFactory()
    holding(kind, staff, "2025-10-01", "2026-09-30")
    done(kind, staff)
    (made,) = issue(staff)
    assert made.valid_from == TODAY


@pytest.mark.parametrize(("last", "issued"), [("2026-12-14", 1), ("2026-12-15", 0), (None, 0)])
def test_renewal_counts_from_the_first_day_one_can_renew(kind, last, issued):
    staff = StaffFactory()
    holding(kind, staff, last=last)
    done(kind, staff)
    assert len(issue(staff)) == issued


def test_renewal_needs_the_exam_again(kind):
    exam = ExamFactory()
    kind.exams.set([exam])
    staff = StaffFactory()
    holding(kind, staff)
    passed(exam, staff, at=AT - 300 * DAY)
    done(kind, staff)
    assert issue(staff) == []
    passed(exam, staff)
    assert len(issue(staff)) == 1


def test_renewal_path_renews_but_gives_no_first_certificate(kind):
    kind.renewal_path = LearningPathFactory()
    kind.save()
    new, holder = StaffFactory(), StaffFactory()
    holding(kind, holder)
    done(kind, new, path=kind.renewal_path)
    done(kind, holder, path=kind.renewal_path)
    assert [row.staff_id for row in issue(new, holder)] == [holder.pk]


@pytest.mark.parametrize(("assigned", "issued"), [(-1, 0), (0, 1)])
def test_after_revoking_the_path_is_done_anew(kind, assigned, issued):
    staff = StaffFactory()
    holding(kind, staff, revoked_on=TODAY - 2 * DAY, revoked_reason="Cheated")
    done(kind, staff, assigned_at=AT - 2 * DAY + assigned * DAY)
    made = issue(staff)
    assert len(made) == issued
    assert all(row.valid_from == TODAY and row.renews is None for row in made)


def test_nobody_suspended_gets_the_next_one(kind):
    staff = StaffFactory()
    pause = holding(kind, staff).suspensions.create(first_on=TODAY, reason="Under review")
    done(kind, staff)
    assert issue(staff) == []
    pause.last_on = TODAY
    pause.save()
    assert len(issue(staff, at=AT + DAY)) == 1


def test_queries_do_not_grow_with_the_staff(kind, django_assert_num_queries):
    kind.exams.set([ExamFactory()])
    for count in (1, 4):
        people = [done(kind) for _one in range(count)]
        for one in people:
            passed(kind.exams.get(), one)
        with django_assert_num_queries(13):
            assert len(issue(*people)) == count


def test_numbers_typed_by_hand_are_skipped(kind):
    (first,) = issue(done(kind))
    taken = int(first.number[-6:]) + 1
    CertificateFactory(number=f"SC-2026-{taken:06}")
    (second,) = issue(done(kind))
    assert int(second.number[-6:]) == taken + 1


def test_database_holds_one_of_a_kind_a_day(kind):
    staff = StaffFactory()
    holding(kind, staff, revoked_on=date(2026, 5, 1), revoked_reason="x")
    with pytest.raises(IntegrityError, match="certificate_one_of_a_kind_a_day"), transaction.atomic():
        holding(kind, staff, "2026-04-30", None)
    holding(kind, staff, "2026-05-01", None)
    holding(CertificateKindFactory(), staff, "2026-05-01", None)
    holding(None, staff, "2026-05-01", None)
