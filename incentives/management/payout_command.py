"""What the commands about money have in common: the month, its run, and who acts."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from incentives.access import may
from incentives.errors import PayoutError
from incentives.models import PayoutRun
from people.models import User
from ratings.management.month_argument import month_argument
from ratings.models import RatingMonth


class PayoutCommand(BaseCommand):
    """A command whose refusals are messages and whose actor is in the audit trail."""

    step = ""

    def add_actor(self, parser: ArgumentParser, *, required: bool = True) -> None:
        parser.add_argument("--by", required=required, metavar="USERNAME", help=str(_("who does it")))

    def add_month(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", metavar="YYYY-MM", type=month_argument)

    def actor(self, username: str | None) -> User | None:
        """Return who acts, provided their duty includes the step."""
        if username is None:
            return None
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("--by: there is nobody with the username “%(name)s”.") % {"name": username})
        if not may(user, self.step):
            raise CommandError(_("--by: %(name)s's duty does not include this step.") % {"name": username})
        return user


def month_of(first_day: date) -> RatingMonth:
    """Return the month's ratings."""
    month = RatingMonth.objects.filter(first_day=first_day).first()
    if month is None:
        raise CommandError(_("%(month)s has not been rated.") % {"month": f"{first_day:%Y-%m}"})
    return month


def run_of(first_day: date) -> PayoutRun:
    """Return the month's standing run."""
    run = standing_run(month_of(first_day))
    if run is None:
        raise CommandError(
            _("%(month)s has no payout run; prepare one first.") % {"month": f"{first_day:%Y-%m}"}
        )
    return run


def standing_run(month: RatingMonth) -> PayoutRun | None:
    return PayoutRun.objects.standing().filter(month=month).first()


@contextmanager
def acting(by: User | None, command: str) -> Iterator[None]:
    """Put who acts into the audit trail, and turn refusals into command errors."""
    facts: dict[str, Any] = {"command": command} | ({"user": by.pk} if by else {})
    try:
        with pghistory.context(**facts):
            yield
    except PayoutError as error:
        raise CommandError(str(error)) from error
