"""The YYYY-MM argument of the month commands."""

import argparse
from datetime import date

from starservice.lib.months import parse_month


def month_argument(text: str) -> date:
    """Return the first day of the month, or a message argparse shows."""
    try:
        return parse_month(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a month; write it as YYYY-MM.") from error
