"""The demo company's service desk: agents, requests on the clock, complaints to the end, ideas and praise."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from feedback.models import Agent, Category, Channel, Complaint, Customer, ErrorClass, ServiceRequest
from feedback.services import desk
from feedback.services.customer_messages import customer_message
from feedback.services.intake import Contact, open_request
from feedback.services.sweeping import sweep
from people.models import Department, Staff, User
from program.demo.cases import ASK, CASES, CONFIRM, NOTE, REOPEN, REPLY, RESOLVE, SAYS, Case
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


def make_desk(*, people: list[Person], now: datetime) -> None:
    """Create the desk and its cases as they stand at a moment."""
    _heads(people)
    _responsibilities()
    _agents(people, now)
    customers = list(Customer.objects.order_by("pk")[:200])
    for number, case in enumerate(CASES):
        play(case, customers[number * 7], now)
    sweep(at=now)


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
