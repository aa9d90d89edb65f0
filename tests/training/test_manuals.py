from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.models import Notification, Role
from starservice.jobs.models import OutboxMessage
from tests.factories import AssignmentFactory, PositionFactory, StaffFactory, UserFactory
from tests.training.factories import (
    ManualFactory,
    ManualVersionFactory,
    StandardFactory,
    StandardIndicatorFactory,
)
from training.errors import NotOpened, OwnReview, StandardRefused, VersionClosed, VersionNotReady
from training.models import Acknowledgement, ManualVersion, StandardIndicator
from training.queries.manuals import duties, reader_counts, standards_in, standards_with, written_of
from training.services import manual_editing, manuals, reading

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 1, 4, 0, tzinfo=UTC)
DAY = date(2026, 10, 1)


@pytest.fixture
def writer():
    return UserFactory(username="writer", roles=[Role.TRAINING])


@pytest.fixture
def reviewer():
    return UserFactory(username="reviewer", roles=[Role.OFFICE])


def published(manual=None, number=1, at=AT, **standard):
    version = ManualVersionFactory(manual=manual or ManualFactory(), number=number)
    StandardIndicatorFactory(standard=StandardFactory(version=version, **{"code": "greet", **standard}))
    return publish(version, at)


def publish(version, at=AT):
    return ManualVersionFactory.publish(version, at)


def in_review(writer, **options):
    version = ManualVersionFactory(**options)
    StandardIndicatorFactory(standard=StandardFactory(version=version))
    return manuals.send_to_review(version=version, by=writer, at=AT)


def reader(position=None, user=True, **options):
    staff = StaffFactory(user=UserFactory() if user else None, **options)
    if position:
        AssignmentFactory(staff=staff, position=position, starts_on=staff.hired_on)
    return staff


# --- the life of a version ----------------------------------------------------------------------
def test_the_next_version_is_a_copy_of_the_published_one(writer):
    first = published()
    draft = manuals.begin_version(manual=first.manual, by=writer, at=AT)
    assert (draft.number, draft.state) == (2, "draft")
    assert written_of(standards_in(draft)) == written_of(standards_in(first))
    assert StandardIndicator.objects.filter(standard__version__manual=first.manual).count() == 2
    assert draft.events.get().pgh_context.metadata["user"] == writer.pk


def test_beginning_copies_many_standards_in_as_many_queries_as_one(writer):
    def queries(count):
        version = ManualVersionFactory()
        for _one in range(count):
            StandardIndicatorFactory(standard=StandardFactory(version=version))
        publish(version)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            manuals.begin_version(manual=version.manual, by=writer, at=AT)
        return len(captured)

    assert queries(1) == queries(12)


def test_one_version_is_in_work_at_a_time(writer):
    draft = ManualVersionFactory()
    with pytest.raises(VersionClosed):
        manuals.begin_version(manual=draft.manual, by=writer, at=AT)
    manuals.discard_version(version=draft, by=writer, at=AT)
    assert manuals.begin_version(manual=draft.manual, by=writer, at=AT).number == 1


def test_nothing_is_sent_to_review_without_standards_or_targets(writer):
    version = ManualVersionFactory()
    with pytest.raises(VersionNotReady) as refused:
        manuals.send_to_review(version=version, by=writer, at=AT)
    assert refused.value.problems == ["The version has no standards yet."]
    standard = StandardFactory(version=version)
    StandardIndicatorFactory(standard=standard, comparison="at_least", target=0)
    with pytest.raises(VersionNotReady) as refused:
        manuals.send_to_review(version=version, by=writer, at=AT)
    assert refused.value.problems == ["“Greet”: the indicator “Time to greet” has no target."]


def test_who_sent_a_version_does_not_publish_it(writer, reviewer):
    version = in_review(writer)
    with pytest.raises(OwnReview):
        manuals.publish_version(version=version, by=writer, at=AT)
    done = manuals.publish_version(version=version, by=reviewer, at=AT)
    assert (done.state, done.published_by, done.published_at) == ("published", reviewer, AT)
    assert OutboxMessage.objects.filter(task="training.tasks.remind_readers").exists()


def test_the_database_holds_the_four_eyes_too(writer):
    version = in_review(writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ManualVersion.objects.filter(pk=version.pk).update(
            state="published", published_at=AT, published_by=writer
        )


def test_a_draft_is_not_published_past_its_review(reviewer):
    version = StandardFactory().version
    with pytest.raises(VersionClosed):
        manuals.publish_version(version=version, by=reviewer, at=AT)


def test_a_returned_version_is_edited_and_reviewed_again(writer, reviewer):
    version = in_review(writer)
    with pytest.raises(VersionClosed):
        manuals.return_version(version=version, words="  ", by=reviewer, at=AT)
    returned = manuals.return_version(version=version, words="Say how fast.", by=reviewer, at=AT)
    assert (returned.state, returned.returned_words, returned.returned_by) == (
        "draft",
        "Say how fast.",
        reviewer,
    )
    manuals.send_to_review(version=version, by=reviewer, at=AT)
    manuals.publish_version(version=version, by=writer, at=AT)


def test_missing_languages_are_named_and_published_only_when_meant(writer, reviewer):
    version = ManualVersionFactory()
    StandardFactory(version=version, attitude={"en": "Friendly"})
    manuals.send_to_review(version=version, by=writer, at=AT)
    with pytest.raises(VersionNotReady) as refused:
        manuals.publish_version(version=version, by=reviewer, at=AT)
    assert refused.value.problems == ["“Greet”: attitude is not written in 简体中文, 繁體中文."]
    manuals.publish_version(version=version, by=reviewer, at=AT, despite_missing_languages=True)


# --- frozen ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        lambda version: ManualVersion.objects.filter(pk=version.pk).update(foreword={"en": "Other"}),
        lambda version: ManualVersion.objects.filter(pk=version.pk).update(state="draft", published_at=None),
        lambda version: ManualVersion.objects.filter(pk=version.pk).delete(),
        lambda version: version.standards.update(title={"en": "Other"}),
        lambda version: version.standards.get().delete(),
        lambda version: StandardFactory(version=version),
        lambda version: StandardIndicator.objects.update(target=1),
        lambda version: StandardIndicator.objects.all().delete(),
        lambda version: StandardIndicatorFactory(standard=version.standards.get()),
    ],
)
def test_a_published_version_is_frozen_by_the_database(change):
    version = published()
    with pytest.raises(DatabaseError, match="manual_published_is_frozen"), transaction.atomic():
        change(version)


def test_standards_wait_for_the_reviewer_as_they_were_sent(writer):
    version = in_review(writer)
    with pytest.raises(DatabaseError, match="manual_published_is_frozen"), transaction.atomic():
        version.standards.update(title={"en": "Other"})


def test_who_published_may_be_forgotten(writer, reviewer):
    version = manuals.publish_version(version=in_review(writer), by=reviewer, at=AT)
    ManualVersion.objects.filter(pk=version.pk).update(published_by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        ManualVersion.objects.filter(pk=version.pk).update(published_by=writer)


def test_nobody_opens_an_unpublished_version_in_the_database():
    with pytest.raises(DatabaseError, match="acknowledgement_of_unpublished"), transaction.atomic():
        Acknowledgement.objects.create(version=ManualVersionFactory(), staff=StaffFactory(), opened_at=AT)


# --- editing ------------------------------------------------------------------------------------------
def save(version, writer, replaces="", indicators=(), **fields):
    given = {"stage": "pre_sale", "title": {"en": "Listen first"}, "behaviour": {"en": "Listens."}, **fields}
    return manual_editing.save_standard(
        version=version, fields=given, indicators=indicators, by=writer, at=AT, replaces=replaces
    )


def test_a_standard_gets_a_code_of_its_title_and_keeps_it(writer):
    draft = ManualVersionFactory()
    wait = {"name": {"en": "Wait"}, "comparison": "at_most", "target": 5, "unit": "minutes"}
    assert save(draft, writer, indicators=[wait]).code == "listen-first"
    assert save(draft, writer).code == "listen-first-2"
    changed = save(
        draft, writer, "listen-first", title={"en": "Listen"}, indicators=[wait, {**wait, "target": 3}]
    )
    assert (changed.code, changed.indicators.count()) == ("listen-first", 2)
    with pytest.raises(StandardRefused) as refused:
        save(draft, writer, "listen-first", code="listen-first-2")
    assert refused.value.field == "code"


def test_standards_move_within_their_stage(writer):
    draft = ManualVersionFactory()
    for code in ("a", "b", "c"):
        save(draft, writer, code=code)
    save(draft, writer, code="x", stage="in_sale")
    manual_editing.move_standard(version=draft, code="c", places=-1, by=writer, at=AT)
    assert [one.code for one in standards_in(draft)] == ["a", "c", "b", "x"]
    manual_editing.move_standard(version=draft, code="a", places=9, by=writer, at=AT)
    manual_editing.move_standard(version=draft, code="x", places=-9, by=writer, at=AT)
    assert [one.code for one in standards_in(draft)] == ["c", "b", "a", "x"]


def test_a_published_version_is_not_edited(writer):
    version = published()
    for act in (
        lambda: save(version, writer),
        lambda: manual_editing.remove_standard(version=version, code="greet", by=writer, at=AT),
        lambda: manual_editing.move_standard(version=version, code="greet", places=1, by=writer, at=AT),
        lambda: manual_editing.save_words(version=version, foreword={"en": "x"}, by=writer, at=AT),
    ):
        with pytest.raises(VersionClosed):
            act()


# --- who reads ---------------------------------------------------------------------------------------------
def test_staff_in_the_manuals_positions_employed_today_have_to_read_it():
    position, manual = PositionFactory(), ManualFactory()
    manual.positions.add(position)
    version = published(manual)
    there = reader(position)
    reader(PositionFactory())
    reader(position, left_on=DAY - timedelta(days=1))
    was = reader()
    AssignmentFactory(
        staff=was, position=position, starts_on=date(2020, 1, 1), ends_on=DAY - timedelta(days=1)
    )
    assert [duty.staff_id for duty in duties(DAY, version=version)] == [there.pk]
    assert [duty.due_on for duty in duties(DAY)] == [DAY + timedelta(days=14)]


def test_a_manual_of_no_position_is_for_everybody():
    version, someone = published(), reader()
    assert [duty.staff_id for duty in duties(DAY, version=version)] == [someone.pk]


def test_who_came_later_has_the_days_from_then():
    position, manual = PositionFactory(), ManualFactory()
    manual.positions.add(position)
    published(manual)
    reader(position, hired_on=date(2026, 10, 20))
    moved = reader()
    AssignmentFactory(staff=moved, position=position, starts_on=date(2026, 10, 10))
    found = {duty.staff_id: duty.begins_on for duty in duties(date(2026, 10, 25))}
    assert sorted(found.values()) == [date(2026, 10, 10), date(2026, 10, 20)]


def test_only_the_newest_version_counts():
    first, someone = published(), reader()
    reading.open_manual(version=first, staff=someone, at=AT)
    reading.acknowledge(version=first, staff=someone, at=AT)
    assert reader_counts(DAY)[first.pk].left == 0
    second = published(first.manual, number=2, at=AT + timedelta(days=30))
    counts = reader_counts(date(2026, 11, 5))
    assert list(counts) == [second.pk]
    assert (counts[second.pk].of, counts[second.pk].done) == (1, 0)


def test_questions_cost_one_query_for_many_readers(django_assert_num_queries):
    position, manual = PositionFactory(), ManualFactory()
    manual.positions.add(position)
    version = published(manual)
    for _one in range(5):
        reader(position)
    with django_assert_num_queries(1):
        assert len(duties(DAY, version=version)) == 5
    with django_assert_num_queries(1):
        assert reader_counts(DAY)[version.pk].of == 5


# --- acknowledging --------------------------------------------------------------------------------------------
def test_a_version_is_acknowledged_after_opening_and_once():
    version, someone = published(), reader()
    with pytest.raises(NotOpened):
        reading.acknowledge(version=version, staff=someone, at=AT)
    later = AT + timedelta(hours=1)
    reading.open_manual(version=version, staff=someone, at=AT)
    reading.open_manual(version=version, staff=someone, at=later)
    reading.acknowledge(version=version, staff=someone, at=later)
    reading.acknowledge(version=version, staff=someone, at=later + timedelta(days=1))
    kept = Acknowledgement.objects.get()
    assert (kept.opened_at, kept.acknowledged_at) == (AT, later)


def test_nobody_acknowledges_a_draft_or_a_version_that_was_followed():
    someone, draft, first = reader(), ManualVersionFactory(), published()
    reading.open_manual(version=first, staff=someone, at=AT)
    published(first.manual, number=2, at=AT + timedelta(days=1))
    for version in (draft, first):
        with pytest.raises(VersionClosed):
            reading.acknowledge(version=version, staff=someone, at=AT)
        with pytest.raises(VersionClosed):
            reading.open_manual(version=version, staff=someone, at=AT)


# --- reminders ------------------------------------------------------------------------------------------------------
def steps_of(staff):
    return [one.data["step"] for one in Notification.objects.filter(user=staff.user).order_by("pk")]


def test_readers_are_reminded_each_time_once_until_they_acknowledge():
    version, someone = published(), reader()
    reader(user=False)
    for days in range(30):
        reading.remind_readers(at=AT + timedelta(days=days))
        reading.remind_readers(at=AT + timedelta(days=days, hours=2))
    assert steps_of(someone) == ["new", "half", "end", "late1", "late2"]
    reading.open_manual(version=version, staff=someone, at=AT)
    reading.acknowledge(version=version, staff=someone, at=AT)
    assert reading.remind_readers(at=AT + timedelta(days=60)) == 0


def test_reminding_costs_the_same_for_many(django_assert_num_queries):
    published()
    for told in (1, 6):
        for _one in range(told):
            reader()
        # Three of work, four of savepoints.
        with django_assert_num_queries(7):
            assert reading.remind_readers(at=AT) == told


def test_remind_now_reaches_only_those_named_and_once_a_day(writer):
    version, one, two = published(), reader(), reader()

    def remind(staff, hours=0):
        at = AT + timedelta(hours=hours)
        return reading.remind_now(version=version, staff=staff, by=writer, at=at)

    assert remind([one.pk]) == 1
    assert remind(None, hours=1) == 1
    assert remind(None, hours=2) == 0
    assert remind(None, hours=24) == 2
    assert steps_of(two) == ["asked20261001", "asked20261002"]


# --- search -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("search", "language", "count"),
    [
        ("问候", "zh-hans", 1),
        ("動問", "zh-hant", 1),
        ("问候", "en", 0),
        ("GUEST greets", "en", 1),
        ("guest nobody", "en", 0),
        ("time to", "en", 1),
        ("100%", "en", 0),
        ("ｇｕｅｓｔ", "en", 1),
    ],
)
def test_search_finds_parts_of_words_in_the_readers_language(search, language, count):
    published()
    ManualVersionFactory()
    assert standards_with(search, language).count() == count


def test_search_finds_what_the_reader_is_shown_where_a_language_is_missing():
    published(title={"en": "Only English"}, behaviour={"en": "Smiles."})
    assert standards_with("smiles", "zh-hant").count() == 1


def test_search_leaves_out_drafts_and_older_versions():
    first = published(behaviour={"en": "Old ways."})
    published(first.manual, number=2, behaviour={"en": "New ways."})
    StandardFactory(behaviour={"en": "Draft ways."})
    assert [str(one.behaviour) for one in standards_with("ways", "en")] == ["New ways."]
