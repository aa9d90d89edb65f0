"""One complaint, from a customer's phone to the explanation of the month's star; recorded step by step.

The trace (pictures, pages, network) is left in `.run/journeys/complaint-<who>.zip`, to be opened with any Playwright trace viewer,
and a picture of each step beside it.
"""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from celery import current_app
from django.conf import settings
from django.core.management import call_command

from feedback.models import Agent, Category, EvidenceEvent, ServiceRequest, SurveyAnswer
from people.models import Notification
from starservice.jobs.outbox import relay_waiting_messages
from tests import factories as f
from tests.browser.conftest import DESKTOP, PHONE, sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)
RECORDED = settings.RUN_DIR / "journeys"
# A Tuesday in a month that is over: the journey ends with that month's stars.
FILED = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk(transactional_db):
    """A head, a supervisor, an agent, and the colleague the complaint is about; each with a sign-in."""
    department = f.DepartmentFactory(name="Hotline")
    position = f.PositionFactory()
    staff = {
        name: f.StaffFactory(name=name, user=f.UserFactory(username=name))
        for name in ("Hua", "Ling", "An", "Bo")
    }
    above = {"Hua": None, "Ling": "Hua", "An": "Ling", "Bo": "Ling"}
    for name, manager in above.items():
        f.AssignmentFactory(
            staff=staff[name], department=department, position=position, manager=staff.get(manager)
        )
    department.head = staff["Hua"]
    department.save()
    Category.objects.filter(code="conduct").update(department=department)
    Agent.objects.create(staff=staff["An"])
    f.CertificateFactory(staff=staff["Bo"])
    f.SurveyAnswerFactory(
        staff=staff["Bo"], department=department, served_on=date(2026, 10, 5), score=4, stars={"attitude": 4}
    )
    return staff


@pytest.fixture
def at():
    """Put every clock of the server to so many hours after the complaint."""
    travels = []

    def travel(hours):
        if travels:
            travels.pop().stop()
        travels.append(time_machine.travel(FILED + timedelta(hours=hours), tick=True))
        travels[0].start()

    yield travel
    for open_travel in travels:
        open_travel.stop()


@pytest.fixture
def recorded(page_as, at):
    """Pages as somebody whose every step is recorded; `shot` keeps a picture of one."""
    RECORDED.mkdir(parents=True, exist_ok=True)
    open_traces = []

    def make(who, user=None, **look):
        page = page_as(user, **look)
        page.context.tracing.start(screenshots=True, snapshots=True)
        open_traces.append((who, page.context))
        return page

    yield make
    for who, context in open_traces:
        context.tracing.stop(path=RECORDED / f"complaint-{who}.zip")


def shot(page, step):
    assert sideways_scroll(page) <= 0, page.url
    page.screenshot(path=RECORDED / f"{step}.png", full_page=True, caret="initial")


def events_of(hours):
    out = StringIO()
    call_command("sweep_sla", "--at", (FILED + timedelta(hours=hours)).isoformat(), "--json", stdout=out)
    return [(event["milestone"], event["kind"]) for event in json.loads(out.getvalue())]


def test_a_complaint_from_a_phone_to_the_star_it_counts_in(desk, at, recorded, mailoutbox):
    at(0)
    customer = recorded("customer", width=PHONE)
    customer.goto("/help/")
    customer.check("input[name=kind][value=complaint]", force=True)
    customer.select_option("select[name=category]", "conduct")
    customer.fill("textarea[name=text]", "Bo hung up on me twice and never called back.")
    customer.fill("input[name=name]", "Wang Fang")
    customer.fill("input[name=email]", "wang@example.com")
    shot(customer, "1-filed")
    customer.wait_for_timeout(3100)  # faster is taken for a robot
    customer.click("#sheet button[type=submit]")
    customer.wait_for_url("**/t/**")
    assert "keep the link" in customer.locator(".note--good").inner_text()
    shot(customer, "2-taken-in")
    link = customer.url.split("?")[0]

    request = ServiceRequest.objects.get()
    assert (request.number, request.kind, request.tier.code) == ("C000001", "complaint", "complaint")
    assert request.agent == desk["An"]
    run_outbox()
    assert link.partition("/t/")[2] in mailoutbox[-1].body

    assert events_of(20) == [("response", "warning")]
    assert events_of(24) == []
    assert events_of(26.5) == [("response", "breach"), ("response", "escalation")]
    assert events_of(26.5) == []

    at(26.6)
    run_outbox()
    told = Notification.objects.filter(topic__in=["breach", "escalation"]).values_list(
        "user__username", flat=True
    )
    assert {"An", "Ling"} <= set(told)
    supervisor = recorded("supervisor", desk["Ling"].user, width=DESKTOP)
    supervisor.goto("/notifications/")
    assert "C000001" in supervisor.locator("main").inner_text()
    shot(supervisor, "3-supervisor-told")
    customer.goto(link)
    assert "overdue and we are sorry" in customer.locator("#now").inner_text()
    shot(customer, "4-said-honestly")

    agent = recorded("agent", desk["An"].user, width=PHONE, dark=True)
    agent.goto("/queue/")
    shot(agent, "5-queue")
    agent.locator("a.case__subject").click()
    agent.wait_for_selector("#composer-text")
    agent.fill("#composer-text", "I am sorry. Bo's line was cut; we call you today and credit the month.")
    agent.select_option("select[name=then]", "resolve")
    shot(agent, "6-answering")
    agent.click("#composer-send")
    agent.locator("#case-actions #do-reopen").wait_for()
    request.refresh_from_db()
    assert request.status == "resolved"
    assert request.milestones.get(kind="response").breached_at == request.created_at + timedelta(hours=24)

    at(27)
    supervisor.goto(f"/requests/{request.pk}/complaint/finding/")
    supervisor.check("input[name=finding][value=upheld]", force=True)
    supervisor.fill("input[name=about]", desk["Bo"].employee_no)
    supervisor.fill("input[name=happened_on]", "2026-10-12")
    supervisor.fill("textarea[name=root_cause]", "Two calls ended by the agent without a word.")
    supervisor.fill("textarea[name=remedy]", "Apology, one month credited, coaching.")
    supervisor.fill("textarea[name=note]", "Two calls ended without a word.")
    shot(supervisor, "7-finding")
    supervisor.locator("form.card button[type=submit]").click()
    supervisor.wait_for_load_state()
    event = EvidenceEvent.objects.get()
    assert (event.staff, event.kind, event.happened_on) == (desk["Bo"], "complaint", date(2026, 10, 12))

    customer.goto(link)
    customer.get_by_role("button", name="Yes, it is solved").click()
    customer.locator(".note--good").wait_for()
    shot(customer, "8-confirmed")
    customer.get_by_role("button", name="Rate our service").click()
    customer.wait_for_url("**/s/**")
    for group in customer.locator("fieldset.star-input").all():
        group.locator("input").nth(3).check(force=True)
    shot(customer, "9-rated")
    customer.locator("#survey button[type=submit]").click()
    customer.locator("[data-survey-done]").wait_for()
    request.refresh_from_db()
    assert (request.status, SurveyAnswer.objects.get(invitation__request=request).staff) == (
        "closed",
        desk["An"],
    )

    at(24 * 21)
    f.UserFactory(username="office", roles=["office"])
    call_command("rate_month", "2026-10", stdout=StringIO())
    call_command("publish_month", "2026-10", "--by", "office", stdout=StringIO())
    bo = recorded("staff", desk["Bo"].user, width=PHONE)
    bo.goto("/my/stars/2026-10/")
    story = bo.locator("main").inner_text()
    shot(bo, "10-explained")
    assert "C000001" in story
    assert "Two calls ended without a word." in story
    assert "0.20" in story


def run_outbox():
    """Do what waits in the outbox, as the worker does a moment later."""
    current_app.loader.import_default_modules()
    relay_waiting_messages(
        lambda task, arguments: current_app.tasks[task].apply(kwargs=arguments, throw=True)
    )
