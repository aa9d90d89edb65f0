"""What pages show of the reader's notifications."""

from typing import Any

from django import template

from people.models import Notification
from people.notices import words_of

register = template.Library()
MOST = 100


@register.simple_tag
def unread_count(user: Any) -> int:
    """How many notifications a user has not read, at most 100; one query on a partial index."""
    return Notification.objects.unread_by(user)[:MOST].count()


@register.filter
def in_words(notification: Notification) -> str:
    """The sentence of a notification in the reader's language."""
    return words_of(notification.code, notification.data)
