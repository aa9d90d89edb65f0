"""Take in e-mail files as requests and messages."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from feedback.email_words import outcome_words
from feedback.services.email_import import import_emails


class Command(BaseCommand):
    help = "Take in e-mail files (.eml): new requests, or messages on those they answer. The same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one JSON list instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["files"]
        missing = [str(path) for path in paths if not path.is_file()]
        if missing:
            raise CommandError(f"There is no file {', '.join(missing)}.")
        results = import_emails(emails=((path.name, path.read_bytes()) for path in paths), at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(result) for result in results], ensure_ascii=False))
            return
        for result in results:
            self.stdout.write(f"{result.file}: {outcome_words(result.outcome, result.number, result.detail)}")
            for refused in result.refused:
                self.stdout.write(f"  {refused}")
