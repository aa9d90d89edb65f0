"""Trees as one SQL expression each: departments below departments, and reports of reports."""

from collections.abc import Iterable
from datetime import date

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

SUBTREE = """
WITH RECURSIVE tree(id) AS (
    SELECT id FROM people_department WHERE id = ANY(%s)
    UNION
    SELECT child.id FROM people_department child JOIN tree ON child.parent_id = tree.id
)
SELECT id FROM tree
"""

# The span narrows on the way down: a report of a report counts only for the days both reported upwards.
TEAM = """
WITH RECURSIVE team(staff_id, span) AS (
    SELECT staff_id, daterange(starts_on, ends_on, '[]') * daterange(%s, %s, '[]')
    FROM people_assignment
    WHERE manager_id = %s AND daterange(starts_on, ends_on, '[]') && daterange(%s, %s, '[]')
    UNION
    SELECT below.staff_id, daterange(below.starts_on, below.ends_on, '[]') * team.span
    FROM people_assignment below JOIN team
      ON below.manager_id = team.staff_id AND daterange(below.starts_on, below.ends_on, '[]') && team.span
)
SELECT staff_id FROM team
"""

HEADS = """
WITH RECURSIVE up(parent_id, head_id, depth) AS (
    SELECT parent_id, head_id, 0 FROM people_department WHERE id = %s
    UNION ALL
    SELECT above.parent_id, above.head_id, depth + 1 FROM people_department above JOIN up ON above.id = up.parent_id
    WHERE depth < 100
)
SELECT staff.* FROM up JOIN people_staff staff ON staff.id = up.head_id ORDER BY depth
"""


def subtree_ids(departments: Iterable[int]) -> RawSQL:
    """Ids of the departments and all below them, for `…__in`."""
    return RawSQL(SUBTREE, [list(departments)], output_field=BigIntegerField())  # noqa: S611 - fixed text, values as parameters


def team_ids(manager: int, first: date | None = None, last: date | None = None) -> RawSQL:
    """Ids of all who report, directly or through others, to a member of staff between two days, for `…__in`."""
    return RawSQL(TEAM, [first, last, manager, first, last], output_field=BigIntegerField())  # noqa: S611 - fixed text, values as parameters
