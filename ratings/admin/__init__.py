"""The programme office's and managers' pages about stars."""

from ratings.converters import register_month_converter

register_month_converter()

from ratings.admin import evaluate, months, policies, progress, results, team  # noqa: E402,F401  they use the converter
