import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from ratings.errors import RatingError
from ratings.management.month_argument import month_argument
from ratings.queries.month_report import month_report
from ratings.services import rate_month


class Command(BaseCommand):
    help = "Calculates the stars of a month that is over; again from the same evidence changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", type=month_argument, help="YYYY-MM")
        parser.add_argument("--dry-run", action="store_true", help="calculate and show, but store nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, month: date, dry_run: bool, **options: Any) -> None:
        try:
            report = calculated(month, dry_run)
        except RatingError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self.show(report, dry_run)

    def show(self, report: dict[str, Any], dry_run: bool) -> None:
        stored = "not stored (dry run)" if dry_run else f"digest {report['digest'][:12]}…"
        self.stdout.write(f"{report['month']} by {report['policy']}: {len(report['rated'])} rated, {stored}")
        for row in report["rated"]:
            provisional = " provisional" if row["provisional"] else ""
            stars = "★" * row["stars"] + "☆" * (5 - row["stars"])
            self.stdout.write(f"  {row['employee_no']:<12} {row['score']} {stars} {row['name']}{provisional}")
        for row in report["not_rated"]:
            self.stdout.write(f"  {row['employee_no']:<12} not rated: {row['reason']} {row['name']}")


def calculated(first_day: date, dry_run: bool) -> dict[str, Any]:
    """Calculate a month and return its report; a dry run takes everything back."""
    now = timezone.now()
    with transaction.atomic():
        month = rate_month(first_day=first_day, at=now, today=timezone.localdate(now))
        report = month_report(month)
        transaction.set_rollback(dry_run)
    return report
