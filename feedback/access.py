"""Who may see which served interactions and requests, who may work on them, and who may bring them in."""

from datetime import date
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from feedback.models import OPEN_STATES, Agent, Interaction, ServiceRequest
from people.models import Assignment, Department, Role, Staff
from people.models.tree import subtree_ids, team_ids
from people.queries import department_subtree

SEES_SERVICE = (Role.OFFICE, Role.CUSTOMER_SERVICE, Role.LEADING_GROUP, Role.AUDITOR)
IMPORTS = (Role.OFFICE, Role.CUSTOMER_SERVICE)
WORKS_SERVICE = (Role.OFFICE, Role.CUSTOMER_SERVICE)
WRITES_CASES = (Role.OFFICE, Role.CUSTOMER_SERVICE, Role.TRAINING)


def interactions_seen_by(user: Any, interactions: QuerySet[Interaction]) -> QuerySet[Interaction]:
    """Return those of the interactions a user may see.

    All, for duties that cover the company; those of the departments a duty is limited to; a manager's reports' and
    the user's own.
    """
    if user.has_role_everywhere(*SEES_SERVICE):
        return interactions
    reach = Q(staff__in=Staff.objects.visible_to(user).values("pk")) if user.is_manager else Q(pk=None)
    if departments := user.departments_for(*SEES_SERVICE):
        reach |= Q(department__in=department_subtree(departments).values("pk"))
    return interactions.filter(reach)


def may_import(user: Any) -> bool:
    """Whether the user may import interactions: only duties for the whole company, as a file knows no departments."""
    return user.is_authenticated and user.has_role_everywhere(*IMPORTS)


def writes_cases(user: Any) -> bool:
    """Whether the user's duty is to make cases to learn from of complaints the user may read."""
    return user.is_authenticated and user.has_role(*WRITES_CASES)


def requests_worked_by(
    user: Any, requests: QuerySet[ServiceRequest], day: date | None = None
) -> QuerySet[ServiceRequest]:
    """Return those of the requests a user may answer and change.

    All, for customer service and the office of the whole company; those of the departments such a duty is limited to;
    one's own; those one's reports handle, or theirs, on the day; those of the departments one is the head of.
    """
    if not (user.is_authenticated and user.is_active):
        return requests.none()
    if user.has_role_everywhere(*WORKS_SERVICE):
        return requests
    return requests.filter(_worked_by(user, day or timezone.localdate()))


def requests_seen_by(
    user: Any, requests: QuerySet[ServiceRequest], day: date | None = None
) -> QuerySet[ServiceRequest]:
    """Return those of the requests a user may read: what one works on, audits, or could take as an agent.

    An agent could take what nobody handles yet in a department the agent works in on the day, or in none yet, and what
    the agent's skills cover.
    """
    if not (user.is_authenticated and user.is_active):
        return requests.none()
    if user.has_role_everywhere(*SEES_SERVICE):
        return requests
    day = day or timezone.localdate()
    reach = _worked_by(user, day) | takeable_by(user, day)
    return requests.filter(reach | _in_departments_of_duties(user, SEES_SERVICE))


def may_work_on(user: Any, request: ServiceRequest, day: date | None = None) -> bool:
    """Whether a user may answer and change a request."""
    return requests_worked_by(user, ServiceRequest.objects.filter(pk=request.pk), day).exists()


def may_take(user: Any, request: ServiceRequest, day: date | None = None) -> bool:
    """Whether a user is an agent to whom a request may go: one worked on, or one nobody handles that fits."""
    agent = agent_of(user)
    if agent is None:
        return False
    found = ServiceRequest.objects.filter(pk=request.pk)
    fits = found.filter(takeable_by(user, day or timezone.localdate())).exists()
    return fits or requests_worked_by(user, found, day).exists()


def agent_of(user: Any) -> Agent | None:
    """The agent a user is, where that one takes requests at all."""
    staff = getattr(user, "staff", None)
    agent = getattr(staff, "agent", None)
    return agent if agent is not None and agent.is_active else None


def works_the_queue(user: Any) -> bool:
    """Whether the queue is any of the user's business: by duty, as an agent, as a manager or as a head."""
    if user.has_role(*SEES_SERVICE) or user.is_manager:
        return True
    at_the_desk = Q(agent__is_active=True) | Q(heads__isnull=False) | Q(requests__status__in=OPEN_STATES)
    return Staff.objects.filter(at_the_desk, user=user).exists()


def may_take_in(user: Any) -> bool:
    """Whether taking in what customers say is the user's business: customer service, the office and agents."""
    return user.has_role(*WORKS_SERVICE) or agent_of(user) is not None


def takeable_by(user: Any, day: date) -> Q:
    """What a user could take as an agent: open, nobody's, of the agent's departments and skills."""
    agent = agent_of(user)
    if agent is None:
        return Q(pk=None)
    places = Assignment.objects.on(day).filter(staff=agent.pk).values("department")
    skills = agent.categories.through.objects.filter(agent=agent.pk)
    skilled = Q(category=None) | Q(category__in=skills.values("category")) | ~Exists(skills)
    placed = Q(department=None) | Q(department__in=places)
    return Q(Q(agent=None, status__in=OPEN_STATES), placed, skilled)


def _worked_by(user: Any, day: date) -> Q:
    reach = _in_departments_of_duties(user, WORKS_SERVICE)
    staff = getattr(user, "staff", None)
    if staff is None:
        return reach
    reach |= Q(agent=staff.pk)
    if user.is_manager:
        reach |= Q(agent__in=team_ids(staff.pk, day, day))
    if headed := list(Department.objects.filter(head=staff.pk).values_list("pk", flat=True)):
        reach |= Q(department__in=subtree_ids(headed))
    return reach


def _in_departments_of_duties(user: Any, roles: tuple[str, ...]) -> Q:
    departments = user.departments_for(*roles)
    return Q(department__in=subtree_ids(departments)) if departments else Q(pk=None)


def sees_calendars(user: Any) -> bool:
    """Whether the user's duty has to do with working hours and due moments."""
    return user.is_authenticated and (user.is_manager or user.has_role(*SEES_SERVICE))


def keeps_calendars(user: Any) -> bool:
    """Whether the user's duty is to keep calendars and public days."""
    return user.is_authenticated and user.has_role(Role.OFFICE)
