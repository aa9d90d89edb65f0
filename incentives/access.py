"""Who may see and move the money: HR prepares, finance or the leading group approves, finance pays."""

from typing import Any

from incentives.models import PayoutRun
from people.models import Role

SEES_MONEY = (Role.HR, Role.FINANCE, Role.LEADING_GROUP, Role.AUDITOR)
PREPARES = (Role.HR,)
APPROVES = (Role.FINANCE, Role.LEADING_GROUP)
PAYS = (Role.FINANCE,)
EXPORTS = (Role.HR, Role.FINANCE)
SETS_SCHEMES = (Role.HR, Role.FINANCE)
SETS_PAY = (Role.HR, Role.FINANCE)
Status = PayoutRun.Status

STEP_ROLES: dict[str, tuple[Role, ...]] = {
    "prepare": PREPARES,
    "approve": APPROVES,
    "reject": APPROVES,
    "export": EXPORTS,
    "paid": PAYS,
    "lock": PAYS,
    "budget": PAYS,
    "scheme": SETS_SCHEMES,
}
STEPS_FROM: dict[str, frozenset[str]] = {
    "approve": frozenset({Status.PREPARED}),
    "reject": frozenset({Status.PREPARED, Status.APPROVED}),
    "export": frozenset({Status.APPROVED}),
    "paid": frozenset({Status.EXPORTED}),
    "lock": frozenset({Status.PAID}),
}


def sees_money(user: Any) -> bool:
    """Whether the user's duty lets them see everybody's bonuses."""
    return bool(user.is_authenticated and user.has_role_everywhere(*SEES_MONEY))


def may(user: Any, step: str) -> bool:
    """Whether the user's duty includes a step of the money's way."""
    return bool(user.is_authenticated and user.has_role_everywhere(*STEP_ROLES[step]))


def steps_for(user: Any, run: PayoutRun) -> list[str]:
    """Return the steps this user may take with a run as it stands; nobody approves what they prepared."""
    steps = [step for step, states in STEPS_FROM.items() if run.status in states and may(user, step)]
    if "approve" in steps and run.prepared_by_id == user.pk:
        steps.remove("approve")
    return steps
