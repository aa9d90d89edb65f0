"""Writing courses in the admin."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from people.models import Role
from tests.factories import NOON, UserFactory
from tests.training.factories import CourseFactory, CourseUnitFactory, EnrolmentFactory
from training.course_files import MP4, PDF, WEBM, course_file_of, seconds_of
from training.errors import CourseUnready
from training.models import Course
from training.services.courses import publish_course, withdraw_course
from training.shipped.media import sample_video

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    trainer = UserFactory(username="trainer", roles=[Role.TRAINING])
    client.force_login(trainer, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def course():
    return CourseFactory(is_active=False)


def add(client, course, kind, **fields):
    said = {
        "course": course.pk,
        "order": 1,
        "kind": kind,
        "title_en": "Unit",
        "minutes": 5,
        "watch_percent": 90,
    }
    said |= fields
    return client.post(reverse("admin:training_courseunit_add"), said)


def upload(content, name="a.mp4"):
    return SimpleUploadedFile(name, content)


def test_a_video_is_measured_and_kept_under_a_name_of_ours(client, course):
    answer = add(client, course, "video", file=upload(sample_video().read(), "my holiday.mp4"))

    assert answer.status_code == 302, answer.context["errors"]
    unit = course.units.get()
    assert (unit.seconds, unit.file.name.rpartition(".")[2]) == (20, "webm")
    assert "holiday" not in unit.file.name


def test_a_replaced_file_goes(client, course, django_capture_on_commit_callbacks):
    add(client, course, "pdf", file=upload(b"%PDF-1.4 old"))
    unit = course.units.get()
    old, said = unit.file, {"course": course.pk, "order": 1, "kind": "pdf", "title_en": "Unit", "minutes": 5}
    said |= {"watch_percent": 90, "file": upload(b"%PDF-1.4 new")}

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:training_courseunit_change", args=[unit.pk]), said)

    assert course.units.get().file.read() == b"%PDF-1.4 new"
    assert not old.storage.exists(old.name)


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("video", b"%PDF-1.7", "This file is not a video as MP4 or WebM."),
        ("video", b"<html>", "This file is not a video as MP4 or WebM."),
        ("pdf", b"MZ\x00", "This file is not a PDF."),
        ("video", b"", "The submitted file is empty."),
    ],
)
def test_a_wrong_file_is_named_in_its_field(client, course, kind, content, said):
    page = add(client, course, kind, file=upload(content))

    assert said in str(page.context["adminform"].form.errors["file"])
    assert not course.units.exists()


def test_a_file_too_large_is_named_in_its_field(client, course, settings):
    settings.COURSE_FILE_MAX_BYTES = 1000

    page = add(client, course, "pdf", file=upload(b"%PDF-" + bytes(2000)))

    assert "The file is larger than 1000" in str(page.context["adminform"].form.errors["file"])


def test_a_body_too_large_keeps_what_was_typed(client, course, settings):
    settings.COURSE_FILE_MAX_BYTES = 1000

    page = add(client, course, "video", title_en="Kept title", file=upload(bytes(4 * 1024 * 1024)))

    assert "The file is larger than 1000" in page.text
    assert "Kept title" in page.text


@pytest.mark.parametrize("kind", ["document", "video", "pdf", "link", "case"])
def test_a_unit_needs_what_its_kind_shows(client, course, kind):
    needed = {"document": "text", "link": "address", "case": "case"}.get(kind, "file")

    page = add(client, course, kind)

    assert list(page.context["adminform"].form.errors) == [needed]


def test_a_video_that_does_not_say_its_length_asks_for_it(client, course):
    unfinished = sample_video().read().replace(b"\x44\x89", b"\x44\x88", 1)

    page = add(client, course, "video", file=upload(unfinished))
    assert "give its length" in str(page.context["adminform"].form.errors["seconds"])

    assert add(client, course, "video", file=upload(unfinished), seconds=21).status_code == 302
    assert course.units.get().seconds == 21


def test_a_new_course_is_put_in_use_with_its_first_unit(client):
    said = {
        "code": "greeting",
        "title_en": "Greeting",
        "content": "etiquette",
        "delivery": "online",
        "minutes": 30,
    }
    client.post(reverse("admin:training_course_add"), said)
    course = Course.objects.get(code="greeting")
    publish = reverse("admin:training_course_publish", args=[course.pk])

    page = client.post(publish, follow=True)
    assert "needs at least one unit" in page.text
    add(client, course, "document", text_en="Look up.")
    client.post(publish)

    course.refresh_from_db()
    assert course.is_active


def test_unfinished_units_hold_a_course_back(course):
    CourseUnitFactory(course=course, kind="video")

    with pytest.raises(CourseUnready):
        publish_course(course=course, by=None, at=NOON)


def test_a_classroom_course_needs_no_units():
    course = CourseFactory(delivery="classroom", is_active=False)

    assert publish_course(course=course, by=None, at=NOON).is_active
    assert not withdraw_course(course=course, by=None, at=NOON).is_active


def test_a_course_somebody_was_on_is_not_deleted(client, course):
    EnrolmentFactory(course=course)

    assert (
        client.post(reverse("admin:training_course_delete", args=[course.pk]), {"post": "yes"}).status_code
        == 403
    )


def box(name, content, size=None):
    return (size or len(content) + 8).to_bytes(4, "big") + name + content


MOVIE_HEADER = bytes(12) + (1000).to_bytes(4, "big") + (90_500).to_bytes(4, "big") + bytes(80)
MOVIE = box(b"moov", box(b"mvhd", MOVIE_HEADER))
TYPE = box(b"ftyp", b"isom" + bytes(8))


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        (TYPE + MOVIE, 91),
        (TYPE + box(b"mdat", bytes(50)) + MOVIE, 91),
        (TYPE, None),
        (TYPE + box(b"free", b"", size=3) + MOVIE, None),
        (TYPE + box(b"moov", box(b"mvhd", b"")), None),
        (TYPE + MOVIE[:30], None),
    ],
)
def test_the_length_of_an_mp4_is_read_or_unknown(content, seconds):
    assert course_file_of(io.BytesIO(content)) is MP4
    assert seconds_of(io.BytesIO(content), MP4) == seconds


def test_files_are_told_by_content():
    assert course_file_of(sample_video()) is WEBM
    assert course_file_of(io.BytesIO(b"%PDF-1.4")) is PDF
    assert course_file_of(io.BytesIO(b"RIFF....AVI ")) is None
    assert seconds_of(sample_video(), WEBM) == 20
