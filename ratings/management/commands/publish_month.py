from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import User
from ratings.errors import RatingError
from ratings.management.month_argument import month_argument
from ratings.models import RatingMonth
from ratings.services import publish_month


class Command(BaseCommand):
    help = "Publishes a calculated month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", type=month_argument, help="YYYY-MM")
        parser.add_argument("--by", metavar="USERNAME", help="who publishes it")

    def handle(self, *args: Any, month: date, by: str | None, **options: Any) -> None:
        try:
            published = publish_month(
                month=RatingMonth.objects.get(first_day=month),
                by=User.objects.get(username=by) if by else None,
                at=timezone.now(),
            )
        except RatingMonth.DoesNotExist as error:
            raise CommandError(f"{month:%Y-%m} has not been calculated yet; run rate_month first.") from error
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user “{by}”.") from error
        except RatingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{published} is published.")
