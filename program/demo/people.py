"""The demo company's departments, positions, staff, certificates, pay and sign-ins."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from incentives.models import PayRate
from people.models import Assignment, Department, Position, Role, RoleGrant, Staff, User
from program.demo.names import (
    DEPARTMENTS,
    HEADS,
    NEWCOMER,
    OFFICERS,
    PAY,
    POSITIONS,
    TEAM_POSITION,
    TEAMS,
    TRAINER,
)
from training.models import Certificate

PASSWORD = "starservice"  # noqa: S105 - printed on the demo's sign-in page


@dataclass(frozen=True)
class Login:
    """A sign-in of the demo: who it is for, where they go, and whose record it is."""

    username: str
    duty: Any
    path: str
    roles: tuple[str, ...] = ()
    staff_name: str = ""
    language: str = ""


LOGINS = (
    Login("admin", _("administrator"), "/admin/"),
    Login("office", _("programme office"), "/admin/", (Role.OFFICE, Role.CUSTOMER_SERVICE), OFFICERS[0]),
    Login("head", _("head of customer service"), "/admin/", (), HEADS["service"]),
    Login("manager", _("manager of a team"), "/admin/", (), TEAMS["hotline-a"][0], "zh-hans"),
    Login("strict", _("a strict manager"), "/admin/", (), TEAMS["hotline-b"][0], "en"),
    Login("staff", _("member of staff"), "/", (), TEAMS["hotline-a"][1], "zh-hans"),
    Login("hr", _("HR"), "/admin/", (Role.HR,), OFFICERS[1]),
    Login("finance", _("finance"), "/admin/", (Role.FINANCE,), OFFICERS[2], "zh-hant"),
    Login("trainer", _("training department"), "/training/", (Role.TRAINING,), TRAINER),
    Login("newcomer", _("new member of staff"), "/learn/", (), NEWCOMER, "zh-hans"),
    Login("auditor", _("auditor"), "/admin/", (Role.AUDITOR,), OFFICERS[3]),
)


@dataclass
class Person:
    """A member of staff with what the demo knows of their service."""

    staff: Staff
    team: str
    position: str
    quality: float
    manager: "Person | None" = None

    @property
    def serves(self) -> bool:
        return self.team in TEAMS


def make_people(*, rng: random.Random, first: date, last: date) -> list[Person]:
    """Create the company as it stands from `first` to `last` and return its people, heads first."""
    departments = _departments()
    positions = {code: Position(code=code, name=name, is_rated=rated) for code, name, rated in POSITIONS}
    Position.objects.bulk_create(positions.values())
    people = _company(rng, first)
    _dates_of_change(people, first, last)
    Staff.objects.bulk_create([person.staff for person in people])
    Assignment.objects.bulk_create(
        line for person in people for line in _assignments(person, departments, positions, people, first)
    )
    Certificate.objects.bulk_create(_certificates(people, rng, first, last))
    PayRate.objects.bulk_create(_pay(people, rng))
    _sign_ins(people)
    return people


def _departments() -> dict[str, Department]:
    made: dict[str, Department] = {}
    for code, name, parent in DEPARTMENTS:
        made[code] = Department.objects.create(code=code, name=name, parent=made.get(parent or ""))
    return made


def _company(rng: random.Random, first: date) -> list[Person]:
    people: list[Person] = []

    def hire(name: str, team: str, position: str, manager: Person | None) -> Person:
        staff = Staff(
            employee_no=f"S{len(people) + 1:03}",
            name=name,
            phone=f"021-5550-{1000 + len(people)}",
            hired_on=first - timedelta(days=rng.randint(200, 3000)),
        )
        staff.email = f"{staff.employee_no.lower()}@example.com"
        person = Person(staff, team, position, rng.gauss(0, 0.5), manager)
        people.append(person)
        return person

    chief = hire(HEADS["hq"], "hq", "director", None)
    heads = {code: hire(HEADS[code], code, "director", chief) for code in HEADS if code != "hq"}
    for name in OFFICERS:
        hire(name, "support", "officer", heads["support"])
    parents = {code: parent for code, _name, parent in DEPARTMENTS}
    for team, (leader_name, *names) in TEAMS.items():
        leader = hire(leader_name, team, "leader", heads[str(parents[team])])
        for name in names:
            hire(name, team, TEAM_POSITION.get(team, "agent"), leader)
    hire(TRAINER, "support", "officer", heads["support"])
    hire(NEWCOMER, "hotline-a", "agent", _named(people, TEAMS["hotline-a"][0]))
    return people


def _named(people: list[Person], name: str) -> Person:
    return next(person for person in people if person.staff.name == name)


def _dates_of_change(people: list[Person], first: date, last: date) -> None:
    """Three people join after the first month, two leave, so that months differ; the newcomer is here for ten days."""
    _named(people, NEWCOMER).staff.hired_on = last - timedelta(days=9)
    _named(people, "金泽宇").staff.hired_on = first + timedelta(days=40)
    _named(people, "James Park").staff.hired_on = first + timedelta(days=75)
    _named(people, "章明").staff.hired_on = first + timedelta(days=110)
    _named(people, "戚伟").staff.left_on = first + timedelta(days=68)
    _named(people, "杨紫萱").staff.left_on = first + timedelta(days=130)


def _assignments(
    person: Person,
    departments: dict[str, Department],
    positions: dict[str, Position],
    people: list[Person],
    first: date,
) -> list[Assignment]:
    line = Assignment(
        staff=person.staff,
        department=departments[person.team],
        position=positions[person.position],
        manager=person.manager.staff if person.manager else None,
        starts_on=person.staff.hired_on,
        ends_on=person.staff.left_on,
    )
    if person.staff.name != "Lucas Martin":
        return [line]
    moved = first + timedelta(days=61)
    leader = _named(people, TEAMS["hotline-b"][0]).staff
    line.ends_on = moved - timedelta(days=1)
    return [
        line,
        Assignment(
            staff=person.staff,
            department=departments["hotline-b"],
            position=positions["agent"],
            manager=leader,
            starts_on=moved,
        ),
    ]


def _certificates(people: list[Person], rng: random.Random, first: date, last: date) -> list[Certificate]:
    made = []
    for person in people:
        if not person.serves or person.staff.name in {"章明", NEWCOMER}:
            continue
        start = min(max(person.staff.hired_on, first - timedelta(days=rng.randint(30, 300))), last)
        certificate = Certificate(
            staff=person.staff,
            number=f"SC-{person.staff.employee_no}",
            valid_from=person.staff.hired_on if person.staff.hired_on > first else start,
            valid_until=last + timedelta(days=rng.randint(20, 500)),
        )
        _gate(person, certificate, last)
        made.append(certificate)
    return made


def _gate(person: Person, certificate: Certificate, last: date) -> None:
    """Let two certificates run out and one be revoked, so that the gate shows."""
    if person.staff.name in {"何俊杰", "柏松"}:
        certificate.valid_until = last - timedelta(days=24 if person.staff.name == "柏松" else 45)
    if person.staff.name == "卫国强":
        certificate.revoked_on = last - timedelta(days=60)
        certificate.revoked_reason = "Failed the repeated simulation exam 模拟考核补考未通过"


def _pay(people: list[Person], rng: random.Random) -> list[PayRate]:
    return [
        PayRate(
            staff=person.staff,
            starts_on=person.staff.hired_on,
            monthly_amount=Decimal(PAY[person.position] + 100 * rng.randint(-8, 12)),
        )
        for person in people
    ]


def _sign_ins(people: list[Person]) -> None:
    hashed = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            username=login.username,
            password=hashed,
            email=f"{login.username}@example.com",
            language=login.language,
            is_superuser=login.username == "admin",
            is_staff=login.username == "admin",
        )
        for login in LOGINS
    )
    for login, user in zip(LOGINS, users, strict=True):
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in login.roles)
        if login.staff_name:
            staff = _named(people, login.staff_name).staff
            staff.user = user
            staff.save(update_fields=["user"])
