"""Who hears of a warning, a missed moment or an escalation; for many at once, with the same few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from feedback.models import EscalationStep, Receiver, SlaEvent
from feedback.sla import BREACH, WARNING
from people.models import Assignment, Department, Role, RoleGrant, User

SERVICE_DUTIES = (Role.CUSTOMER_SERVICE, Role.OFFICE)


@dataclass(frozen=True)
class Case:
    """What of an event decides who hears of it."""

    event: int
    kind: str
    level: int
    tier: int
    department: int | None
    agent: int | None
    agent_user: int | None


def receivers_of(events: Iterable[SlaEvent], day: date) -> dict[int, list[int]]:
    """User ids by event id: who is to hear of each event of requests as they are handled on a day.

    Where nobody is found the search goes on: agent, supervisor, head of the department and of those above, customer
    service, programme office, administrators.
    """
    cases = [_case_of(event) for event in events]
    desk = Desk(cases, day)
    return {case.event: desk.receivers(case) for case in cases}


def _case_of(event: SlaEvent) -> Case:
    request, agent = event.request, event.request.agent
    user = agent.user if agent else None
    return Case(
        event=event.pk,
        kind=event.kind,
        level=event.level,
        tier=request.tier_id,
        department=request.department_id,
        agent=request.agent_id,
        agent_user=user.pk if user and user.is_active else None,
    )


class Desk:
    """Agents, supervisors, heads and duties around some cases on a day, each read once and only if needed."""

    def __init__(self, cases: Sequence[Case], day: date) -> None:
        self.cases, self.day = cases, day

    def receivers(self, case: Case) -> list[int]:
        """The users to tell, in the order of the ladder, without repeats; nobody only where no user could be told."""
        if case.kind == WARNING:
            found = self.agent(case)
        elif case.kind == BREACH:
            found = [*self.agent(case), *self.supervisors(case)]
        else:
            found = self.by_step(case)
        return list(dict.fromkeys(found))

    def by_step(self, case: Case) -> list[int]:
        ladder = {
            Receiver.AGENT: self.agent,
            Receiver.SUPERVISOR: self.supervisors,
            Receiver.HEAD: self.heads,
        }
        default = Receiver.SUPERVISOR if case.level == 2 else Receiver.HEAD
        return ladder[Receiver(self.steps.get((case.tier, case.level), default))](case)

    def agent(self, case: Case) -> list[int]:
        return [case.agent_user] if case.agent_user else self.supervisors(case)

    def supervisors(self, case: Case) -> list[int]:
        """The agent's manager of the day; of what nobody handles, the managers of the department's agents."""
        if case.agent:
            _department, manager = self.places.get(case.agent, (None, None))
            found = [manager] if manager else []
        else:
            found = self.managers.get(case.department, [])
        return found or self.heads(case)

    def heads(self, case: Case) -> list[int]:
        """The nearest head up the tree."""
        for department in self.path(self.department_of(case)):
            head = self.departments[department][1]
            if head:
                return [head]
        return self.service(case)

    def service(self, case: Case) -> list[int]:
        """Who holds a duty for service there: customer service, else the office, else the administrators."""
        place = set(self.path(self.department_of(case)))
        for role in SERVICE_DUTIES:
            found = [user for user, limit in self.duties[role] if limit is None or limit in place]
            if found:
                return found
        return self.administrators

    def department_of(self, case: Case) -> int | None:
        return case.department or self.places.get(case.agent or 0, (None, None))[0]

    def path(self, department: int | None) -> list[int]:
        """The department and those above it."""
        found: list[int] = []
        while department is not None and department not in found:
            found.append(department)
            department = self.departments[department][0]
        return found

    @cached_property
    def steps(self) -> dict[tuple[int, int], str]:
        steps = EscalationStep.objects.filter(tier__in={case.tier for case in self.cases})
        return {
            (tier, level): receiver
            for tier, level, receiver in steps.values_list("tier", "level", "receiver")
        }

    @cached_property
    def places(self) -> dict[int, tuple[int, int | None]]:
        """Department and manager's user by member of staff."""
        agents = {case.agent for case in self.cases if case.agent}
        return {
            staff: (department, manager if is_active else None)
            for staff, department, manager, is_active in Assignment.objects.on(self.day)
            .filter(staff__in=agents)
            .values_list("staff", "department", "manager__user", "manager__user__is_active")
        }

    @cached_property
    def managers(self) -> dict[int | None, list[int]]:
        """Managers' users of the agents in the departments of what nobody handles."""
        unhandled = {case.department for case in self.cases if case.agent is None and case.department}
        found: dict[int | None, list[int]] = defaultdict(list)
        of_agents = Assignment.objects.on(self.day).filter(
            department__in=unhandled, staff__agent__is_active=True, manager__user__is_active=True
        )
        for department, manager in of_agents.order_by("manager__user").values_list(
            "department", "manager__user"
        ):
            if manager not in found[department]:
                found[department].append(manager)
        return found

    @cached_property
    def departments(self) -> dict[int, tuple[int | None, int | None]]:
        """The department above and the head's user by department."""
        rows: Any = Department.objects.values_list("pk", "parent", "head__user", "head__user__is_active")
        return {pk: (parent, head if is_active else None) for pk, parent, head, is_active in rows}

    @cached_property
    def duties(self) -> dict[str, list[tuple[int, int | None]]]:
        """Users with the department they are limited to, by duty."""
        found: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
        grants = RoleGrant.objects.filter(role__in=SERVICE_DUTIES, user__is_active=True)
        for role, user, department in grants.order_by("user").values_list("role", "user", "department"):
            found[role].append((user, department))
        return found

    @cached_property
    def administrators(self) -> list[int]:
        users = User.objects.filter(is_superuser=True, is_active=True)
        return list(users.order_by("pk").values_list("pk", flat=True))
