from people.services.departments import move_department
from people.services.employment import end_employment, hire_staff, move_staff
from people.services.roles import (
    grant_role,
    lift_lockout,
    make_administrator,
    revoke_role,
    stop_administrator,
    switch_off_user,
)
from people.services.signin import invite_user
from people.services.stafflist import apply_staff_list

__all__ = [
    "apply_staff_list",
    "end_employment",
    "grant_role",
    "hire_staff",
    "invite_user",
    "lift_lockout",
    "make_administrator",
    "move_department",
    "move_staff",
    "revoke_role",
    "stop_administrator",
    "switch_off_user",
]
