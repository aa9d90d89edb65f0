"""Template vocabulary every page has without loading it."""

from django import template

register = template.Library()
