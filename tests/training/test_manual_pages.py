from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Role
from tests.factories import AssignmentFactory, PositionFactory, StaffFactory, UserFactory
from tests.training.factories import (
    ManualFactory,
    ManualVersionFactory,
    StandardFactory,
    StandardIndicatorFactory,
)
from training.models import Acknowledgement, Manual, ManualVersion
from training.services import manuals
from training.shipped.manuals import MANUALS

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def reader(client):
    staff = StaffFactory(user=UserFactory(language="en"))
    client.force_login(staff.user, "django.contrib.auth.backends.ModelBackend")
    return staff


@pytest.fixture
def trainer(client):
    user = UserFactory(username="trainer", roles=[Role.TRAINING], language="en")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


def published(standards=1, manual=None, number=1, **fields):
    version = ManualVersionFactory(manual=manual or ManualFactory(), number=number)
    for place in range(standards):
        standard = StandardFactory(version=version, code=f"greet-{place}", **fields)
        StandardIndicatorFactory(standard=standard)
    return ManualVersionFactory.publish(version, AT)


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def text(answer):
    return answer.content.decode()


# --- the portal -------------------------------------------------------------------------------------
def test_a_manual_is_opened_before_it_is_read_and_read_before_it_is_acknowledged(client, reader):
    code = published().manual.code
    shut = text(page(client, "training:standards_manual", code))
    assert "Open and read" in shut
    assert "Greets every guest." not in shut
    refused = client.post(reverse("training:standards_acknowledge", args=[code]), {"number": 1}, follow=True)
    assert "Open the manual and read it first." in text(refused)
    opened = text(client.post(reverse("training:standards_open", args=[code]), follow=True))
    assert "Greets every guest." in opened
    assert "at most 20 seconds" in opened
    done = client.post(reverse("training:standards_acknowledge", args=[code]), {"number": 1}, follow=True)
    assert "you have acknowledged" in text(done)
    assert Acknowledgement.objects.get(staff=reader).acknowledged_at


def test_looking_at_a_manual_notes_nothing(client, reader):
    code = published().manual.code
    page(client, "training:standards_manual", code)
    assert client.get(reverse("training:standards_open", args=[code])).status_code == 405
    assert not Acknowledgement.objects.exists()


def test_what_was_replaced_while_reading_is_not_acknowledged(client, reader):
    first = published()
    code = first.manual.code
    client.post(reverse("training:standards_open", args=[code]))
    published(manual=first.manual, number=2)
    answer = client.post(reverse("training:standards_acknowledge", args=[code]), {"number": 1}, follow=True)
    assert "A newer version was published." in text(answer)
    assert not Acknowledgement.objects.filter(acknowledged_at__isnull=False).exists()


@pytest.mark.parametrize("number", ["99", "x", "", "9" * 40])
def test_a_strange_version_is_not_acknowledged(client, reader, number):
    code = published().manual.code
    address = reverse("training:standards_acknowledge", args=[code])
    assert client.post(address, {"number": number}).status_code in (302, 404)
    assert not Acknowledgement.objects.exists()


def test_an_earlier_version_stays_readable_and_says_so(client, reader):
    first = published(behaviour={"en": "Old ways."})
    published(manual=first.manual, number=2)
    old = text(page(client, "training:standards_version", first.manual.code, 1))
    assert "Old ways." in old
    assert "This is an earlier version." in old
    ManualVersionFactory(manual=first.manual, number=3)
    assert page(client, "training:standards_version", first.manual.code, 3).status_code == 404


def test_changes_are_shown_since_the_version_one_acknowledged(client, reader):
    first = published(behaviour={"en": "Greets within 30 seconds."})
    Acknowledgement.objects.create(version=first, staff=reader, opened_at=AT, acknowledged_at=AT)
    published(manual=first.manual, number=2, behaviour={"en": "Greets within 25 seconds."})
    published(manual=first.manual, number=3, behaviour={"en": "Greets within 20 seconds."})
    shown = text(page(client, "training:standards_changes", first.manual.code))
    assert "From version 1, which you acknowledged, to version 3" in shown
    assert "<del>30</del><ins>20</ins>" in shown


def test_search_finds_chinese_parts_of_words_and_says_when_nothing_is_found(client, reader):
    published()
    reader.user.language = "zh-hans"
    reader.user.save()
    assert "主动问候每位宾客。" in text(page(client, "training:standards", q="位宾"))
    reader.user.language = "en"
    reader.user.save()
    assert "Nothing found" in text(page(client, "training:standards", q="nobody"))
    assert page(client, "training:standards", q="greets", page="x").status_code == 200


@pytest.mark.parametrize(
    ("name", "is_of_one"),
    [
        ("training:standards", False),
        ("training:standards_manual", True),
        ("training:standards_changes", True),
    ],
)
def test_pages_ask_as_much_for_many_standards_as_for_one(client, reader, name, is_of_one):
    def queries(standards):
        for _one in range(1 if is_of_one else standards):
            version = published(standards=standards)
        published(standards=standards, manual=version.manual, number=2)
        client.post(reverse("training:standards_open", args=[version.manual.code]))
        with CaptureQueriesContext(connection) as captured:
            assert page(client, name, *([version.manual.code] if is_of_one else [])).status_code == 200
        return len(captured)

    page(client, "training:standards")
    assert queries(1) == queries(5)


# --- the public edition -----------------------------------------------------------------------------
def test_the_public_edition_shows_no_internal_wording_and_may_be_indexed(client):
    version = published(manual=ManualFactory(is_public=True), wording={"en": "Say this."})
    shown = text(page(client, "training:service_standard", version.manual.code))
    assert "Greets every guest." in shown
    assert "Say this." not in shown
    assert "noindex" not in shown
    everything = text(page(client, "training:service_standard", version.manual.code, languages="all"))
    assert all(
        words in everything for words in ("Greets every guest.", "主动问候每位宾客。", "主動問候每位賓客。")
    )
    assert "Say this." not in everything


def test_the_public_edition_speaks_the_language_asked_for(client):
    version = published(manual=ManualFactory(is_public=True))
    shown = text(page(client, "training:service_standard", version.manual.code, lang="zh-hant"))
    assert "主動問候每位賓客。" in shown
    assert 'lang="zh-hant"' in shown
    assert page(client, "training:service_standard", version.manual.code, lang="tlh").status_code == 200


def test_only_public_published_manuals_have_an_edition(client):
    inner, draft = published().manual, ManualVersionFactory(manual__is_public=True).manual
    for manual in (inner, draft):
        assert page(client, "training:service_standard", manual.code).status_code == 404
        assert str(manual) not in text(page(client, "training:service_standards"))


# --- the admin --------------------------------------------------------------------------------------
STANDARD = {
    "stage": "in_sale",
    "title_en": "Listen",
    "behaviour_en": "Listens.",
    "indicator-TOTAL_FORMS": "1",
    "indicator-INITIAL_FORMS": "0",
    "indicator-0-name_en": "Time to answer",
    "indicator-0-comparison": "at_most",
    "indicator-0-target": "15",
    "indicator-0-unit": "minutes",
}


def add_standard(client, draft, **changed):
    address = reverse("admin:training_manual_add_standard", args=[draft.pk, "in_sale"])
    return client.post(address, {**STANDARD, **changed})


def test_a_standard_is_written_with_its_indicators(client, trainer):
    draft = ManualVersionFactory()
    assert add_standard(client, draft).status_code == 302
    standard = draft.standards.get()
    assert (standard.code, standard.stage, standard.indicators.get().target) == ("listen", "in_sale", 15)
    assert standard.events.get().pgh_context.metadata["user"] == trainer.pk


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"indicator-0-target": ""}, "Give the indicator a target."),
        ({"indicator-0-target": "-1"}, "A target is not below zero."),
        ({"indicator-0-target": "101", "indicator-0-unit": "percent"}, "No more than 100 percent."),
        (
            {"indicator-0-target": "0", "indicator-0-comparison": "at_least"},
            "At least nothing is always reached.",
        ),
        ({"behaviour_en": ""}, "Say what behaviour is expected."),
        ({"title_en": ""}, "Write the title in at least one language."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, trainer, changed, said):
    draft = ManualVersionFactory()
    answer = add_standard(client, draft, **changed)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Time to answer" in text(answer)
    assert not draft.standards.exists()


def test_the_form_sends_nothing_but_its_fields(client, trainer):
    """A browser sends every input of the page, hidden ones too."""
    shown = text(page(client, "admin:training_manual_add_standard", ManualVersionFactory().pk, "in_sale"))
    assert 'name="initial-' not in shown


def test_a_used_code_is_refused_beside_the_field(client, trainer):
    draft = StandardFactory(code="listen", version=ManualVersionFactory()).version
    answer = add_standard(client, draft, code="listen")
    assert "Another standard of this version has the code “listen”." in text(answer)


def test_standards_are_moved_by_buttons(client, trainer):
    draft = ManualVersionFactory()
    for code in ("a", "b"):
        StandardFactory(version=draft, code=code)
    answer = client.post(reverse("admin:training_manual_version", args=[draft.pk]), {"up": "b"})
    assert answer.url.endswith("?up=b#standard-b")
    assert [one.code for one in draft.standards.order_by("order")] == ["b", "a"]


def test_the_page_names_what_is_missing(client, trainer):
    draft = StandardFactory(attitude={"en": "Friendly"}).version
    shown = text(page(client, "admin:training_manual_version", draft.pk))
    assert "“Greet”: attitude is not written in 简体中文, 繁體中文." in shown


def test_nothing_to_review_is_refused_with_words(client, trainer):
    draft = ManualVersionFactory()
    answer = client.post(reverse("admin:training_manual_submit", args=[draft.pk]))
    assert answer.status_code == 422
    assert "The version has no standards yet." in text(answer)


def test_one_writes_another_publishes(client, trainer):
    draft = StandardFactory().version
    client.post(reverse("admin:training_manual_submit", args=[draft.pk]))
    own = client.post(reverse("admin:training_manual_publish", args=[draft.pk]))
    assert "You sent this version to review yourself." in text(own)
    office = UserFactory(roles=[Role.OFFICE], language="en")
    client.force_login(office, "django.contrib.auth.backends.ModelBackend")
    client.post(reverse("admin:training_manual_return", args=[draft.pk]), {"words": "Say how fast."})
    assert "Say how fast." in text(page(client, "admin:training_manual_version", draft.pk))
    client.force_login(trainer, "django.contrib.auth.backends.ModelBackend")
    client.post(reverse("admin:training_manual_submit", args=[draft.pk]))
    client.force_login(office, "django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("admin:training_manual_publish", args=[draft.pk])).status_code == 302
    draft.refresh_from_db()
    assert draft.state == ManualVersion.State.PUBLISHED


def test_publishing_with_missing_languages_must_be_meant(client, trainer):
    draft = StandardFactory(attitude={"en": "Friendly"}).version
    manuals.send_to_review(version=draft, by=UserFactory(), at=AT)
    address = reverse("admin:training_manual_publish", args=[draft.pk])
    assert "attitude is not written in" in text(client.post(address))
    assert client.post(address, {"despite_missing_languages": "on"}).status_code == 302


def test_a_published_version_has_no_editing_pages(client, trainer):
    version = published()
    assert page(client, "admin:training_manual_standard", version.pk, "greet-0").status_code == 404
    assert client.post(reverse("admin:training_manual_submit", args=[version.pk])).status_code == 422
    client.post(reverse("admin:training_manual_discard", args=[version.pk]))
    assert ManualVersion.objects.filter(pk=version.pk).exists()
    assert client.get(reverse("admin:training_manual_delete", args=[version.manual_id])).status_code == 403


def test_trainers_of_a_department_do_not_write_for_the_whole_company(client):
    user = UserFactory(language="en")
    user.role_grants.create(role=Role.TRAINING, department=AssignmentFactory().department)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    draft = StandardFactory().version
    assert page(client, "admin:training_manual_version", draft.pk).status_code == 200
    assert client.post(reverse("admin:training_manual_submit", args=[draft.pk])).status_code == 403


def test_a_manager_sees_who_of_the_own_reports_has_not_read(client):
    manager, position, manual = (
        StaffFactory(user=UserFactory(language="en")),
        PositionFactory(),
        ManualFactory(),
    )
    manual.positions.add(position)
    version = published(manual=manual)
    mine = AssignmentFactory(position=position, manager=manager).staff
    other = AssignmentFactory(position=position).staff
    client.force_login(manager.user, "django.contrib.auth.backends.ModelBackend")
    shown = text(page(client, "admin:training_manual_unread", version.pk))
    assert mine.employee_no in shown
    assert other.employee_no not in shown
    exported = b"".join(page(client, "admin:training_manual_unread_export", version.pk, "csv")).decode()
    assert mine.employee_no in exported
    assert other.employee_no not in exported
    draft = ManualVersionFactory(manual=manual, number=2)
    assert page(client, "admin:training_manual_version", draft.pk).status_code == 404


def test_reminding_now_tells_how_many(client, trainer):
    version = published()
    StaffFactory(user=UserFactory())
    address = reverse("admin:training_manual_remind", args=[version.pk])
    assert "1 person is reminded." in text(client.post(address, follow=True))
    assert "Nobody new is reminded" in text(client.post(address, follow=True))


@pytest.mark.parametrize("name", ["unread", "changelist", "version"])
def test_admin_pages_ask_as_much_for_many_as_for_one(client, trainer, name):
    def queries(many):
        for _one in range(many):
            version = published(standards=many)
            StaffFactory(user=UserFactory())
        args = [] if name == "changelist" else [version.pk]
        address = reverse(f"admin:training_manual_{name}", args=args)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    client.get(reverse("admin:index"))
    assert queries(1) == queries(4)


# --- what ships -------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", [shipped["code"] for shipped in MANUALS])
def test_sample_manuals_ship_complete_and_ready_for_review(code):
    version = Manual.objects.get(code=code).versions.get()
    sent = manuals.send_to_review(version=version, by=UserFactory(), at=AT)
    manuals.publish_version(version=sent, by=UserFactory(), at=AT)
    stages = list(version.standards.values_list("stage", flat=True))
    assert all(stages.count(stage) >= 4 for stage in ("pre_sale", "in_sale", "after_sale"))
    assert not version.standards.filter(indicators=None).exists()
    for standard in version.standards.all():
        for name in ("title", "behaviour", "attitude", "wording"):
            assert set(getattr(standard, name)) == {"en", "zh-hans", "zh-hant"}
