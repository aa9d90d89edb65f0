"""What a bonus sheet says in words, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incentives.models import PayoutRun
from incentives.queries.bonus_sheets import BonusSheet, Correction, SheetRow
from starservice.web.formats import format_money


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its heading, what it holds, how wide it is and whether it is summed."""

    title: str
    value: Callable[[SheetRow], Any]
    kind: str
    width: int = 12
    is_summed: bool = False


def columns(run: PayoutRun) -> list[Column]:
    """Return the columns in their order; kind is text, count, score or money."""
    return [
        Column(_("Employee number"), lambda row: row.employee_no, "text", 16),
        Column(_("Name"), lambda row: row.name, "text", 20),
        Column(_("Department"), lambda row: row.department, "text", 22),
        Column(_("Stars"), lambda row: row.stars, "count", 8),
        Column(_("Score"), lambda row: row.score, "score", 8),
        Column(_("Full amount"), lambda row: row.full, "money", 14, is_summed=True),
        Column(_("Days employed"), lambda row: row.days_employed, "count", 10),
        Column(_("Days in the month"), lambda row: row.days_in_month, "count", 10),
        Column(_("Star bonus"), lambda row: row.star_bonus, "money", 14, is_summed=True),
        Column(_("Share of pay"), lambda row: row.pay_share, "money", 14, is_summed=True),
        Column(_("Corrections"), lambda row: row.corrections, "money", 14, is_summed=True),
        Column(_("Amount"), lambda row: row.amount, "money", 14, is_summed=True),
        Column(_("Note"), lambda row: note(row, run), "text", 60),
    ]


def title(run: PayoutRun) -> str:
    return _("Bonus sheet %(month)s") % {"month": run.month}


def status_line(run: PayoutRun) -> str:
    """Say first of all whether the sheet may be paid from."""
    if run.status == PayoutRun.Status.REJECTED:
        return _("REJECTED – do not pay from this sheet: %(reason)s") % {"reason": run.rejected_reason}
    if not run.is_payable:
        return _("DRAFT: prepared and NOT approved – do not pay from this sheet")
    return _("Approved for payment; status: %(status)s") % {"status": run.get_status_display()}


def head_lines(run: PayoutRun) -> list[str]:
    """Return the lines below the status: scheme, fund, and who did what when."""
    lines = [
        _("Scheme: %(scheme)s. Fund: %(fund)s. All amounts in %(currency)s.")
        % {"scheme": run.scheme, "fund": run.fund, "currency": settings.CURRENCY},
        _("Prepared by %(who)s on %(when)s.")
        % {"who": who(run.prepared_by), "when": moment(run.prepared_at)},
    ]
    if run.approved_at:
        lines.append(
            _("Approved by %(who)s on %(when)s.")
            % {"who": who(run.approved_by), "when": moment(run.approved_at)}
        )
    else:
        lines.append(_("Not approved by anybody."))
    return lines


def note(row: SheetRow, run: PayoutRun) -> str:
    """Say why the amount is not simply that of the stars."""
    return " ".join([*_employment(row), *(_corrected(one) for one in row.corrected), *_scaling(row, run)])


def who(user: Any) -> str:
    """Name somebody; nobody means the system did it."""
    return (user.get_full_name() or user.get_username()) if user else _("the system")


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def movements(sheet: BonusSheet) -> list[tuple[str, Any]]:
    """Return what the run did to the fund, line by line, with what is left at the end."""
    lines = [(_("Left in the fund before the run"), sheet.left_before)]
    lines += [
        (
            _("%(what)s on %(when)s by %(who)s")
            % {
                "what": line.get_kind_display(),
                "when": moment(line.entered_at),
                "who": who(line.entered_by),
            },
            line.amount,
        )
        for line in sheet.ledger
    ]
    return lines


def _employment(row: SheetRow) -> list[str]:
    if row.days_employed == row.days_in_month:
        return []
    return [_("Employed on %(days)s of %(of)s days.") % {"days": row.days_employed, "of": row.days_in_month}]


def _corrected(one: Correction) -> str:
    facts = {"month": f"{one.first_day:%Y-%m}", "before": one.stars_before, "after": one.stars_after}
    if one.stars_before is None:
        return _("%(month)s corrected from not rated to %(after)s stars.") % facts
    return _("%(month)s corrected from %(before)s to %(after)s stars.") % facts


def _scaling(row: SheetRow, run: PayoutRun) -> list[str]:
    texts = []
    if run.is_scaled and row.unscaled != row.amount:
        texts.append(
            _("Scaled to what the fund had left: %(before)s became %(after)s.")
            % {"before": format_money(row.unscaled), "after": format_money(row.amount)}
        )
    if row.amount < 0:
        texts.append(_("To be taken back."))
    return texts


def by_stars(sheet: BonusSheet) -> list[tuple[str, int, Decimal]]:
    """Return people and amounts by star level, corrections of earlier months last."""
    return [(_stars_text(one.stars), one.people, one.amount) for one in sheet.figures.by_stars]


def by_department(sheet: BonusSheet) -> list[tuple[str, int, Decimal]]:
    """Return people and amounts by department."""
    return [(one.department, one.people, one.amount) for one in sheet.figures.by_department]


def _stars_text(stars: int | None) -> str:
    if stars is None:
        return _("Corrections of earlier months")
    return ngettext("%(count)s star", "%(count)s stars", stars) % {"count": stars}
