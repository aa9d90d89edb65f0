"""Hiring, moving and leaving: assignments follow each other and are never overwritten."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.errors import AlreadyTaken, AssignmentOverlaps, Circle, NotEmployed
from people.models import Assignment, Department, Position, Staff, User
from people.queries import team_of
from people.services.trail import acting

FAR = date(9999, 12, 31)


@transaction.atomic
def hire_staff(
    *,
    employee_no: str,
    name: str,
    hired_on: date,
    department: Department,
    position: Position,
    by: User | None,
    at: datetime,
    manager: Staff | None = None,
    email: str = "",
    phone: str = "",
) -> Staff:
    """Take on a member of staff and make the first assignment; raises AlreadyTaken for a known employee number."""
    if Staff.objects.filter(employee_no=employee_no).exists():
        raise AlreadyTaken(
            _("The employee number %(number)s is somebody else's.") % {"number": employee_no}, "employee_no"
        )
    if manager:
        _require_employed(manager, hired_on, "manager")
    with acting(by, at):
        staff = Staff.objects.create(
            employee_no=employee_no, name=name, email=email, phone=phone, hired_on=hired_on
        )
        Assignment.objects.create(
            staff=staff, department=department, position=position, manager=manager, starts_on=hired_on
        )
    return staff


@transaction.atomic
def move_staff(
    *,
    staff: Staff,
    from_day: date,
    department: Department,
    position: Position,
    manager: Staff | None,
    by: User | None,
    at: datetime,
) -> Assignment:
    """End the current assignment the day before and begin the new one.

    Raises NotEmployed, AssignmentOverlaps when another begins on or after the day, Circle when the manager reports to
    the member of staff.
    """
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    _require_employed(staff, from_day, "from_day")
    _refuse_later_assignment(staff, from_day)
    if manager:
        _require_employed(manager, from_day, "manager")
        _refuse_circle(staff, manager, from_day)
    with acting(by, at):
        Assignment.objects.on(from_day).filter(staff=staff).update(ends_on=from_day - timedelta(days=1))
        return Assignment.objects.create(
            staff=staff,
            department=department,
            position=position,
            manager=manager,
            starts_on=from_day,
            ends_on=staff.left_on,
        )


@transaction.atomic
def end_employment(*, staff: Staff, last_day: date, by: User | None, at: datetime) -> Staff:
    """Set the last day and end the assignment with it; raises AssignmentOverlaps when one begins later."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    if last_day < staff.hired_on:
        raise NotEmployed(
            _("%(staff)s was hired on %(day)s only.")
            % {"staff": staff, "day": date_format(staff.hired_on, "SHORT_DATE_FORMAT")},
            "last_day",
        )
    _refuse_later_assignment(staff, last_day + timedelta(days=1), "last_day")
    with acting(by, at):
        staff.assignments.filter(ends_on=staff.left_on).update(ends_on=last_day)
        staff.assignments.on(last_day).update(ends_on=last_day)
        staff.left_on = last_day
        staff.save(update_fields=["left_on"])
    return staff


def _require_employed(staff: Staff, day: date, field: str) -> None:
    if staff.is_employed_on(day):
        return
    raise NotEmployed(
        _("%(staff)s is not employed on %(day)s.")
        % {"staff": staff, "day": date_format(day, "SHORT_DATE_FORMAT")},
        field,
    )


def _refuse_later_assignment(staff: Staff, day: date, field: str = "from_day") -> None:
    later = staff.assignments.filter(starts_on__gte=day).order_by("starts_on").first()
    if later:
        raise AssignmentOverlaps(
            _("An assignment already begins on %(day)s; choose a later day.")
            % {"day": date_format(later.starts_on, "SHORT_DATE_FORMAT")},
            field,
        )


def _refuse_circle(staff: Staff, manager: Staff, day: date) -> None:
    if manager.pk == staff.pk or team_of(staff, day, FAR).filter(pk=manager.pk).exists():
        raise Circle(
            _("%(manager)s reports to %(staff)s and cannot be the manager.")
            % {"manager": manager, "staff": staff},
            "manager",
        )
