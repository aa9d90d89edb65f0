"""The programme office's and managers' pages about stars."""

from ratings.converters import register_month_converter

register_month_converter()

from ratings.admin import evaluate, progress  # noqa: E402,F401  the pages use the converter
