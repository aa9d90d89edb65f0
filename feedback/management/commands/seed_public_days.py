"""Adds public holidays and make-up workdays: `seed_public_days YEAR [--region CN]`; what was entered by hand stays."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from feedback.errors import CalendarError
from feedback.models import Region
from feedback.services.calendars import seed_public_days


class Command(BaseCommand):
    help = "Add the public holidays and make-up workdays of a year, as far as they are announced."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--region", choices=Region.values, default=Region.CHINA.value)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = seed_public_days(region=options["region"], year=options["year"], at=timezone.now())
        except CalendarError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{added} days added for {options['region']} {options['year']}.")
