"""Money as people read it."""

from decimal import Decimal

from babel.numbers import format_currency
from django.conf import settings
from django.utils.translation import get_language, to_locale


def money_text(amount: Decimal) -> str:
    """Write an amount with its currency as the reader's language does."""
    locale = to_locale(get_language() or settings.LANGUAGE_CODE)
    return format_currency(amount, settings.CURRENCY, locale=locale)
