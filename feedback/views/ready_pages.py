"""The public survey's pages, rendered once for each form, language and theme and filled in for each customer.

Rendering a page takes longer than everything else the survey does. Fresh pages differ in three short texts alone, so they
are kept in memory with holes for these; only pages that show what somebody typed are rendered anew.
"""

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from feedback.forms.answer import questions_of
from feedback.queries.surveys import asked_form
from starservice.web.context import THEMES

HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
# Characters of the private use area stand for what is filled in; nothing typed can meet them: the page is split first.
HOLES = {"served_by": "\ue000", "served_on": "\ue001", "receipt": "\ue002"}
AT_HOLES = re.compile("([\ue000-\ue002])")


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page for this request alone."""
    return respond(
        request, rendered(template, context, translation.get_language(), theme_of(request)), status
    )


def ready_page(
    request: HttpRequest,
    template: str,
    status: int = 200,
    form_id: int = 0,
    fill: dict[str, str] | None = None,
) -> HttpResponse:
    """Fill in a page kept in memory; `fill` has texts for HOLES."""
    language, theme = translation.get_language(), theme_of(request)
    make = pieces.__wrapped__ if settings.DEBUG else pieces
    parts = make(template, form_id, language, theme)
    texts = {HOLES[name]: escape(text) for name, text in (fill or {}).items()}
    return respond(request, "".join([texts.get(part, part) for part in parts]), status)


@lru_cache(maxsize=128)
def pieces(template: str, form_id: int, language: str, theme: str) -> tuple[str, ...]:
    return tuple(AT_HOLES.split(rendered(template, blank_context(form_id), language, theme)))


def blank_context(form_id: int) -> dict[str, Any]:
    """The context of a page nobody has typed into yet, with holes for what differs."""
    if not form_id:
        return {}
    form = asked_form(form_id)
    served_by = HOLES["served_by"] if form.names_staff else ""
    return {
        **HOLES,
        "served_by": served_by,
        "form_id": form_id,
        "questions": questions_of(form, {}, {}),
        "is_fresh": True,
    }


def rendered(template: str, context: dict[str, Any], language: str, theme: str) -> str:
    shared = {
        "company": settings.COMPANY_NAME,
        "LANGUAGES": settings.LANGUAGES,
        "LANGUAGE_CODE": language,
        "theme": theme,
    }
    return render_to_string(template, {**shared, **context})


def respond(request: HttpRequest, text: str, status: int) -> HttpResponse:
    request.LANGUAGE_CODE = translation.get_language()
    return HttpResponse(text, status=status, headers=HEADERS)


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""
