"""What people are told about development plans and rotations, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from people.notices import says

Facts = Mapping[str, Any]


@says("plan_proposed")
def plan_proposed(facts: Facts) -> str:
    return _("%(name)s wrote a development plan and asks you to agree it.") % facts


@says("plan_agreed")
def plan_agreed(facts: Facts) -> str:
    return _("The development plan of %(name)s is agreed.") % facts


@says("rotation_proposed")
def rotation_proposed(facts: Facts) -> str:
    return _("%(name)s proposes a rotation and waits for your decision.") % facts


@says("rotation_approved")
def rotation_approved(facts: Facts) -> str:
    return _("Your rotation was approved.")


@says("rotation_refused")
def rotation_refused(facts: Facts) -> str:
    return _("Your rotation was not approved. Speak with your manager about it.")
