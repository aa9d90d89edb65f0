"""Template vocabulary every page has without loading it."""

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from starservice.web import formats
from starservice.web.formats import Number
from starservice.web.stars import icon_mark, score_mark, star_mark

register = template.Library()

NO_VALUE = "–"


@register.simple_tag
def stars(value: Number | None, size: str = "") -> SafeString:
    """{% stars 4 %}, {% stars result.stars "large" %}: None reads "Not rated"."""
    return star_mark(value, size)


@register.simple_tag
def score(value: Number | None) -> SafeString:
    """{% score result.score %}: two places, or a dash."""
    return score_mark(value)


@register.simple_tag
def signed(value: Number | None) -> str:
    """{% signed -0.2 %}: −0.20."""
    return NO_VALUE if value in (None, "") else formats.format_signed(value)


@register.simple_tag
def money(amount: Number | None, currency: str = "") -> str:
    """{% money line.amount %}: in settings.CURRENCY unless said otherwise."""
    return NO_VALUE if amount in (None, "") else formats.format_money(amount, currency)


@register.simple_tag
def percent(value: Number | None, places: int = 0, of: int = 1) -> str:
    """{% percent 0.81 %} and, where the value is of a hundred, {% percent steps.customer.share of=100 %}."""
    if value is None or value == "":
        return NO_VALUE
    return formats.format_share(formats.decimal_of(value) / of, places)


@register.simple_tag
def duration(seconds: Number | None) -> str:
    """{% duration 67.52 %}: 1 min 8 sec."""
    return NO_VALUE if seconds in (None, "") else formats.format_duration(seconds)


@register.simple_tag
def hours(minutes: Number | None) -> str:
    """{% hours 90 %}: 1.5 hr."""
    return NO_VALUE if minutes in (None, "") else formats.format_hours(minutes)


@register.simple_tag
def month(day: date | str | None, style: str = "") -> str:
    """{% month result.month.first_day %}: October 2026; {% month day "short" %}: Oct 2026; "tiny": Oct."""
    return NO_VALUE if not day else formats.format_month(day, style)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """{% icon "check" %}: names are the ids in static/img/icons.svg."""
    return icon_mark(name, label, css)


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(
    context: Context, url_name: str, icon_name: str, label: str, css: str = "", also: str = ""
) -> dict[str, Any]:
    """One place of the navigation; nothing where the address does not exist (yet).

    css "wide-only": not on phones. also: beginnings of further addresses that belong to the place.
    """
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return {"url": ""}
    request = context.get("request")
    path = request.path if request else ""
    current = (
        path == url or (url.count("/") > 1 and path.startswith(url)) or path.startswith((*also.split(),))
    )
    return {"url": url, "icon_name": icon_name, "label": label, "current": current, "css": css}


@register.simple_tag(takes_context=True)
def page_url(context: Context, **changes: Any) -> str:
    """Return the present address with query parameters changed; None or "" takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"
