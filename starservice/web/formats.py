"""Numbers, money, spans of time and months as the reader's language writes them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from django.conf import settings
from django.utils.translation import get_language

Number = Decimal | int | float | str
MONTH_STYLES = {"": "yMMMM", "short": "yMMM", "tiny": "MMM"}
LOCALES = {"en": "en", "zh-hans": "zh_Hans_CN", "zh-hant": "zh_Hant_TW"}


def reader_locale() -> Locale:
    """Return the Babel locale of the language in force."""
    return Locale.parse(LOCALES.get(get_language() or settings.LANGUAGE_CODE, "en"))


def decimal_of(value: Number) -> Decimal:
    """Return a number, or its stored text, as a Decimal without binary noise."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def format_score(value: Number) -> str:
    """Return a score with exactly two places: 4.04."""
    rounded = decimal_of(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return format_decimal(rounded, format="0.00", locale=reader_locale())


def format_signed(value: Number) -> str:
    """Return a difference with its sign and two places: +0.05, −0.20."""
    rounded = decimal_of(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return format_decimal(rounded, format="+0.00;−0.00", locale=reader_locale())


def format_money(amount: Number, currency: str = "") -> str:
    """Return an amount with its currency sign."""
    return format_currency(decimal_of(amount), currency or settings.CURRENCY, locale=reader_locale())


def format_share(share: Number, places: int = 0) -> str:
    """Return a share of one as a percentage: 0.8125 → 81%."""
    pattern = "0%" if not places else f"0.{'0' * places}%"
    rounded = decimal_of(share).quantize(Decimal(1).scaleb(-places - 2), rounding=ROUND_HALF_UP)
    return format_percent(rounded, format=pattern, locale=reader_locale())


def format_duration(seconds: Number) -> str:
    """Return a span in its two largest units: 3725 → 1 hr 2 min."""
    whole = int(decimal_of(seconds).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    days, rest = divmod(whole, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    amounts = {"day": days, "hour": hours, "minute": minutes, "second": left}
    used = [(unit, amount) for unit, amount in amounts.items() if amount][:2] or [("second", 0)]
    locale = reader_locale()
    texts = [format_unit(amount, f"duration-{unit}", length="short", locale=locale) for unit, amount in used]
    return format_list(texts, style="unit-narrow", locale=locale)


def format_hours(minutes: Number) -> str:
    """Return a time of learning in hours with at most one place: 90 → 1.5 hr."""
    hours = (decimal_of(minutes) / 60).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return str(format_unit(hours.normalize(), "duration-hour", length="short", locale=reader_locale()))


def format_month(month: date | str, style: str = "") -> str:
    """Return the month of a day, or of a text like 2026-10, in words: October 2026, short Oct 2026, tiny Oct."""
    day = date.fromisoformat(f"{month[:7]}-01") if isinstance(month, str) else month
    return format_skeleton(MONTH_STYLES[style], day, locale=reader_locale())
