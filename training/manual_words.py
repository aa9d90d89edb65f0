"""The manual's checks and changes in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from django.conf import settings
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from starservice.web.formats import reader_locale
from starservice.web.localized import LocalizedText
from training.manual_changes import Measure, StandardChange, Written
from training.manual_checks import Lack, Problem
from training.models import Standard, StandardIndicator

SPANS = {
    "seconds": "duration-second",
    "minutes": "duration-minute",
    "hours": "duration-hour",
    "days": "duration-day",
}


def languages() -> list[str]:
    """The codes of all languages manuals are written in."""
    return [code for code, _name in settings.LANGUAGES]


def language_name(code: str) -> str:
    """A language by its own name."""
    return str(get_language_info(code)["name_local"])


def part_names() -> dict[str, Any]:
    """What readers call the parts of a standard."""
    standard: Any = Standard._meta
    names = {field.name: field.verbose_name for field in standard.fields}
    return {**names, "position": _("position"), "indicator": _("indicator")}


def problem_texts(problems: Iterable[Problem], standards: Iterable[Written]) -> list[str]:
    """Each problem as a sentence that names the standard."""
    titles = {one.code: str(LocalizedText(one.texts.get("title", {}))) or one.code for one in standards}
    return [_problem_text(problem, titles) for problem in problems]


def _problem_text(problem: Problem, titles: Mapping[str, str]) -> str:
    facts = {"standard": titles.get(problem.standard, problem.standard), "part": problem.part}
    if problem.lack is Lack.STANDARDS:
        return _("The version has no standards yet.")
    if problem.lack is Lack.BEHAVIOUR:
        return _("“%(standard)s” does not say what behaviour is expected.") % facts
    if problem.lack is Lack.TARGET:
        return _("“%(standard)s”: the indicator “%(part)s” has no target.") % facts
    facts["part"] = str(part_names()[problem.part])
    facts["languages"] = ", ".join(language_name(code) for code in problem.languages)
    return _("“%(standard)s”: %(part)s is not written in %(languages)s.") % facts


def target_text(measure: Measure | StandardIndicator) -> str:
    """A target with comparison and unit as the reader writes it: at most 20 seconds."""
    amount = _amount(measure.target, measure.unit)
    if measure.comparison == StandardIndicator.Comparison.AT_LEAST:
        return _("at least %(amount)s") % {"amount": amount}
    return _("at most %(amount)s") % {"amount": amount}


def _amount(target: Decimal, unit: str) -> str:
    locale = reader_locale()
    if unit in SPANS:
        # Babel knows the long names in English only.
        length: Any = "long" if locale.language == "en" else "short"
        # 1.00 would be many days, 1 is one.
        return format_unit(target.normalize(), SPANS[unit], length=length, locale=locale)
    if unit == StandardIndicator.Unit.PERCENT:
        return format_percent(target / 100, format="0.##%", locale=locale)
    number = format_decimal(target, format="#,##0.##", locale=locale)
    plural = 1 if target == 1 else 2
    if unit == StandardIndicator.Unit.STARS:
        return ngettext("%(number)s star", "%(number)s stars", plural) % {"number": number}
    return ngettext("%(number)s time", "%(number)s times", plural) % {"number": number}


def change_rows(changes: Iterable[StandardChange]) -> list[dict[str, Any]]:
    """What became of each standard, as pages show it."""
    names = part_names()
    return [
        {
            "kind": change.kind.value,
            "code": change.standard.code,
            "title": LocalizedText(change.standard.texts.get("title", {})),
            "stage": Standard.Stage(change.standard.stage).label,
            "texts": [
                {"part": names[one.field], "language": one.language, "pieces": one.pieces}
                for one in change.texts
            ],
            "measures": [
                (one.kind.value, measure_text(one.before), measure_text(one.after)) for one in change.measures
            ],
            "moved": [(names[name], *_moved(change, name)) for name in change.moved],
        }
        for change in changes
    ]


def measure_text(measure: Measure | None) -> str:
    """An indicator's name and target in a line."""
    if measure is None:
        return ""
    facts = {"indicator": LocalizedText(measure.name), "target": target_text(measure)}
    return _("%(indicator)s: %(target)s") % facts


def _moved(change: StandardChange, name: str) -> tuple[str, str]:
    values = [str(getattr(one, name)) for one in (change.before, change.after)]
    if name == "stage":
        values = [str(Standard.Stage(value).label) for value in values]
    return values[0] or _("everybody"), values[1] or _("everybody")
