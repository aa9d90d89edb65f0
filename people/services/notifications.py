"""Telling users what concerns them: in the portal, and by e-mail as each chose."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from people.models import Notification, NotificationChoice, Topic
from people.notices import Choice, Notice, default_mail
from starservice.jobs.outbox import put_in_outbox

KEPT = timedelta(days=90)
MAIL_TASK = "people.tasks.mail_notifications"
MAILS_A_TASK = 500

# In the order of the unique key, so that two at once wait for each other in one direction only.
NOTIFY = """
WITH told AS (
    SELECT notice.*, coalesce(choice.in_portal, true) AS in_portal,
        CASE WHEN coalesce(nullif(reader.email, ''), nullif(staff.email, '')) IS NULL THEN 'never'
             ELSE coalesce(choice.mail, %(defaults)s::jsonb ->> notice.topic, 'digest') END AS mail
    FROM jsonb_to_recordset(%(notices)s::jsonb)
            AS notice (user_id bigint, topic text, code text, key text, data jsonb, address text)
        JOIN people_user AS reader ON reader.id = notice.user_id AND reader.is_active
        LEFT JOIN people_staff AS staff ON staff.user_id = reader.id
        LEFT JOIN people_notificationchoice AS choice
            ON choice.user_id = reader.id AND choice.topic = notice.topic
)
INSERT INTO people_notification (user_id, topic, code, data, address, key, made_at, in_portal, mail)
SELECT user_id, topic, code, data, address, key, %(at)s, in_portal, mail FROM told
WHERE in_portal OR mail <> 'never'
ORDER BY user_id, key
ON CONFLICT (user_id, key) DO NOTHING
RETURNING id, mail
"""


@transaction.atomic
def notify(*, notices: Iterable[Notice], at: datetime) -> int:
    """Tell users each notice once, as they chose; return how many were new. Two statements however many they are.

    Users who are switched off, or want to hear of the topic nowhere, are left out.
    """
    rows = [asdict(notice) for notice in notices]
    if not rows:
        return 0
    values: dict[str, Any] = {
        "notices": json.dumps(rows),
        "defaults": json.dumps({topic: default_mail(topic) for topic in Topic}),
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTIFY, values)
        made = cursor.fetchall()
    to_mail = [pk for pk, mail in made if mail == "at_once"]
    for start in range(0, len(to_mail), MAILS_A_TASK):
        put_in_outbox(MAIL_TASK, notifications=to_mail[start : start + MAILS_A_TASK])
    return len(made)


def mark_read(*, user: Any, at: datetime, notifications: Iterable[int] | None = None) -> int:
    """Note that a user read some, or all, of what was told; return how many were unread."""
    unread = Notification.objects.unread_by(user)
    if notifications is not None:
        unread = unread.filter(pk__in=list(notifications))
    return unread.update(read_at=at)


@transaction.atomic
def choose_how_to_hear(*, user: Any, choices: Mapping[str, Choice]) -> None:
    """Store how a user wants to hear of each topic from now on."""
    NotificationChoice.objects.bulk_create(
        (
            NotificationChoice(user=user, topic=topic, in_portal=choice.in_portal, mail=choice.mail)
            for topic, choice in choices.items()
        ),
        update_conflicts=True,
        unique_fields=["user", "topic"],
        update_fields=["in_portal", "mail"],
    )


def forget_old_notifications(*, at: datetime) -> int:
    """Delete what was told more than 90 days ago; return how many."""
    return Notification.objects.filter(made_at__lt=at - KEPT).delete()[0]
