"""Who handles a request: taking, giving, handing over. The clock goes on whoever it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import AwayError, RequestStateError
from feedback.models import Agent, ServiceRequest
from feedback.services.desk.rows import Kind, Status, locked, note_entry, refuse_ended, shown_moment, staff_of
from feedback.services.telling import tell_assigned
from people.models import Staff


@transaction.atomic
def take(*, request: ServiceRequest, by: Any, at: datetime) -> ServiceRequest:
    """Begin to handle a request nobody handles; raises RequestStateError where somebody was faster."""
    request = locked(request)
    refuse_ended(request)
    taker = staff_of(by)
    if taker is None:
        raise RequestStateError(_("Only a member of staff can handle requests."))
    if request.agent and request.agent != taker:
        raise RequestStateError(_("%(name)s handles it already.") % {"name": request.agent.name})
    give_to(request, taker, by, at, {"code": "taken"})
    return request


@transaction.atomic
def assign(
    *,
    request: ServiceRequest,
    agent: Staff,
    at: datetime,
    by: Any = None,
    reason: Mapping[str, Any] | None = None,
) -> ServiceRequest:
    """Give a request to somebody, with the reason kept; raises AwayError where the person takes none now."""
    request = locked(request)
    refuse_ended(request)
    refuse_away(agent, at)
    give_to(request, agent, by, at, {"code": "chosen", **(reason or {})})
    return request


@transaction.atomic
def hand_over(*, request: ServiceRequest, to: Staff, by: Any, at: datetime, note: str = "") -> ServiceRequest:
    """Hand a request to a colleague; the clock goes on. Raises AwayError or RequestStateError."""
    request = locked(request)
    refuse_ended(request)
    refuse_away(to, at)
    if request.agent == to:
        raise RequestStateError(_("%(name)s handles it already.") % {"name": to.name})
    give_to(request, to, by, at, {"code": "handed", "note": note.strip()})
    return request


def give_to(request: ServiceRequest, agent: Staff, by: Any, at: datetime, reason: dict[str, Any]) -> None:
    """Write the agent and the reason on a locked request, and an entry with who had it before."""
    before, request.agent, request.agent_reason = request.agent, agent, reason
    if before == agent:
        return
    if request.status == Status.NEW:
        request.status = Status.OPEN
    request.changed_at = at
    request.save(update_fields=["agent", "agent_reason", "status", "changed_at"])
    Agent.objects.filter(staff=agent).update(last_assigned_at=at)
    facts = {**reason, "from": before.name if before else "", "to": agent.name}
    kind = Kind.HANDOVER if before else Kind.ASSIGNED
    entry = note_entry(request, kind, at, by, reason.get("note", ""), data=facts)
    tell_assigned(request=request, agent=agent, entry=entry, by=by, at=at)


def refuse_away(staff: Staff, at: datetime) -> None:
    """Raise AwayError, naming until when, unless the person takes requests at this moment."""
    agent = Agent.objects.filter(staff=staff).first()
    if agent is None or not agent.is_active or not staff.is_employed_on(localdate(at)):
        raise AwayError(_("%(name)s takes no requests.") % {"name": staff.name})
    if agent.away_until and agent.away_until > at:
        raise AwayError(
            _("%(name)s is away until %(moment)s. Choose somebody who is there.")
            % {"name": staff.name, "moment": shown_moment(agent.away_until)}
        )
