"""Apply a list of staff: all of it in one transaction, in a fixed number of statements."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from people.errors import ListChanged
from people.models import Assignment, Staff, User
from people.services.trail import acting
from people.stafflist.known import what_is_known
from people.stafflist.planning import plan_staff_list
from people.stafflist.plans import CHANGED, NEW, Plan
from people.stafflist.reading import ListedRow

END = """
UPDATE people_assignment SET ends_on = given.ends_on
FROM unnest(%s::bigint[], %s::date[]) AS given(id, ends_on) WHERE people_assignment.id = given.id
"""
LOCK = "LOCK TABLE people_staff, people_assignment IN SHARE ROW EXCLUSIVE MODE"
BATCH = 2000


@transaction.atomic
def apply_staff_list(
    *,
    listed: list[ListedRow],
    effective_on: date,
    digest: str,
    by: User | None,
    at: datetime,
    kept: Any = None,
    departments: Any = None,
) -> Plan:
    """Write what the plan with this digest shows, leaving rejected rows out; raises ListChanged for another plan.

    `kept` (staff) and `departments` limit what may be changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    plan = plan_staff_list(listed, what_is_known(kept, departments), effective_on)
    if plan.digest() != digest:
        raise ListChanged(_("The staff were changed since the preview; look at it again."))
    with acting(by, at):
        _write_staff(plan)
        _write_assignments(plan)
    return plan


def _write_staff(plan: Plan) -> None:
    Staff.objects.bulk_create([row.staff for row in plan.with_status(NEW)], batch_size=BATCH)
    Staff.objects.bulk_create(
        [row.staff for row in plan.with_status(CHANGED) if row.own_data_differs],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["employee_no"],
        update_fields=["name", "email", "phone", "hired_on", "left_on"],
    )


def _write_assignments(plan: Plan) -> None:
    rows = plan.with_status(NEW, CHANGED)
    ends = [end for row in rows for end in row.ends]
    if ends:
        with connection.cursor() as cursor:
            cursor.execute(END, [[key for key, _day in ends], [day for _key, day in ends]])
    begun = [row for row in rows if row.begins]
    numbers = {row.manager_no for row in begun}
    keys = dict(Staff.objects.filter(employee_no__in=numbers).values_list("employee_no", "pk"))
    new = []
    for row in begun:
        if row.begins:
            row.begins.staff_id, row.begins.manager_id = row.staff.pk, keys.get(row.manager_no)
            new.append(row.begins)
    Assignment.objects.bulk_create(new, batch_size=BATCH)
