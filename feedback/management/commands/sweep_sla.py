"""Makes the warnings, breaches and escalations that are due: `sweep_sla [--at MOMENT] [--json]`.

Prints the events made by this run, each with whom it tells; a second run prints none of them again.
"""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.models import MilestoneKind
from feedback.services.sweeping import FiredEvent
from feedback.services.telling import sweep_and_tell
from people.models import User

Told = Sequence[tuple[FiredEvent, list[int]]]


def moment_argument(text: str) -> datetime:
    """A moment in ISO 8601; without a zone in the server's."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise ArgumentTypeError(
            _("“%(text)s” is no moment. Write it like 2026-10-01T09:00+08:00.") % {"text": text}
        )
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class Command(BaseCommand):
    help = "Make the warnings, breaches and escalations of service requests that are due, and tell of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            type=moment_argument,
            metavar="MOMENT",
            help="as if it were this moment (ISO 8601); default now",
        )
        parser.add_argument("--json", action="store_true", help="print the events as a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        told = sweep_and_tell(at=options["at"] or timezone.now())
        names = User.objects.in_bulk({user for _event, users in told for user in users})
        rows = [_facts(event, [names[user].get_username() for user in users]) for event, users in told]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self._print(told, rows)

    def _print(self, told: Told, rows: Sequence[dict[str, Any]]) -> None:
        for (event, _users), row in zip(told, rows, strict=True):
            self.stdout.write(_in_words(event, row["receivers"]))
        text = ngettext("%(count)d event made.", "%(count)d events made.", len(rows))
        self.stdout.write(text % {"count": len(rows)} if rows else _("Nothing is due."))


def _facts(event: FiredEvent, receivers: list[str]) -> dict[str, Any]:
    return {
        "request": event.number,
        "milestone": event.milestone,
        "level": event.level,
        "kind": event.kind,
        "due_at": event.due_at.isoformat(),
        "happened_at": event.happened_at.isoformat(),
        "receivers": receivers,
    }


def _in_words(event: FiredEvent, receivers: list[str]) -> str:
    texts = {
        "warning": _("%(moment)s  %(number)s  warning: %(milestone)s due %(due)s. Told: %(receivers)s"),
        "breach": _("%(moment)s  %(number)s  missed: %(milestone)s due %(due)s. Told: %(receivers)s"),
        "escalation": _(
            "%(moment)s  %(number)s  escalation %(step)s: %(milestone)s due %(due)s. Told: %(receivers)s"
        ),
    }
    return texts[event.kind] % {
        "moment": _shown(event.happened_at),
        "number": event.number,
        "milestone": MilestoneKind(event.milestone).label,
        "due": _shown(event.due_at),
        "step": event.level - 1,
        "receivers": ", ".join(receivers) or "–",
    }


def _shown(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
