"""The brand's mark: one to five stars, readable without colour and without pictures."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from starservice.web.formats import Number, decimal_of, format_score


def star_words(halves: int) -> str:
    """Return what a screen reader says: 4 of 5 stars."""
    if halves % 2:
        return gettext("%(count)s of 5 stars") % {"count": f"{halves // 2}.5"}
    return ngettext("%(count)s of 5 stars", "%(count)s of 5 stars", halves // 2) % {"count": halves // 2}


def star_mark(value: Number | None, size: str = "") -> SafeString:
    """Return the stars of a value (to the nearest half), or the words "not rated" for None.

    Sizes: "" (as the text around), "small", "large", "huge".
    """
    size_class = f" stars--{size}" if size else ""
    if value is None or value == "":
        return format_html('<span class="stars stars--none{}">{}</span>', size_class, gettext("Not rated"))
    halves = int((decimal_of(value) * 2).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    halves = min(10, max(0, halves))
    return _picture(halves, star_words(halves), size_class)


@lru_cache(maxsize=256)
def _picture(halves: int, words: str, size_class: str) -> SafeString:
    return format_html(
        '<span class="stars{}"><svg aria-hidden="true" focusable="false"><use href="{}#s{}"></use></svg>'
        '<span class="visually-hidden">{}</span></span>',
        size_class,
        static("img/stars.svg"),
        halves,
        words,
    )


def score_mark(value: Number | None) -> SafeString:
    """Return a score of two places, or a dash that says "not rated"."""
    if value is None or value == "":
        return format_html(
            '<span class="score muted"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>',
            gettext("Not rated"),
        )
    return format_html('<span class="score">{}</span>', format_score(value))


def icon_mark(name: str, label: str = "", css: str = "") -> SafeString:
    """Return an icon of static/img/icons.svg; without a label it is decoration."""
    return _icon(name, str(label), css)


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, css: str) -> SafeString:
    mark = format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        static("img/icons.svg"),
        name,
    )
    return format_html('{}<span class="visually-hidden">{}</span>', mark, label) if label else mark
