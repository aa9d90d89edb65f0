"""Months in addresses: 2026-10."""

from datetime import date

from django.urls import register_converter
from django.urls.converters import get_converters


class MonthConverter:
    """Turns "2026-10" into the first day of that month and back."""

    regex = r"[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, text: str) -> date:
        return date.fromisoformat(f"{text}-01")

    def to_url(self, month: object) -> str:
        return f"{month:%Y-%m}" if isinstance(month, date) else str(month)


def register_month_converter() -> None:
    """Make `<month:…>` known to addresses; harmless when done before."""
    if "month" not in get_converters():
        register_converter(MonthConverter, "month")
