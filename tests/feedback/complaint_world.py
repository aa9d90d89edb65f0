"""A complaint with everybody who has to do with it: who handles it, supervises, heads, and whom it is about."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.db import transaction

from feedback.models import Category, Complaint, ServiceRequest, TimelineEntry
from feedback.services.desk.complaint_rows import start_complaint
from feedback.services.desk.rows import locked
from feedback.services.due import start_milestones
from people.models import Role
from tests import factories as f

DAY = f.NOON.date()
LATER = f.NOON + timedelta(hours=1)


def person(name: str, department: Any = None, manager: Any = None, **options: Any) -> Any:
    staff = f.StaffFactory(name=name, user=f.UserFactory(username=name))
    if department is not None:
        f.AssignmentFactory(staff=staff, department=department, manager=manager, **options)
    return staff


def complaint_world() -> SimpleNamespace:
    """`agent` handles it and reports to `supervisor`; `served` is whom it is about and reports to `boss`; `head` heads both."""
    w = SimpleNamespace()
    w.company = f.DepartmentFactory(name="Company")
    w.department = f.DepartmentFactory(name="Service", parent=w.company)
    w.head, w.top = person("head", w.department), person("top", w.company)
    w.department.head, w.company.head = w.head, w.top
    w.department.save()
    w.company.save()
    w.supervisor, w.boss = person("supervisor", w.department), person("boss", w.department)
    w.agent = person("agent", w.department, w.supervisor)
    w.served = person("served", w.department, w.boss)
    w.stranger = person("stranger", w.department)
    w.desk = f.UserFactory(username="desk", roles=[Role.CUSTOMER_SERVICE])
    f.AgentFactory(staff=w.agent)
    w.category, _made = Category.objects.get_or_create(code="conduct", defaults={"name": {"en": "Conduct"}})
    w.request = f.ServiceRequestFactory(
        kind="complaint",
        category=w.category,
        department=w.department,
        agent=w.agent,
        status="open",
        contact_email="customer@example.com",
        contact_phone="13800000000",
    )
    start_milestones(request=w.request, at=f.NOON)
    w.complaint = begun(w.request)
    return w


def begun(request: ServiceRequest) -> Complaint:
    """The request's complaint, begun as the intake does."""
    with transaction.atomic():
        return start_complaint(request=locked(request))


def entries(request: ServiceRequest, kind: str = TimelineEntry.Kind.COMPLAINT) -> list[str]:
    """The codes of the timeline's entries of a kind, in order."""
    return [entry.data["code"] for entry in request.timeline.filter(kind=kind)]
