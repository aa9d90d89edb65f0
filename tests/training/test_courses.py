"""Courses in the portal."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from people.models import Role
from tests.factories import StaffFactory, UserFactory
from tests.training.factories import CourseFactory, CourseUnitFactory, EnrolmentFactory, ServiceCaseFactory
from training.models import Course, Enrolment, UnitProgress
from training.shipped.media import SAMPLE_SECONDS, sample_video

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    return StaffFactory(name="Lin", user=UserFactory())


@pytest.fixture
def client(lin):
    return client_of(lin.user)


def client_of(user):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def on_course(staff, **options):
    return EnrolmentFactory(
        staff=staff, enrolled_at=timezone.now() - timedelta(days=1), course=CourseFactory(**options)
    )


def address(unit, rest=""):
    return f"/learn/courses/{unit.course.code}/units/{unit.pk}/{rest}"


def test_a_course_is_begun_read_and_credited(client, lin):
    course = CourseFactory(minutes=45)
    first, second = CourseUnitFactory.create_batch(2, course=course)

    assert client.post(f"/learn/courses/{course.code}/begin/").url == address(first)
    client.get(address(first))
    assert client.post(address(first, "read/")).url == address(second)
    client.get(address(second))
    page = client.post(address(second, "read/"), follow=True)

    assert "45 minutes are credited to you." in page.text
    assert lin.enrolments.get().minutes == 45


def test_a_unit_not_opened_is_not_read(client, lin):
    unit = CourseUnitFactory(course=on_course(lin).course)

    page = client.post(address(unit, "read/"), follow=True)

    assert "Open the unit first." in page.text
    assert not UnitProgress.objects.filter(completed_at__isnull=False).exists()


def test_units_open_only_to_who_began(client):
    unit = CourseUnitFactory()

    assert client.get(address(unit)).url == f"/learn/courses/{unit.course.code}/"
    assert client.post(address(unit, "read/")).status_code == 404
    assert client.post(address(unit, "progress/"), {"position": 0}).status_code == 400
    assert not Enrolment.objects.exists()


def test_a_course_for_others_is_not_there(client):
    unit = CourseUnitFactory(course__is_open=False)

    for path in (f"/learn/courses/{unit.course.code}/", address(unit)):
        assert client.get(path).status_code == 404


def test_documents_show_markup_as_text(client, lin):
    unit = CourseUnitFactory(
        course=on_course(lin).course,
        text={"en": "# Greeting\n- look up\n- <script>x</script>\n\nThen <b>smile</b>"},
    )

    page = client.get(address(unit)).text

    assert "<h3>Greeting</h3><ul><li>look up</li><li>&lt;script&gt;x&lt;/script&gt;</li></ul>" in page
    assert "<p>Then &lt;b&gt;smile&lt;/b&gt;</p>" in page


def test_a_case_is_read_in_a_course(client, lin):
    case = ServiceCaseFactory(root_cause={"en": "Nobody told the kitchen."}, state="published")
    unit = CourseUnitFactory(course=on_course(lin).course, kind="case", case=case)

    assert "Nobody told the kitchen." in client.get(address(unit)).text


@pytest.fixture
def video(lin):
    unit = CourseUnitFactory(course=on_course(lin).course, kind="video", seconds=SAMPLE_SECONDS)
    unit.file.save("0123.webm", sample_video())
    return unit


def test_a_player_saves_and_finds_its_position(client, video):
    client.get(address(video))

    said = {"position": 12, "ranges": "[[0, 12]]", "age": 0}
    answer = client.post(address(video, "progress/"), said).json()

    assert answer == {"percent": 60, "done": False}
    page = client.get(address(video)).text
    assert 'data-position="12"' in page


def test_a_player_cannot_claim_the_end(client, video, lin):
    client.get(address(video))

    answer = client.post(address(video, "progress/"), {"position": 20, "ranges": "[[19, 20]]"}).json()

    assert answer == {"percent": 5, "done": False}
    refused = client.post(address(video, "read/"), follow=True)
    assert "Watch at least 90% of the video" in refused.text
    assert lin.enrolments.get().completed_at is None


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"position": -1},
        {"position": "x"},
        {"position": 1, "ranges": "nonsense"},
        {"position": 1, "ranges": "[[1]]"},
        {"position": 1, "ranges": "[[5, 1]]"},
        {"position": 1, "ranges": '[["0", "9"]]'},
        {"position": 1, "ranges": "[[0, 99999999999]]"},
        {"position": 1, "ranges": "[1, 2]"},
        {"position": 1, "ranges": "[[0.5, 2]]"},
        {"position": 1, "ranges": str([[n, n + 1] for n in range(501)])},
        {"position": 1, "age": -5},
    ],
)
def test_nonsense_of_a_player_is_refused(client, video, said):
    client.get(address(video))

    assert client.post(address(video, "progress/"), said).status_code == 400
    assert UnitProgress.objects.get().watched is None


def test_a_video_is_served_in_ranges_to_who_may_see_it(client, video):
    part = client.get(f"/learn/units/{video.pk}/file/", headers={"Range": "bytes=0-3"})

    assert (part.status_code, part.getvalue()) == (206, b"\x1a\x45\xdf\xa3")
    assert part.headers["Content-Type"] == "video/webm"
    assert part.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_for_those_on_the_course_and_trainers(video):
    video.course.is_open = False
    video.course.save()
    path = f"/learn/units/{video.pk}/file/"

    assert Client().get(path).status_code == 404
    assert client_of(StaffFactory(user=UserFactory()).user).get(path).status_code == 404
    assert client_of(UserFactory(roles=[Role.TRAINING])).get(path).status_code == 200


def test_a_pdf_is_shown_and_downloaded(client, lin):
    unit = CourseUnitFactory(course=on_course(lin).course, kind="pdf", title={"en": "House rules"})
    unit.file.save("0123.pdf", ContentFile(b"%PDF-1.7 rules"))
    path = f"/learn/units/{unit.pk}/file/"

    assert path in client.get(address(unit)).text
    assert client.get(path).headers["Content-Disposition"] == 'inline; filename="house-rules.pdf"'
    download = client.get(f"{path}?download")
    assert download.headers["Content-Disposition"].startswith("attachment")


def test_the_list_is_searched_and_filtered(client, lin):
    Course.objects.update(is_active=False)  # those that come with the product
    on_course(lin, title={"en": "Greeting guests", "zh-hans": "迎接客人"}, content="etiquette")
    CourseFactory(title={"en": "Booking system"}, content="systems")
    done = on_course(lin, title={"en": "Fire drill"}).course.enrolments.get()
    done.completed_at, done.minutes = timezone.now(), 60
    done.save()

    def found(**asked):
        return [str(course) for course in client.get("/learn/courses/", asked).context["page"]]

    assert found() == ["Greeting guests", "Booking system", "Fire drill"]
    assert found(q="迎接") == found(content="etiquette") == found(state="on") == ["Greeting guests"]
    assert found(state="new") == ["Booking system"]
    assert found(state="done") == ["Fire drill"]
    assert found(q="nothing like it") == []


def test_lists_cost_as_much_for_many(client, lin, django_assert_max_num_queries):
    def counted(path):
        with django_assert_max_num_queries(40) as counted:
            assert client.get(path).status_code == 200
        return len(counted)

    enrolment = on_course(lin, code="a-first")
    first = CourseUnitFactory(course=enrolment.course)
    pages = ["/learn/courses/", "/learn/courses/a-first/", address(first)]
    client.get(address(first))
    few = [counted(page) for page in pages]
    for _number in range(15):
        CourseUnitFactory(course=on_course(lin).course)
        CourseUnitFactory(course=enrolment.course)

    assert [counted(page) for page in pages] == few
