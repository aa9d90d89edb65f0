from people.services.departments import move_department
from people.services.employment import end_employment, hire_staff, move_staff
from people.services.notifications import choose_how_to_hear, mark_read, notify
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
    "choose_how_to_hear",
    "end_employment",
    "grant_role",
    "hire_staff",
    "invite_user",
    "lift_lockout",
    "make_administrator",
    "mark_read",
    "move_department",
    "move_staff",
    "notify",
    "revoke_role",
    "stop_administrator",
    "switch_off_user",
]
