"""Giving a request to an agent by itself, with the reason kept."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from feedback.assignment import Candidate, Choice, Wanted, choose
from feedback.models import ServiceRequest
from feedback.queries.sorting import candidates_for
from feedback.services.desk.handling import assign
from people.models import Staff

ASSIGNING = 7_214_011
MOST_AT_ONCE = 200


def assign_automatically(*, request: ServiceRequest, at: datetime) -> Choice:
    """Give a request to the agent who fits and has least to do; where nobody does, keep why on the request.

    One request at a time is given away, so that the next sees the load this one makes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASSIGNING])
    wanted = Wanted(request.category_id, request.area)
    choice = choose(wanted, candidates_for(request.department_id, at, localdate(at)))
    if choice.staff is None:
        request.agent_reason = choice.reason
        request.save(update_fields=["agent_reason"])
        return choice
    agent = Staff.objects.get(pk=choice.staff)
    assign(request=request, agent=agent, at=at, reason=choice.reason)
    return choice


def assign_waiting(*, at: datetime) -> int:
    """Give away what nobody could take when it came in, the most pressing first; return how many.

    The agents of a department are read once as long as none of them is given anything.
    """
    waiting = ServiceRequest.objects.unresolved().filter(agent__isnull=True).order_by("next_due_at", "pk")
    agents: dict[int | None, list[Candidate]] = {}
    given = 0
    for request in waiting[:MOST_AT_ONCE]:
        place = request.department_id
        if place not in agents:
            agents[place] = candidates_for(place, at, localdate(at))
        if choose(Wanted(request.category_id, request.area), agents[place]).staff is None:
            continue
        given += _assign_one(request.pk, at)
        agents.clear()
    return given


@transaction.atomic
def _assign_one(pk: int, at: datetime) -> bool:
    """Choose anew with the request held: others may have been given something meanwhile."""
    held = ServiceRequest.objects.select_for_update(skip_locked=True).unresolved()
    request = held.filter(pk=pk, agent__isnull=True).first()
    return request is not None and assign_automatically(request=request, at=at).staff is not None
