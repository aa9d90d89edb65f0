"""What templates say about standards."""

from typing import Any

from django import template

from starservice.web.localized import LocalizedText
from training.manual_words import target_text

register = template.Library()


@register.filter
def target(indicator: Any) -> str:
    """{{ indicator|target }}: at most 20 seconds."""
    return target_text(indicator)


@register.filter
def in_language(text: LocalizedText | None, code: str) -> str:
    """{{ standard.title|in_language:"zh-hans" }}: the text of that very language, or nothing."""
    return text.get(code, "") if text else ""
