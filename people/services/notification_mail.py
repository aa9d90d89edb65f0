"""E-mails with notifications: those to be told at once, and one digest a day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from people.models import MailWhen, Notification, Topic, User
from people.notices import words_of
from starservice.jobs.once import run_once
from starservice.jobs.outbox import put_in_outbox

DIGEST_JOB = "notification-digest"
DIGEST_TASK = "people.tasks.mail_digests"
READERS_A_TASK = 200
LINES_IN_A_MAIL = 100
# What should have been mailed at once and was not (the mail server was away too long) follows in the digest.
LATE = timedelta(hours=1)


def mail_notifications(*, notifications: Sequence[int], at: datetime) -> int:
    """Write to each reader what was to be told at once, one letter a reader; return how many letters.

    Each letter is a transaction of its own: killed half-way or delivered twice, nobody written to is written to again.
    """
    waiting = Notification.objects.to_mail().filter(pk__in=notifications)
    readers = waiting.order_by("user").values_list("user", flat=True).distinct()
    return _each(readers, lambda reader: _mail_one(reader, waiting.filter(user=reader), at))


def mail_digests(*, users: Iterable[int], at: datetime) -> int:
    """Write to each user the one letter of the day about what is still unread; return how many letters."""
    return _each(users, lambda user: _digest_one(user, at))


def hand_out_digests(*, at: datetime) -> bool:
    """Once a local day, leave in the outbox whom to write a digest; return whether that was now."""
    return run_once(
        job=DIGEST_JOB, period=localdate(at).isoformat(), at=at, work=lambda: _leave_digests_in_outbox(at)
    )


def _leave_digests_in_outbox(at: datetime) -> dict[str, int]:
    pending = Notification.objects.to_mail().filter(made_at__lte=at)
    readers = list(pending.order_by("user").values_list("user", flat=True).distinct())
    for start in range(0, len(readers), READERS_A_TASK):
        put_in_outbox(DIGEST_TASK, users=readers[start : start + READERS_A_TASK])
    return {"readers": len(readers)}


def _each(readers: Iterable[int], write: Callable[[int], bool]) -> int:
    """Write to every reader; one whom the mail server refuses keeps no other waiting, and is tried again by the task."""
    written, refused = 0, None
    for reader in readers:
        try:
            written += write(reader)
        except OSError as error:
            refused = error
    if refused:
        raise refused
    return written


@transaction.atomic
def _digest_one(user: int, at: datetime) -> bool:
    pending = Notification.objects.to_mail().filter(user=user, made_at__lte=at)
    pending.filter(mail=MailWhen.DIGEST, in_portal=True, read_at__isnull=False).update(mail=MailWhen.NEVER)
    return _mail_one(user, pending.filter(Q(mail=MailWhen.DIGEST) | Q(made_at__lte=at - LATE)), at)


@transaction.atomic
def _mail_one(reader: int, waiting: Any, at: datetime) -> bool:
    """Write one letter about what waits, unless somebody does already."""
    user = User.objects.select_related("staff").filter(pk=reader, is_active=True).first()
    told = list(waiting.select_for_update(skip_locked=True).order_by("made_at", "pk"))
    if user is None or not told:
        return False
    with translation.override(user.language or settings.LANGUAGE_CODE):
        letter_of(user, told).send()
    Notification.objects.filter(pk__in=[notification.pk for notification in told]).update(mailed_at=at)
    return True


def letter_of(user: User, told: Sequence[Notification]) -> EmailMessage:
    """The letter with these notifications in the language in force: one is its subject, many are listed by topic."""
    lines = [(Topic(one.topic).label, words_of(one.code, one.data), _link(one)) for one in told]
    topics: dict[str, list[tuple[str, str]]] = {}
    for topic, words, link in lines[:LINES_IN_A_MAIL]:
        topics.setdefault(str(topic), []).append((words, link))
    context = {
        "name": getattr(getattr(user, "staff", None), "name", "") or user.get_full_name() or user.username,
        "topics": topics.items(),
        "more": len(lines) - LINES_IN_A_MAIL,
        "list": settings.PUBLIC_URL + "/notifications/",
        "choices": settings.PUBLIC_URL + "/notifications/settings/",
    }
    body = render_to_string("people/mail/notifications.txt", context)
    return EmailMessage(_subject([words for _topic, words, _link in lines]), body, to=[_address(user)])


def _subject(sentences: Sequence[str]) -> str:
    if len(sentences) == 1:
        return sentences[0].replace("\n", " ")
    count = len(sentences)
    text = ngettext("%(company)s: %(count)d thing for you", "%(company)s: %(count)d things for you", count)
    return text % {"company": settings.COMPANY_NAME, "count": count}


def _link(notification: Notification) -> str:
    return settings.PUBLIC_URL + notification.address if notification.address else ""


def _address(user: User) -> str:
    return user.email or getattr(getattr(user, "staff", None), "email", "")
