"""manage.py export_bonus_sheet YYYY-MM --output FILE [--language CODE] [--by USERNAME] [--fund CODE]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incentives.management.payout_command import PayoutCommand, acting, month_of, standing_run
from incentives.models import PayoutRun
from incentives.queries.bonus_sheets import BonusSheet, bonus_sheet
from incentives.services import export_run, fund_for, prepare_run
from incentives.sheets.files import WRITERS, write_whole
from incentives.sheets.words import status_line
from starservice.web.formats import format_money


class Command(PayoutCommand):
    help = (
        "Writes the bonus sheet of a published month as .xlsx or .csv. A month without a run is prepared first; until "
        "somebody approves it the sheet says that it is a draft. The sheet of an approved run marks it as exported."
    )
    step = "export"

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_month(parser)
        parser.add_argument("--output", required=True, metavar="FILE")
        parser.add_argument("--fund", default="", metavar="CODE", help="the fund that pays a run made now")
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=codes, default=settings.LANGUAGE_CODE)
        self.add_actor(parser, required=False)

    def handle(self, **options: Any) -> None:
        month, by = month_of(options["month"]), self.actor(options["by"])
        output = Path(options["output"])
        writer = WRITERS.get(output.suffix.lower())
        if writer is None:
            raise CommandError(_("--output: give a file that ends in .xlsx or .csv."))
        with acting(by, "export_bonus_sheet"), transaction.atomic():
            run = standing_run(month) or prepare_run(
                month=month, by=by, at=timezone.now(), fund=fund_for(options["fund"])
            )
            sheet = bonus_sheet(export_run(run=run, at=timezone.now()) if run.is_payable else run)
            with translation.override(options["language"]):
                self._write(output, writer(sheet))
        self._report(sheet, output)

    def _write(self, output: Path, content: bytes) -> None:
        """Write before the export is committed, so that a full disk leaves the run as it was."""
        try:
            write_whole(output, content)
        except OSError as error:
            raise CommandError(
                _("--output: %(file)s cannot be written: %(why)s.")
                % {"file": output, "why": error.strerror or error}
            ) from error

    def _report(self, sheet: BonusSheet, output: Path) -> None:
        run: PayoutRun = sheet.run
        people = len(sheet.rows)
        self.stdout.write(
            ngettext(
                "%(month)s: %(people)s person, %(total)s, written to %(file)s.",
                "%(month)s: %(people)s people, %(total)s, written to %(file)s.",
                people,
            )
            % {"month": run.month, "people": people, "total": format_money(sheet.total), "file": output}
        )
        self.stdout.write(status_line(run))
