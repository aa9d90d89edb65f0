"""The admin's home and the month's steps; no model of ours is listed here."""

from ratings.converters import register_month_converter

register_month_converter()

from program.admin import home, steps  # noqa: E402,F401  the pages use the converter
