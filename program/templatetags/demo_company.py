"""The demo's sign-ins for the sign-in page."""

from django import template

from program.demo.logins import live_survey_path
from program.demo.people import LOGINS, PASSWORD, Login

register = template.Library()


@register.simple_tag
def demo_signins() -> tuple[Login, ...]:
    """Everybody one can sign in as."""
    return LOGINS


@register.simple_tag
def demo_password() -> str:
    """The one password of them all."""
    return PASSWORD


@register.simple_tag
def demo_survey() -> str:
    """The path of a survey a customer could answer now, or nothing."""
    path = live_survey_path()
    return "" if path == "/" else path
