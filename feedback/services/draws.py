"""Prize draws from the promise of a seed to the letters to the winners."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.draw import Place, commitment_to, is_ticket, places, seed_for
from feedback.errors import DrawError
from feedback.links import draw_link
from feedback.models import DrawEntry, PrizeDraw
from starservice.jobs.outbox import put_in_outbox

Status = PrizeDraw.Status


@transaction.atomic
def open_draw(*, draw: PrizeDraw, by: Any, at: datetime) -> None:
    """Publish the draw with the hash of its seed; from now on customers can take part. Raises DrawError."""
    draw = locked(draw, Status.DRAFT)
    if not draw.prizes.exists():
        raise DrawError(_("Add at least one prize first."))
    if draw.last_day < localdate(at):
        raise DrawError(_("The last day is over already."))
    promised = commitment_to(seed_for(settings.SECRET_KEY, draw.seed_nonce))
    change(draw, status=Status.OPEN, seed_hash=promised, opened_at=at)


@transaction.atomic
def enter_draw(*, draw: PrizeDraw, ticket: str, email: str, language: str, at: datetime) -> None:
    """Let somebody take part, once a ticket and once an address; raises DrawError where it is too late or no ticket of ours.

    Who takes part already is not told apart: nobody can find out here who does.
    """
    draw = PrizeDraw.objects.select_for_update(of=("self",), no_key=True).get(pk=draw.pk)
    if not takes_entries(draw, at) or not is_ticket(settings.SECRET_KEY, draw.pk, ticket):
        raise DrawError(_("This draw takes no entries from here."))
    made = DrawEntry(
        draw=draw,
        ticket_hash=tokens.hash_of(ticket),
        email=email,
        language=language,
        entered_on=localdate(at),
    )
    DrawEntry.objects.bulk_create([made], ignore_conflicts=True)


def takes_entries(draw: PrizeDraw, at: datetime) -> bool:
    """Whether the draw is open on the day."""
    return draw.status == Status.OPEN and draw.first_day <= localdate(at) <= draw.last_day


@transaction.atomic
def close_draw(*, draw: PrizeDraw, by: Any, at: datetime) -> None:
    """Take no more entries, and number them by chance; raises DrawError.

    The entries are written anew in the order of their numbers: neither keys nor places in the table tell who came when.
    """
    draw = locked(draw, Status.OPEN)
    if localdate(at) <= draw.last_day:
        raise DrawError(_("Customers can take part until the last day is over."))
    entries = list(draw.entries.all())
    if not entries:
        raise DrawError(_("Nobody takes part in this draw."))
    secrets.SystemRandom().shuffle(entries)
    draw.entries.all().delete()
    DrawEntry.objects.bulk_create(
        DrawEntry(
            draw=draw,
            ticket_hash=entry.ticket_hash,
            email=entry.email,
            language=entry.language,
            entered_on=entry.entered_on,
            number=number,
        )
        for number, entry in enumerate(entries, 1)
    )
    change(draw, status=Status.CLOSED, entry_count=len(entries), closed_at=at)


@transaction.atomic
def run_draw(*, draw: PrizeDraw, by: Any, at: datetime) -> None:
    """Draw the winners with the seed that was promised; raises DrawError where the server's key no longer gives it."""
    draw = locked(draw, Status.CLOSED)
    entries = {entry.number: entry for entry in draw.entries.all()}
    winners = [entries[place.number] for place in drawn(draw) if place.prize]
    for place in drawn(draw):
        if place.prize:
            entries[place.number].prize_id = place.prize
    DrawEntry.objects.bulk_update(winners, ["prize"])
    change(draw, status=Status.DRAWN, drawn_by=by, drawn_at=at)


def drawn(draw: PrizeDraw) -> list[Place]:
    """All numbers in the order the promised seed gives; raises DrawError where that seed is lost."""
    seed = draw.seed or seed_for(settings.SECRET_KEY, draw.seed_nonce)
    if commitment_to(seed) != draw.seed_hash:
        raise DrawError(
            _("The server's key has changed since the seed was promised: this draw cannot be held.")
        )
    return places(seed, draw.entry_count or 0, list(draw.prizes.values_list("pk", "count")))


@transaction.atomic
def confirm_draw(*, draw: PrizeDraw, by: Any, at: datetime) -> None:
    """Publish the seed and the winning numbers, and write to the winners; by somebody else than who drew. Raises DrawError.

    The addresses of all others are deleted: the numbers need nobody's name to be checked.
    """
    draw = locked(draw, Status.DRAWN)
    if draw.drawn_by_id == by.pk:
        raise DrawError(_("Somebody else must confirm the draw."))
    expected = {place.number: place.prize for place in drawn(draw) if place.prize}
    if dict(draw.entries.filter(prize__isnull=False).values_list("number", "prize")) != expected:
        raise DrawError(_("The winners are not those the seed gives."))
    seed = seed_for(settings.SECRET_KEY, draw.seed_nonce)
    change(draw, status=Status.CONFIRMED, seed=seed, confirmed_by=by, confirmed_at=at)
    draw.entries.filter(prize__isnull=True).delete()
    for entry in draw.entries.order_by("number"):
        put_in_outbox("feedback.tasks.email_winner", entry=str(entry.pk))


def email_winner(*, entry: str) -> None:
    """Tell one winner."""
    winner = DrawEntry.objects.select_related("draw", "prize").filter(pk=entry, prize__isnull=False).first()
    if winner is None:
        return
    with translation.override(winner.language or settings.LANGUAGE_CODE):
        context = {"entry": winner, "company": settings.COMPANY_NAME, "link": draw_link(winner.draw_id)}
        subject = _("%(company)s: you have won") % {"company": settings.COMPANY_NAME}
        body = render_to_string("feedback/draw_winner_email.txt", context)
        EmailMessage(subject, body, to=[winner.email]).send()


def locked(draw: PrizeDraw, status: PrizeDraw.Status) -> PrizeDraw:
    """The draw, held until the end of the transaction; raises DrawError where it is not at this step."""
    found = PrizeDraw.objects.select_for_update(of=("self",)).get(pk=draw.pk)
    if found.status != status:
        raise DrawError(_("This step was done already, or is not due yet."))
    return found


def change(draw: PrizeDraw, **values: Any) -> None:
    for name, value in values.items():
        setattr(draw, name, value)
    draw.save(update_fields=list(values))
