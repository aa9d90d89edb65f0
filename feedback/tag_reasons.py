"""In words: why a rule gave a customer a tag, in numbers."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from starservice.web.formats import format_money


def reason_words(why: Mapping[str, Any]) -> str:
    """One fact a rule stored, as a sentence in the reader's language."""
    kind = why.get("kind")
    if kind == "spend":
        return _("Spent %(amount)s in %(year)s, more than %(limit)s.") % {
            "amount": format_money(Decimal(why["amount"])),
            "year": why["year"],
            "limit": format_money(Decimal(why["limit"])),
        }
    if kind == "loyal":
        return _("A customer since %(since)s, and no complaint in %(months)s months.") % {
            "since": date_format(date.fromisoformat(why["since"]), "SHORT_DATE_FORMAT"),
            "months": why["months"],
        }
    return _("%(count)s complaints in %(months)s months; the rule asks for %(limit)s.") % {
        "count": why.get("count"),
        "months": why.get("months"),
        "limit": why.get("limit"),
    }
