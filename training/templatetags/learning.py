"""Texts of courses and cases on a page."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from starservice.lib.prose import Block, blocks_of

register = template.Library()

PARTS = {
    "heading": ("<h3>{}</h3>", "{}", "{}"),
    "paragraph": ("<p>{}</p>", "{}", "<br>{}"),
    "bullets": ("<ul>{}</ul>", "<li>{}</li>", "<li>{}</li>"),
    "numbers": ("<ol>{}</ol>", "<li>{}</li>", "<li>{}</li>"),
}


@register.filter
def prose(text: Any) -> SafeString:
    """{{ unit.text|prose }}: headings, paragraphs and lists of what was typed; markup in it is shown, never obeyed."""
    return format_html_join("", "{}", ((_drawn(block),) for block in blocks_of(str(text or ""))))


def _drawn(block: Block) -> SafeString:
    around, first, following = PARTS[block.kind]
    parts = [format_html(following if place else first, line) for place, line in enumerate(block.lines)]
    return format_html(around, mark_safe("".join(parts)))  # noqa: S308 - each line was escaped
