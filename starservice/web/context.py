"""What every template may use about the reader's looks."""

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")


def looks(request: HttpRequest) -> dict[str, object]:
    """Return the reader's theme ("", "light" or "dark"; "" follows the device) and whether this is a demo."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "is_demo": settings.DEMO,
        "currency": settings.CURRENCY,
    }
