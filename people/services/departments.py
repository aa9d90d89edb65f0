"""The tree of departments."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import Circle
from people.models import Department, User
from people.queries import department_subtree
from people.services.trail import acting


@transaction.atomic
def move_department(
    *, department: Department, parent: Department | None, by: User | None, at: datetime
) -> Department:
    """Hang a department below another, or at the top; raises Circle below itself."""
    # Two moves at once could close a circle between them, so all of the small table waits.
    list(Department.objects.select_for_update().values_list("pk", flat=True))
    if parent and department_subtree([department.pk]).filter(pk=parent.pk).exists():
        raise Circle(
            _("“%(department)s” cannot be part of “%(parent)s”, which is part of it.")
            % {"department": department, "parent": parent},
            "parent",
        )
    department.parent = parent
    with acting(by, at):
        department.save(update_fields=["parent"])
    return department
