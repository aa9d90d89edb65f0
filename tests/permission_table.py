"""Roles × addresses × ownership for the whole product: ONE table, read by tests/test_permissions.py.

Every named address of the site has a row here; a new one without a row fails the test, which names it. To add yours:

    Row("portal:history", see=SIGNED_IN_STAFF)
    Row("portal:appeal", lambda w: [w.result.pk], see="staff", post="staff")
    Row("admin:ratings_month_publish", lambda w: [w.month.pk], see="office", post="office")
    *model("ratings_policy", lambda w: w.policy, see="office auditor", change="office"),

* `see`: who may GET. `post`: who may POST an empty form (default: whoever may see; others must be turned away from both).
  `see=None` for addresses that take no GET. The administrator is always allowed and need not be named, unless
  `administrator=False`.
* `args`: from the world `w` (tests/permission_world.py) to the address's arguments. Things in the world belong to the
  persona `staff`, who reports to `manager`; `staff_other` and `manager_other` have nothing to do with them.
* `model(...)` makes the five rows of a model's admin: list, add, change, delete, history. `see` is who opens the list,
  `see_one` (default: `see`) who opens the object, `add`/`change`/`delete` who may alter.
* Turned away means: to the sign-in for the anonymous (401 in the API), 403 or 404 for the others, or the admin's door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

EVERYBODY = (
    "anonymous staff staff_other manager manager_other office customer_service training publicity hr finance"
    " leading_group auditor administrator"
)
SIGNED_IN = EVERYBODY.removeprefix("anonymous ")
SIGNED_IN_STAFF = "staff staff_other manager manager_other"
COMPANY_DUTIES = "office hr finance leading_group auditor"
LISTS_STAFF = f"{COMPANY_DUTIES} customer_service training"
IN_ADMIN = "manager manager_other office customer_service training publicity hr finance leading_group auditor"
NOBODY = ""


@dataclass(frozen=True)
class Row:
    name: str
    args: Callable[[Any], list[Any]] | None = None
    see: str | None = NOBODY
    post: str | None = None
    administrator: bool = True

    def __str__(self) -> str:
        return self.name


def model(
    label: str,
    one: Callable[[Any], Any],
    *,
    see: str,
    see_one: str | None = None,
    add: str = NOBODY,
    change: str = NOBODY,
    delete: str | None = None,
    administrator: str = "see add change delete",
) -> list[Row]:
    """The five rows of a model's admin; `administrator` names what even the administrator may do."""

    def args(w: Any) -> list[Any]:
        return [one(w).pk]

    seen, delete = see if see_one is None else see_one, change if delete is None else delete
    name = f"admin:{label}_"
    return [
        Row(f"{name}changelist", see=see),
        Row(f"{name}add", see=add, post=add, administrator="add" in administrator),
        Row(f"{name}change", args, see=seen, post=change, administrator="change" in administrator),
        Row(f"{name}delete", args, see=delete, post=delete, administrator="delete" in administrator),
        Row(f"{name}history", args, see=seen),
    ]


def read_only(label: str, one: Callable[[Any], Any], *, see: str, see_one: str | None = None) -> list[Row]:
    """The rows of an admin nobody alters, not even the administrator (`ReadOnlyAdmin`)."""
    rows = model(label, one, see=see, see_one=see_one)
    altering = ("_add", "_delete")
    return [
        Row(row.name, row.args, row.see, row.post, administrator=not row.name.endswith(altering))
        if not row.name.endswith("_change")
        else Row(row.name, row.args, row.see, post=row.see)
        for row in rows
    ]


# Addresses of libraries, whose own tests cover them, and of the framework.
NOT_OURS = (
    "account_",
    "mfa_",
    "set_language",
    "prometheus-django-metrics",
    "admin:jsi18n",
    "admin:app_list",
    "admin:view_on_site",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:autocomplete",  # asks each model's admin; tested in tests/people/test_admin.py
)

ACCOUNTS = [Row("admin:index", see=IN_ADMIN)]

PEOPLE: list[Row] = []
TRAINING: list[Row] = []
FEEDBACK: list[Row] = []
RATINGS: list[Row] = []
INCENTIVES: list[Row] = []
PROGRAM: list[Row] = []
SITE: list[Row] = []

TABLE = [*ACCOUNTS, *PEOPLE, *TRAINING, *FEEDBACK, *RATINGS, *INCENTIVES, *PROGRAM, *SITE]
