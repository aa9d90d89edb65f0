"""Numbers of certificates."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from training.models import Certificate

NEXT = "SELECT nextval('training_certificate_number') FROM generate_series(1, %s)"


def new_numbers(*, count: int, day: date) -> list[str]:
    """Return unused numbers like SC-2026-000123; two at once never get the same, one that is not used stays a gap."""
    numbers: list[str] = []
    while len(numbers) < count:
        fresh = list(_drawn(count - len(numbers), day))
        # Numbers can also be typed by hand, so one may be taken already.
        taken = set(Certificate.objects.filter(number__in=fresh).values_list("number", flat=True))
        numbers += [number for number in fresh if number not in taken]
    return numbers


def _drawn(count: int, day: date) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [count])
        for (value,) in cursor.fetchall():
            yield f"SC-{day.year}-{value:06}"
