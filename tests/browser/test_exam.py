"""An exam in a browser: the connection drops, the browser crashes, a second tab opens, an order is moved by keyboard."""

from datetime import timedelta

from django.utils import timezone

from tests.browser.conftest import PHONE, sideways_scroll
from tests.training.exam_world import exam_of, person
from training.services.sitting import start_attempt

ANSWERED = '.paper__map a[data-state="answered"]'


def sitting(kinds=("single", "text", "order")):
    exam = exam_of(kinds, spare=0, title={"en": "Theory"})
    attempt = start_attempt(exam=exam, staff=person(), at=timezone.now())
    return attempt, f"/exams/attempts/{attempt.pk}/"


def saved(page):
    page.get_by_text("All answers are saved.").wait_for()


def test_answers_outlive_a_dropped_connection_and_a_crash(transactional_db, page_as):
    attempt, address = sitting()
    page = page_as(attempt.staff.user, width=PHONE)
    page.goto(address)
    page.locator("#q1 .choice").nth(1).click()
    saved(page)
    page.get_by_role("button", name="Next").click()
    page.context.set_offline(True)
    page.locator("#q2 textarea").fill("I am sorry")
    page.get_by_text("kept on this device").wait_for()
    assert attempt.questions.get(place=2).answer is None
    # The browser goes without a word; what it kept stays.
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{address}#q2")
    saved(page)
    assert page.locator("#q2 textarea").input_value() == "I am sorry"
    assert page.locator("#q1 .choice input").nth(1).is_checked()
    assert page.locator(ANSWERED).count() == 2
    assert attempt.questions.get(place=2).answer == {"text": "I am sorry"}
    assert sideways_scroll(page) == 0


def test_a_second_tab_takes_the_pen_and_the_first_says_so(transactional_db, page_as):
    attempt, address = sitting(["single"])
    first = page_as(attempt.staff.user)
    first.goto(address)
    second = first.context.new_page()
    second.goto(address)
    first.get_by_text("opened in another page").wait_for()
    assert first.locator("#q1 .choice input").first.is_disabled()
    second.locator("#q1 .choice").first.click()
    saved(second)
    first.get_by_role("link", name="Go on in this page").click()
    second.get_by_text("opened in another page").wait_for()
    assert first.locator("#q1 .choice input").first.is_checked()


def test_an_order_is_moved_by_keyboard_and_handed_in(transactional_db, page_as):
    attempt, address = sitting(["order"])
    page = page_as(attempt.staff.user)
    page.goto(address)
    texts = page.locator(".order__text").all_inner_texts()
    page.get_by_role("button", name=f"Move “{texts[0]}” down").press("Enter")
    saved(page)
    assert page.locator(".order__text").all_inner_texts() == [texts[1], texts[0], *texts[2:]]
    shown = [option["id"] for option in attempt.questions.get().shown["options"]]
    assert attempt.questions.get().answer == [shown[1], shown[0], *shown[2:]]
    page.get_by_role("button", name="Hand in").click()
    page.get_by_text("Every question is answered").wait_for()
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url(f"**{address}result/")
    page.go_back()
    page.goto(address)
    page.wait_for_url(f"**{address}result/")
    assert page.locator("form#paper").count() == 0


def test_the_page_hands_itself_in_when_the_time_is_over(transactional_db, page_as):
    attempt, address = sitting(["single"])
    page = page_as(attempt.staff.user)
    page.goto(address)
    page.locator("#q1 .choice").first.click()
    saved(page)
    attempt.ends_at = timezone.now() + timedelta(seconds=4)
    attempt.save(update_fields=["ends_at"])
    page.reload()
    page.wait_for_url(f"**{address}result/")
    attempt.refresh_from_db()
    assert attempt.state == "graded"
    assert attempt.submitted_at == attempt.ends_at
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('exam:')).length") == 0
