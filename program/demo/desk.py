"""The demo company's service desk: agents, requests on the clock, complaints to the end, ideas and praise."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from feedback.models import (
    Agent,
    Category,
    Channel,
    Complaint,
    Customer,
    ErrorClass,
    ServiceRequest,
    SuggestionCategory,
    SuggestionLevel,
)
from feedback.services import desk
from feedback.services.commendations import receive_praise
from feedback.services.complaint_calls import record_complaint_call
from feedback.services.complaints import Decision, decide_finding
from feedback.services.customer_messages import customer_message
from feedback.services.intake import Contact, open_request
from feedback.services.suggestions import adopt_suggestion, start_review, suggest, suggest_as_customer
from feedback.services.sweeping import sweep
from people.models import Department, Staff, User
from program.demo import words
from program.demo.cases import (
    ASK,
    CASES,
    CONFIRM,
    CUSTOMER_IDEA,
    IDEAS,
    MONTHLY,
    NOTE,
    PRAISE,
    REOPEN,
    REPLY,
    RESOLVE,
    SAYS,
    Case,
)
from program.demo.months import moment
from program.demo.names import HEADS, TEAMS
from program.demo.people import Person

DESKS = ("hotline-a", "hotline-b", "online", "shop-west", "repair", "business")
ANSWERED_BY = {
    "question": "online",
    "order": "online",
    "product": "repair",
    "fault": "repair",
    "billing": "hotline-b",
    "conduct": "hotline-a",
    "other": "hotline-a",
}


def open_desk(*, people: list[Person], now: datetime) -> None:
    """Say who answers for what, and who takes requests."""
    _heads(people)
    _responsibilities()
    _agents(people, now)


def play_cases(*, now: datetime) -> None:
    """Let what the customers of these days asked for stand as it does at a moment."""
    customers = list(Customer.objects.order_by("pk")[:200])
    for number, case in enumerate(CASES):
        play(case, customers[number * 7], now)
    sweep(at=now)
    _give_to_the_login(now)


def _give_to_the_login(now: datetime) -> None:
    """Let the member of staff who signs in have something to do."""
    request = ServiceRequest.objects.unresolved().filter(category__code="conduct").last()
    mine = User.objects.get(username="staff").staff
    if request and request.agent != mine:
        desk.hand_over(request=request, to=mine, by=handler_of(request), at=now, note=words.HANDED_OVER)


def uphold_complaint(*, first: date, number: int) -> None:
    """Let a complaint of a month be answered, upheld and confirmed, so that its points are in the month's stars."""
    category, about, subject, text, cause, remedy = MONTHLY[number % len(MONTHLY)]
    day = first + timedelta(days=8 + number)
    at = datetime.combine(day, time(10, 20), timezone.get_default_timezone())
    case = Case(0, category, "web", subject, text, kind="complaint", about=about)
    customer = Customer.objects.order_by("pk")[700 + number]
    request = play(case, customer, at)
    take_steps(request, ((95, REPLY, words.COMPLAINT_ANSWERS[number % 2]), (1500, RESOLVE, remedy)), at)
    head = User.objects.get(username="head")
    person = Staff.objects.get(name=about)
    decision = Decision(
        finding=Complaint.Finding.UPHELD,
        about=person,
        happened_on=day,
        root_cause=cause,
        remedy=remedy,
        note=subject,
    )
    decide_finding(request=request, decision=decision, by=head, at=at + timedelta(hours=26))
    record_complaint_call(
        request=request, satisfied=True, said=words.CALLED_BACK, by=head, at=at + timedelta(hours=30)
    )
    sweep(at=at + timedelta(days=3))


def collect_ideas(*, today: date) -> None:
    """Let staff and a customer suggest and praise; one idea is adopted, the others wait."""
    at = moment(today - timedelta(days=3), 11)
    category = SuggestionCategory.objects.order_by("pk").first()
    level = SuggestionLevel.objects.order_by("pk").first()
    assert category is not None
    assert level is not None
    office = User.objects.get(username="office")
    made = [
        suggest(author=Staff.objects.get(name=name), title=title, text=text, category=category, at=at)
        for name, title, text in IDEAS
    ]
    start_review(suggestion=made[0], by=office, at=at)
    adopt_suggestion(suggestion=made[0], level=level, answer=words.ADOPTED, by=office, at=at)
    start_review(suggestion=made[1], by=office, at=at)
    title, text = CUSTOMER_IDEA
    suggest_as_customer(title=title, text=text, category=category, at=at, language="zh-hant")
    for about, praise in PRAISE:
        receive_praise(about=about, words=praise, happened_on=today - timedelta(days=4), at=at)


def _heads(people: list[Person]) -> None:
    leaders = {code: names[0] for code, names in TEAMS.items()} | HEADS
    staff = {person.staff.name: person.staff for person in people}
    departments = list(Department.objects.filter(code__in=leaders))
    for department in departments:
        department.head = staff[leaders[department.code]]
    Department.objects.bulk_update(departments, ["head"])


def _responsibilities() -> None:
    """Write the responsibility list: which department answers for what."""
    departments = {department.code: department for department in Department.objects.all()}
    categories = list(Category.objects.filter(code__in=ANSWERED_BY))
    for category in categories:
        category.department = departments[ANSWERED_BY[category.code]]
    Category.objects.bulk_update(categories, ["department"])
    classes = list(ErrorClass.objects.all())
    for error_class in classes:
        error_class.department = departments["service"]
    ErrorClass.objects.bulk_update(classes, ["department"])


def _agents(people: list[Person], now: datetime) -> None:
    """Let everybody at a desk take requests; each has a sign-in of their own, without a password nobody set."""
    at_desks = [person.staff for person in people if person.team in DESKS and not person.staff.left_on]
    without = [staff for staff in at_desks if staff.user_id is None]
    users = User.objects.bulk_create(
        User(username=staff.employee_no.lower(), email=staff.email, password=make_password(None))
        for staff in without
    )
    for staff, user in zip(without, users, strict=True):
        staff.user = user
    Staff.objects.bulk_update(without, ["user"])
    Agent.objects.bulk_create(
        Agent(staff=staff, away_until=now + timedelta(days=4) if staff.name == "吴嘉豪" else None)
        for staff in at_desks
    )


def play(case: Case, customer: Customer, now: datetime) -> ServiceRequest:
    """Let a case happen as its script says, up to a moment."""
    at = now - timedelta(minutes=case.ago)
    request = open_request(
        subject=case.subject,
        text=case.text,
        channel=Channel.objects.get(code=case.channel),
        at=at,
        kind=case.kind,
        category=Category.objects.get(code=case.category),
        customer=customer,
        contact=Contact(name=customer.name, email=customer.email, phone=customer.phone),
        language=case.language,
    )
    if case.about:
        Complaint.objects.filter(request=request).update(
            about=Staff.objects.get(name=case.about),
            happened_on=timezone.localdate(at - timedelta(days=1)),
            severity=Complaint.Severity.SERIOUS,
        )
    take_steps(request, case.steps, at)
    return request


def take_steps(request: ServiceRequest, steps: Iterable[tuple[float, str, str]], start: datetime) -> None:
    for minutes, verb, text in steps:
        request.refresh_from_db()
        STEPS[verb](request, handler_of(request), start + timedelta(minutes=minutes), text)


def handler_of(request: ServiceRequest) -> User:
    """Whoever handles the request; of one nobody took, the leader of the department that answers for it."""
    staff = request.agent or (request.department.head if request.department else None)
    if staff is None or staff.user is None:
        return User.objects.get(username="office")
    return staff.user


def _resolve(request: ServiceRequest, by: Any, at: datetime, text: str) -> None:
    desk.resolve(request=request, by=by, at=at, text=text)


STEPS = {
    REPLY: lambda request, by, at, text: desk.reply(request=request, text=text, by=by, at=at),
    ASK: lambda request, by, at, text: desk.pause(request=request, by=by, at=at, note=text),
    RESOLVE: _resolve,
    CONFIRM: lambda request, _by, at, _text: desk.confirm(request=request, at=at),
    SAYS: lambda request, _by, at, text: customer_message(request=request, text=text, at=at),
    NOTE: lambda request, by, at, text: desk.add_note(request=request, text=text, by=by, at=at),
    REOPEN: lambda request, _by, at, text: desk.reopen(request=request, at=at, text=text),
}
