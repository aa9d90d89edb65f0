"""The four kinds of people walk through the demo company: office, manager, staff, customer, HR and finance."""

from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from feedback.models import SurveyAnswer
from incentives.models import PayoutRun
from people.models import User
from program.demo.logins import live_survey_path
from ratings.models import Evaluation, RatingMonth
from starservice.lib.months import first_of
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, sideways_scroll
from tests.shipped import Shipped

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(PHONE, True, "zh-hans"), (PHONE, False, "en"), (DESKTOP, False, "zh-hant"), (DESKTOP, True, "en")]


@pytest.fixture(scope="module")
def kept():
    """The rows of the demo company, made for the first test and brought back for the others."""
    return []


@pytest.fixture(autouse=True)
def company(settings, transactional_db, kept):
    settings.DEMO = True
    if kept:
        kept[0].bring_back()
        return
    call_command("demo", "--months", "1", stdout=StringIO())
    kept.append(Shipped())


def somebody(username):
    return User.objects.get(username=username)


def this_month():
    return first_of(timezone.localdate())


def last_month():
    return RatingMonth.objects.get(status="published")


def test_key_pages_are_open_to_everybody_in_every_look(page_as):
    survey = live_survey_path()
    pages = [
        (None, "/accounts/login/"),
        (None, survey),
        ("staff", "/"),
        ("staff", "/my/evaluation/"),
        ("staff", "/my/history/"),
        (None, "/service-standards/"),
        ("newcomer", "/learn/"),
        ("newcomer", "/development/"),
        ("trainer", "/training/"),
        ("manager", "/team/training/"),
        ("manager", "/admin/"),
        ("manager", f"/admin/ratings/evaluate/{this_month():%Y-%m}/"),
        ("office", "/admin/"),
        ("office", f"/admin/ratings/ratingmonth/{last_month().pk}/change/"),
        ("hr", "/admin/"),
        ("finance", f"/admin/incentives/payoutrun/{PayoutRun.objects.get().pk}/change/"),
    ]
    problems = []
    for width, dark, language in LOOKS:
        for username in dict.fromkeys(name for name, _path in pages):
            user = somebody(username) if username else None
            if user:
                User.objects.filter(pk=user.pk).update(language=language)
            # axe styles the page while it measures; the other walks run under the real policy.
            page = page_as(user, width=width, dark=dark, language=language, bypass_csp=True)
            for path in [path for name, path in pages if name == username]:
                asked = f"{path}?lang={language}" if path == survey else path
                assert page.goto(asked).status == 200, path
                assert page.locator("html").get_attribute("lang").lower() == language, path
                look = f"{path} {width} {'dark' if dark else 'light'} {language}"
                problems += [f"{look}: {problem}" for problem in violations(page)]
                if sideways_scroll(page) > 0:
                    problems.append(f"{look}: wider than the window by {sideways_scroll(page)}")
            page.context.close()
    assert not problems, "\n".join(problems)


def test_customer_answers_a_survey_on_a_phone(page_as):
    page = page_as(width=PHONE, language="zh-hans")
    path = live_survey_path()
    before = SurveyAnswer.objects.count()
    page.goto(path)
    assert SurveyAnswer.objects.count() == before, "opening the page answered it"
    for group in page.locator("fieldset.star-input").all():
        group.locator("input").nth(4).check()
    page.locator("textarea").first.fill("很满意,谢谢!")
    page.locator("#survey button[type=submit]").click()
    page.locator("[data-survey-done]").wait_for()
    assert sideways_scroll(page) <= 0, page.url
    answer = SurveyAnswer.objects.order_by("-answered_at").first()
    assert SurveyAnswer.objects.count() == before + 1
    assert (answer.score, answer.words) == (5, "很满意,谢谢!")
    page.goto(path)
    assert SurveyAnswer.objects.count() == before + 1


def test_staff_see_their_stars_and_evaluate_themselves_on_a_phone(page_as):
    staff = somebody("staff").staff
    Evaluation.objects.filter(month__first_day=this_month(), staff=staff, kind="self").delete()
    page = page_as(somebody("staff"), width=PHONE, language="zh-hans")
    page.goto("/")
    assert sideways_scroll(page) <= 0, page.url
    page.goto(f"/my/evaluation/{this_month():%Y-%m}/")
    for group in page.locator("fieldset.star-input").all():
        group.locator("input").nth(3).check()
    page.locator("button[name=submit]").click()
    page.locator(".note--good").first.wait_for()
    written = Evaluation.objects.get(month__first_day=this_month(), staff=staff, kind="self")
    assert written.submitted_at is not None
    assert set(written.marks.values_list("stars", flat=True)) == {4}


def test_office_runs_the_month_from_its_home(page_as):
    month = last_month()
    RatingMonth.objects.filter(pk=month.pk).update(status="calculated", published_at=None, published_by=None)
    page = page_as(somebody("office"))
    for step, status in (("review", "under_review"), ("publish", "published")):
        page.goto(f"/admin/?month={month}")
        assert sideways_scroll(page) <= 0, page.url
        page.locator(f"ol.checklist a[href$='/{step}/']").click()
        page.locator("form[method=post] button[type=submit]").last.click()
        page.wait_for_load_state()
        month.refresh_from_db()
        assert month.status == status


def test_finance_approves_and_downloads_the_sheet(page_as):
    run = PayoutRun.objects.get()
    page = page_as(somebody("finance"), language="en")
    User.objects.filter(username="finance").update(language="en")
    page.goto("/admin/")
    page.locator("ol.checklist a").first.click()
    for step, status in (("approve", "approved"), ("export", "exported")):
        page.goto(f"/admin/incentives/payoutrun/{run.pk}/{step}/")
        assert sideways_scroll(page) <= 0, page.url
        page.locator("form[method=post] button[type=submit]").last.click()
        page.wait_for_load_state()
        run.refresh_from_db()
        assert run.status == status
    sheet = page.request.get(f"/admin/incentives/payoutrun/{run.pk}/bonus-sheet.xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(sheet.body()), data_only=True).worksheets[0].values)
    total = next(row for row in rows if row[0] == "Total")
    assert run.total in total
