"""Sending and revoking invitations to rate a service."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.errors import InvitationError, NoFormError, NotEmployedError
from feedback.models import Channel, Customer, Interaction, Invitation, SurveyForm
from feedback.queries.surveys import asked_form, form_in_force, interactions_to_ask_about
from people.models import Department, Staff
from people.queries import department_on
from starservice.jobs.outbox import put_in_outbox

BATCH = 2000
SENDING = 7_214_002


@transaction.atomic
def send_invitation(
    *,
    staff: Staff,
    channel: Channel,
    served_on: date,
    at: datetime,
    interaction: Interaction | None = None,
    customer: Customer | None = None,
    expires_after: timedelta | None = None,
    by: Any = None,
    seed: str = "",
) -> tuple[Invitation, str]:
    """Invite to rate one service and return the invitation with its token, which is stored nowhere.

    Person, department and form are those of the day of the service, from now on for good. The link stays open as long as
    the form says (14 days). Raises NotEmployedError, NoFormError or InvitationError.
    """
    if served_on > localdate(at):
        raise InvitationError(_("The day of the service is in the future."))
    department = department_for(staff, served_on)
    form = form_for(served_on)
    if interaction is not None:
        check_not_asked(interaction)
    seed = seed or tokens.new_seed()
    token = tokens.token_for(settings.SECRET_KEY, seed)
    invitation = Invitation.objects.create(
        token_hash=tokens.hash_of(token),
        seed=seed,
        form=form,
        staff=staff,
        department=department,
        channel=channel,
        interaction=interaction,
        customer=customer,
        served_on=served_on,
        sent_at=at,
        sent_by=by,
        expires_at=at + (expires_after or timedelta(days=form.window_days)),
    )
    return invitation, token


def department_for(staff: Staff, served_on: date) -> Department:
    department = department_on(staff, served_on)
    if department is None or not is_employed(staff, served_on):
        raise NotEmployedError(
            _("%(name)s was not employed on %(day)s.") % {"name": staff.name, "day": served_on.isoformat()}
        )
    return department


def is_employed(staff: Staff, day: date) -> bool:
    return staff.hired_on <= day and (staff.left_on is None or day <= staff.left_on)


def check_not_asked(interaction: Interaction) -> None:
    Interaction.objects.select_for_update(of=("self",)).get(pk=interaction.pk)
    if Invitation.objects.filter(interaction=interaction).exists():
        raise InvitationError(_("The customer was already asked about this service."))


def form_for(served_on: date) -> SurveyForm:
    form = form_in_force(served_on)
    if form is None:
        raise NoFormError(
            _("No survey form is in force on %(day)s; publish one first.") % {"day": served_on.isoformat()}
        )
    return form


@transaction.atomic
def send_invitations(
    *, interactions: QuerySet[Interaction], at: datetime, by: Any = None, seed: str = "", email: bool = False
) -> int:
    """Invite the customers of answered interactions nobody was asked about yet; return how many.

    The number-th one's token is `tokens.token_for(key, seed, number)`, numbers from 0 in the order of the interactions' ids. With
    `email`, those with an address are written to: the outbox carries the seed and the numbers, never a token, so a copy
    of the database opens no survey.
    """
    seed = seed or tokens.new_seed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SENDING])
    asked = interactions_to_ask_about(interactions).filter(form_id__isnull=False).order_by("pk")
    rows = asked.values_list(
        "pk", "form_id", "staff_id", "department_id", "channel_id", "customer_id", "served_on"
    )
    sent = 0
    for batch in batches(rows.iterator(BATCH)):
        made = [new_invitation(seed, number, row, at, by, email) for number, row in enumerate(batch, sent)]
        # Somebody may have sent one of them alone since the query began: theirs stays.
        Invitation.objects.bulk_create(made, ignore_conflicts=True)
        if email:
            numbers = [sent, sent + len(batch)]
            put_in_outbox("feedback.tasks.email_invitations", seed=seed, numbers=numbers)
        sent += len(batch)
    return sent


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def new_invitation(
    seed: str, number: int, row: tuple[Any, ...], at: datetime, by: Any, email: bool = False
) -> Invitation:
    interaction, form, staff, department, channel, customer, served_on = row
    return Invitation(
        token_hash=tokens.hash_of(tokens.token_for(settings.SECRET_KEY, seed, number)),
        seed=seed,
        number=number,
        way=Invitation.Way.EMAIL if email else Invitation.Way.LINK,
        form_id=form,
        staff_id=staff,
        department_id=department,
        channel_id=channel,
        interaction_id=interaction,
        customer_id=customer,
        served_on=served_on,
        sent_at=at,
        sent_by=by,
        expires_at=at + timedelta(days=asked_form(form).window_days),
    )


def revoke_invitations(*, invitations: QuerySet[Invitation], at: datetime) -> int:
    """Close links nobody has answered yet; return how many."""
    return invitations.filter(revoked_at__isnull=True, answered_at__isnull=True).update(revoked_at=at)


def revoke_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Close one link; raises InvitationError where it has been answered or revoked."""
    if not revoke_invitations(invitations=Invitation.objects.filter(pk=invitation.pk), at=at):
        raise InvitationError(_("This invitation has been answered or revoked already."))
