"""Applies the tag rules to all customers now: `tag_customers [--at MOMENT] [--json]`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from feedback.services.tagging import apply_tag_rules


class Command(BaseCommand):
    help = "Give and take the tags of customers as the rules say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="a moment with its offset, as in 2026-11-22T09:00:00+08:00")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        at = parse_datetime(options["at"]) if options["at"] else timezone.now()
        if at is None or timezone.is_naive(at):
            raise CommandError(_("The moment must be a date and time with its offset."))
        tagged = apply_tag_rules(at=at)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(tagged)))
        else:
            self.stdout.write(
                _("%(added)s tags given, %(updated)s brought up to date, %(removed)s taken away.")
                % asdict(tagged)
            )
