import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone, translation
from kombu.exceptions import OperationalError as NoBroker

from feedback.models import ImportRun
from feedback.services import (
    assigning,
    calendars,
    commendations,
    desk,
    draws,
    follow_ups,
    interaction_import,
    invitation_mail,
    loose_files,
    lost_links,
    noticing,
    presence,
    public_day_warnings,
    request_mail,
    sampling,
    suggestion_mail,
    tagging,
    telling,
)
from feedback.services.sweeping import coming_moments
from feedback.services.telling import sweep_and_tell

DRAFTS_KEPT = timedelta(days=2)
LATE_LOOKS = timedelta(minutes=10)
logger = logging.getLogger(__name__)


@shared_task
def email_invitations(seed: str, numbers: list[int]) -> None:
    """Write to the customers of invitations sent together."""
    invitation_mail.email_invitations(seed=seed, numbers=(numbers[0], numbers[1]), at=timezone.now())


@shared_task
def email_entry(entry_id: int) -> None:
    """Write to a customer what staff said on a request."""
    request_mail.email_entry(entry_id=entry_id, at=timezone.now())


@shared_task
def send_lost_link(number: str, contact: str, language: str) -> None:
    """Send a customer's link again, if there is one."""
    lost_links.send_lost_link(number=number, contact=contact, language=language, at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def assign_waiting_requests() -> None:
    """Give agents who came on shift what nobody could take."""
    assigning.assign_waiting(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def close_resolved_requests() -> None:
    """Close what was resolved some days ago."""
    desk.close_resolved(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def choose_whom_to_ask() -> None:
    """Invite customers by the sampling rules."""
    sampling.decide_whom_to_ask(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def look_after_follow_ups() -> None:
    """Give new low scores to somebody, and tell of those whose time is over."""
    follow_ups.open_follow_ups(at=timezone.now())
    follow_ups.tell_overdue(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def notice_answers() -> None:
    """Put answers that look wrong on the list of those a person should look at."""
    noticing.notice_answers(at=timezone.now())


@shared_task
def email_winner(entry: str) -> None:
    """Tell a winner of a prize draw."""
    draws.email_winner(entry=entry)


@shared_task
def remind_customers() -> None:
    """Write once more to customers who have not answered."""
    invitation_mail.remind_customers(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def run_import(run_id: int) -> None:
    """Take over the file of an import, with messages in the language of whoever started it."""
    run = ImportRun.objects.select_related("started_by").filter(pk=run_id).first()
    with translation.override((run and run.started_by and run.started_by.language) or None):
        interaction_import.run_import(run_id=run_id, at=timezone.now())


@shared_task
def throw_away_loose_files() -> None:
    """Delete files of messages that were refused and of customers who were erased."""
    loose_files.throw_away_loose_files(before=timezone.now() - DRAFTS_KEPT)


@shared_task
def throw_away_import_drafts() -> None:
    """Forget uploads nobody started to import."""
    interaction_import.throw_away_drafts(before=timezone.now() - DRAFTS_KEPT)


@shared_task
def put_praise_forward() -> None:
    """Let people review the praise in new survey answers."""
    commendations.put_praise_forward(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def tag_customers() -> None:
    """Give and take tags of customers as the rules say, once a day."""
    tagging.tag_customers_daily(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def apply_tag_rules() -> None:
    """Apply the tag rules now: somebody changed one."""
    tagging.apply_tag_rules(at=timezone.now())


@shared_task
def email_suggestion_link(suggestion_id: int, seed: str) -> None:
    """Send a customer the link of an idea's page."""
    suggestion_mail.email_suggestion_link(suggestion_id=suggestion_id, seed=seed)


@shared_task
def email_suggestion_answer(suggestion_id: int) -> None:
    """Tell a customer what was decided about an idea."""
    suggestion_mail.email_suggestion_answer(suggestion_id=suggestion_id)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def recount_due_moments(calendar_ids: list[int], asked_at: str) -> None:
    """Count the open due moments of edited calendars anew."""
    calendars.recount_due_moments(calendar_ids=calendar_ids, asked_at=asked_at, at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def tell_of_sla_events(events: list[int]) -> None:
    """Tell whom it concerns of warnings, missed moments and escalations."""
    telling.tell_of_sla_events(events=events, at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def sweep_sla() -> None:
    """Make the events that are due, tell of them, and plan a look at each moment of the coming minute."""
    now = timezone.now()
    sweep_and_tell(at=now)
    for moment in coming_moments(at=now):
        look_at(moment)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def look_for_due() -> None:
    """Make the events that are due just now."""
    sweep_and_tell(at=timezone.now())


@shared_task
def plan_look(moment: str) -> None:
    """Plan a look at the moment of an alert that was made after the last sweep."""
    look_at(datetime.fromisoformat(moment))


def look_at(moment: datetime) -> None:
    """Plan a look at a moment; with the broker away the sweep of the next minute finds what is due."""
    try:
        look_for_due.apply_async(eta=moment, expires=moment + LATE_LOOKS)
    except NoBroker:
        logger.warning("no broker: the sweep of the next minute looks instead")


@shared_task
def warn_of_missing_public_days() -> None:
    """Tell the office while nobody has entered the public days of this or next year."""
    public_day_warnings.warn_of_missing_years(today=timezone.localdate(), at=timezone.now())


@shared_task
def forget_presences() -> None:
    """Remove who had which request open, an hour after nobody asks any more."""
    presence.forget_presences(at=timezone.now())
