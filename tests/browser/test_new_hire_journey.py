"""A new hire from the first sign-in to the certificate, and to the first month that is rated; recorded step by step.

The trace (pictures, pages, network) is left in `.run/journeys/hire-<who>.zip`, to be opened with any Playwright trace viewer, with a
picture of each step and the certificate beside it.
"""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command

from ratings.models import StarResult
from tests import factories as f
from tests.browser.conftest import DESKTOP, PHONE, sideways_scroll
from tests.training import factories as t
from training.models import Attempt, Certificate, CourseSession, PathAssignment
from training.rotating_code import code_at
from training.services import paths

pytestmark = pytest.mark.django_db(transaction=True)
RECORDED = settings.RUN_DIR / "journeys"
# A Monday morning in Shanghai, in a month that is over when the journey ends.
HIRED = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
NAME, PASSWORD = "𠮷田喆", "first-day-2026"


@pytest.fixture
def company(transactional_db):
    """A manager, a lecturer who is the mentor, a trainer, and the new hire; each with a sign-in."""
    department, position = f.DepartmentFactory(name="Hotline"), f.PositionFactory(name="Agent")
    staff = {
        name: f.StaffFactory(name=name, user=f.UserFactory(username=name), hired_on=date(2024, 1, 1))
        for name in ("Ling", "An")
    }
    user = f.UserFactory(username="newcomer")
    user.set_password(PASSWORD)
    user.save()
    staff["new"] = f.StaffFactory(name=NAME, user=user, hired_on=HIRED.date())
    above = {"Ling": None, "An": "Ling", "new": "Ling"}
    for name, manager in above.items():
        f.AssignmentFactory(
            staff=staff[name],
            department=department,
            position=position,
            manager=staff.get(manager),
            starts_on=staff[name].hired_on,
        )
    f.CertificateFactory(staff=staff["An"], valid_from=date(2024, 1, 1))
    staff["trainer"] = f.StaffFactory(
        name="Vivian", user=f.UserFactory(username="trainer", roles=["training"])
    )
    return staff


@pytest.fixture
def onboarding(company):
    """A path of a course, a classroom session and an exam; a retraining after the only attempt; a certificate."""
    path = t.LearningPathFactory(title={"en": "First weeks"}, kind="onboarding", needs_mentor=True)
    online = t.CourseFactory(title={"en": "How we greet"}, content="etiquette", minutes=30)
    t.CourseUnitFactory(course=online, title={"en": "Greeting"}, text={"en": "Greet within three seconds."})
    room = t.CourseFactory(title={"en": "Greeting, practised"}, delivery="classroom", minutes=120)
    exam = t.ExamFactory(
        title={"en": "First exam"}, minutes=20, pass_mark=90, attempts_allowed=1, cooling_off_hours=0
    )
    topic = t.TopicFactory(name={"en": "Greeting"})
    for number in range(2):
        question = t.QuestionFactory(
            topic=topic, kind="single", text={"en": f"What is right, {number}?"}, state="draft"
        )
        question.options.all().delete()
        for order, (words, is_right) in enumerate([("This is right", True), ("This is wrong", False)]):
            question.options.create(order=order, text={"en": words}, is_right=is_right)
        question.state = "ready"
        question.save()
    exam.parts.all().delete()
    exam.parts.create(topic=topic, count=2, points=5)
    first = t.PathStepFactory(path=path, course=online, order=1)
    second = t.PathStepFactory(path=path, course=room, order=2)
    last = t.PathStepFactory(path=path, course=None, exam=exam, order=3)
    second.after.add(first)
    last.after.add(first, second)
    path.rules.create(cause="new_hire")
    again = t.LearningPathFactory(title={"en": "Once more"}, kind="retraining", counts_earlier=False, days=7)
    review = t.CourseFactory(title={"en": "What was missing"}, minutes=20)
    t.CourseUnitFactory(course=review, title={"en": "Look again"}, text={"en": "Three seconds, not five."})
    t.PathStepFactory(path=again, course=review)
    again.rules.create(cause="failed_exam", exam=exam)
    kind = t.CertificateKindFactory(
        title={"en": "Service certificate", "zh-hans": "上岗认证", "zh-hant": "上崗認證"},
        path=path,
        valid_months=12,
    )
    kind.exams.add(exam)
    session = t.CourseSessionFactory(
        course=room, lecturer=company["An"], starts_at=HIRED + timedelta(days=1), seats=5
    )
    return {"path": path, "online": online, "review": review, "exam": exam, "session": session}


@pytest.fixture
def at():
    """Put every clock of the server to so many hours after the first morning."""
    travels = []

    def travel(hours):
        if travels:
            travels.pop().stop()
        travels.append(time_machine.travel(HIRED + timedelta(hours=hours), tick=True))
        travels[0].start()

    yield travel
    for open_travel in travels:
        open_travel.stop()


@pytest.fixture
def recorded(page_as, at):
    """Pages as somebody whose every step is recorded."""
    RECORDED.mkdir(parents=True, exist_ok=True)
    open_traces = []

    def make(who, user=None, **look):
        page = page_as(user, **look)
        page.context.tracing.start(screenshots=True, snapshots=True)
        open_traces.append((who, page.context))
        return page

    yield make
    for who, context in open_traces:
        context.tracing.stop(path=RECORDED / f"hire-{who}.zip")


def shot(page, step):
    page.screenshot(path=RECORDED / f"hire-{step}.png", full_page=True, caret="initial")
    assert sideways_scroll(page) <= 0, page.url


def sign_in(page, address):
    """Open an address that asks who it is first."""
    page.goto(address)
    page.fill("input[name=login]", "newcomer")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{address}")


def learn(page, course):
    """Take an online course of one document."""
    page.goto(f"/learn/courses/{course.code}/")
    begin = page.get_by_role("button", name="Begin the course")
    if begin.count():
        begin.click()
        page.goto(f"/learn/courses/{course.code}/")
    page.locator("ol.units a").first.click()
    page.get_by_role("button", name="I have read it").click()
    page.wait_for_load_state()


def sit(page, exam, words):
    """Sit the exam and choose the answer with these words everywhere."""
    page.goto(f"/exams/{exam.code}/")
    page.locator("form.exam-start input[type=checkbox]").first.check(force=True)
    page.get_by_role("button", name="Begin now").click()
    page.wait_for_selector("#paper")
    for place in (1, 2):
        page.locator(f"#q{place}").get_by_text(words, exact=True).click()
        if place == 1:
            page.locator("#q1 [data-go='1']").click()
    page.get_by_text("All answers are saved.").wait_for()
    page.locator("[data-finish]").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.locator(".exam-score").wait_for()


def test_a_new_hire_from_first_sign_in_to_the_first_rated_month(company, onboarding, at, recorded):
    at(0)
    paths.assign_by_rules(at=HIRED)
    on_path = PathAssignment.objects.get(staff=company["new"])
    manager = recorded("manager", company["Ling"].user, width=DESKTOP)
    manager.goto("/team/training/")
    assert NAME in manager.locator("main").inner_text()
    shot(manager, "0-manager")

    hire = recorded("new", width=PHONE)
    sign_in(hire, "/learn/")
    assert "First weeks" in hire.locator("main").inner_text()
    shot(hire, "1-first-sign-in")
    manager.goto(f"/admin/training/pathassignment/{on_path.pk}/mentor/")
    manager.locator(".select2-selection").first.click()
    manager.locator(".select2-search__field").fill(company["An"].employee_no)
    manager.locator(".select2-results__option", has_text=company["An"].employee_no).click()
    manager.get_by_role("button", name="Choose").click()
    manager.wait_for_load_state()
    on_path.refresh_from_db()
    assert on_path.mentor == company["An"]

    learn(hire, onboarding["online"])
    assert hire.get_by_text("Completed on").count()
    shot(hire, "2-course")

    session = CourseSession.objects.get(pk=onboarding["session"].pk)
    hire.goto(f"/learn/sessions/{session.pk}/")
    hire.locator(f"form[action$='/{session.pk}/book/'] button").click()
    hire.wait_for_load_state()
    assert session.places.get().seat == 1

    at(24)
    lecturer = recorded("lecturer", company["An"].user, width=DESKTOP)
    lecturer.goto(f"/learn/sessions/{session.pk}/screen/")
    lecturer.get_by_role("button", name="Open sign-in").click()
    lecturer.locator("#screen-code svg").wait_for()
    session.refresh_from_db()
    old = code_at(session.code_key, datetime.now(UTC) - timedelta(seconds=40))
    hire.goto(f"/in/{session.pk}.{old}/")
    assert "This code is over" in hire.locator("main").inner_text()
    hire.goto(f"/in/{session.pk}.{code_at(session.code_key, datetime.now(UTC))}/")
    hire.get_by_role("button", name="I am here: sign me in").click()
    hire.get_by_text("You are signed in").wait_for()
    shot(hire, "3-signed-in")
    lecturer.locator(".screen__names").get_by_text(NAME, exact=True).wait_for()
    shot(lecturer, "4-lecturers-screen")
    lecturer.goto(f"/learn/sessions/{session.pk}/attendance/")
    lecturer.get_by_role("button", name="Confirm the attendance").click()
    lecturer.wait_for_load_state()
    session.refresh_from_db()
    assert (session.state, session.places.get().presence) == ("held", "present")

    at(48)
    sit(hire, onboarding["exam"], "This is wrong")
    assert "Not passed" in hire.locator("main").inner_text()
    shot(hire, "5-failed")
    hire.goto("/learn/")
    assert "Once more" in hire.locator("main").inner_text()
    shot(hire, "6-retraining")
    learn(hire, onboarding["review"])

    at(72)
    sit(hire, onboarding["exam"], "This is right")
    assert "Passed" in hire.locator(".exam-score").inner_text()
    shot(hire, "7-passed")
    scores = (
        Attempt.objects.filter(staff=company["new"])
        .order_by("number")
        .values_list("score", "passed", "round")
    )
    assert [(int(score), passed, round_no) for score, passed, round_no in scores] == [
        (0, False, 1),
        (100, True, 2),
    ]

    certificate = Certificate.objects.get(staff=company["new"])
    assert certificate.valid_from == date(2026, 9, 10)
    hire.goto("/my/certificates/")
    shot(hire, "8-certificate")
    paper = hire.context.request.get(f"/my/certificates/{certificate.pk}/certificate.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    (RECORDED / "hire-certificate.pdf").write_bytes(paper.body())
    hire.get_by_role("link", name="Let others verify it").click()
    link = re.search(r"/verify/[\w-]+/", hire.content()).group()
    stranger = recorded("stranger", width=PHONE)
    stranger.goto(link)
    assert NAME in stranger.locator("main").inner_text()
    shot(stranger, "9-verified")

    for month in (9, 10):
        for day in (14, 15, 16):
            f.SurveyAnswerFactory(
                staff=company["new"],
                department=company["new"].assignments.get().department,
                served_on=date(2026, month, day),
                score=4,
                stars={"attitude": 4},
            )
    at(24 * 60)
    f.UserFactory(username="office", roles=["office"])
    for month in ("2026-09", "2026-10"):
        call_command("rate_month", month, stdout=StringIO())
        call_command("publish_month", month, "--by", "office", stdout=StringIO())
    sign_in(hire, "/my/stars/2026-09/")
    shot(hire, "10-not-this-month")
    hire.goto("/my/stars/2026-10/")
    shot(hire, "11-next-month")
    results = StarResult.objects.filter(staff=company["new"]).order_by("month__first_day")
    assert [(result.stars, result.reason) for result in results] == [(None, "not_certified"), (4, "")]
