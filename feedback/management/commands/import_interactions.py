"""Imports a call-centre export: `import_interactions FILE [--mapping NAME] [--dry-run] [--json]`.

Exit code 0 when the file was read, however many rows were rejected (each is named); 1 when it could not be read.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import ImportRejection, ImportRun
from feedback.services.interaction_import import ImportRefusedError, choose_mapping, import_interactions
from starservice.sheets import SheetError, open_table

COUNTS = ("rows_total", "rows_created", "rows_updated", "rows_unchanged", "rows_rejected", "staff_created")


class Command(BaseCommand):
    help = "Import served interactions (and the satisfaction ratings in them) from an xlsx, xls, ods or csv file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", help="name of a saved mapping; found by the headings when not given")
        parser.add_argument("--sheet", help="name of the sheet; the first filled one when not given")
        parser.add_argument("--encoding", help="encoding of a text file; guessed when not given")
        parser.add_argument("--dry-run", action="store_true", help="report, but write nothing at all")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        rejected: list[dict[str, Any]] = []

        def report(rejection: ImportRejection) -> None:
            if options["json"]:
                rejected.append(_as_json(rejection))
            else:
                self.stderr.write(_as_line(rejection))

        try:
            run = self._import(options, report)
        except (SheetError, ImportRefusedError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(
                json.dumps(_summary(run, options["dry_run"]) | {"rejected": rejected}, indent=2)
            )
        else:
            self._print(run, options["dry_run"])

    def _import(self, options: dict[str, Any], report: Any) -> ImportRun:
        path: Path = options["file"]
        with open_table(path, encoding=options["encoding"], sheet=options["sheet"]) as table:
            return import_interactions(
                table=table,
                mapping=choose_mapping(headings=table.headings, name=options["mapping"]),
                file_name=path.name,
                by=None,
                at=timezone.now(),
                dry_run=options["dry_run"],
                sink=report,
            )

    def _print(self, run: ImportRun, dry_run: bool) -> None:
        figures = {name: value if value is not None else "–" for name, value in run.figures.items()}
        self.stdout.write(
            _(
                "%(rows_total)s rows: %(rows_created)s new, %(rows_updated)s changed, %(rows_unchanged)s unchanged, "
                "%(rows_rejected)s rejected; %(staff_created)s new staff."
            )
            % {name: getattr(run, name) for name in COUNTS}
        )
        self.stdout.write(
            _(
                "%(interactions)s interactions, %(answered)s answered, %(resolved)s resolved, "
                "mean satisfaction %(satisfaction)s, mean speed of answer %(response_seconds)s s."
            )
            % figures
        )
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was written."))


def _summary(run: ImportRun, dry_run: bool) -> dict[str, Any]:
    counts = {name: getattr(run, name) for name in COUNTS}
    return {"run": None if dry_run else run.pk, "dry_run": dry_run, **counts, "figures": run.figures}


def _as_json(rejection: ImportRejection) -> dict[str, Any]:
    fields = ("row_number", "field", "column", "value", "reason")
    return {name: getattr(rejection, name) for name in fields} | {"text": rejection.text}


def _as_line(rejection: ImportRejection) -> str:
    return _("Row %(row)s, %(column)s “%(value)s”: %(reason)s") % {
        "row": rejection.row_number,
        "column": rejection.heading,
        "value": rejection.value,
        "reason": rejection.text,
    }
