"""Words about customers for templates."""

from django import template

from feedback.tag_reasons import reason_words

register = template.Library()
register.filter("reason", reason_words)
