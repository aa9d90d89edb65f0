"""Words for the codes stored in steps."""

from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import format_decimal
from django import template

from feedback.models import EvidenceEvent
from ratings.explanation import Source
from ratings.models import Indicator
from ratings.models.policy import Source as SourceCode
from starservice.web.formats import format_score, reader_locale

register = template.Library()


def _label(choices: type, code: str) -> str:
    labels = dict(choices.choices)  # type: ignore[attr-defined]
    return str(labels.get(code, code))


@register.filter
def source_label(code: str) -> str:
    """customer → customers"""
    return _label(SourceCode, code)


@register.filter
def event_label(code: str) -> str:
    """complaint → upheld complaint"""
    return _label(EvidenceEvent.Kind, code)


@register.filter
def indicator_label(code: str) -> str:
    """volume → interactions answered"""
    return _label(Indicator.Code, code)


@register.filter
def two_places(value: Decimal | None) -> str:
    """A score or mean with two places in the reader's way of writing numbers; a dash for None."""
    return "–" if value is None else format_score(value)


@register.filter
def three_places(value: Decimal | None) -> str:
    """A step on the way to the score, with a place more than the score, because only the score is rounded."""
    return "–" if value is None else format_decimal(value, format="0.000", locale=reader_locale())


@register.filter
def signed(value: Decimal | None) -> str:
    """Points with their sign: +0.05, −0.20, 0.00."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{format_score(abs(value))}"


@register.filter
def source(sources: Iterable[Source], code: str) -> Source | None:
    """The source of a code, if it is there."""
    return next((one for one in sources if one.code == code), None)
