"""Public addresses of surveys."""

from django.conf import settings
from django.urls import reverse

from feedback import tokens
from feedback.models import ServiceRequest


def survey_link(token: str) -> str:
    """The address a customer opens."""
    return settings.PUBLIC_URL + reverse("feedback:survey", args=[token])


def link_for(seed: str, number: int = 0) -> str:
    """The address of the number-th invitation sent with a seed."""
    return survey_link(tokens.token_for(settings.SECRET_KEY, seed, number))


def stop_link(token: str) -> str:
    """The address where a customer asks for no more surveys."""
    return settings.PUBLIC_URL + reverse("feedback:survey_stop", args=[token])


def suggestion_link(token: str) -> str:
    """The address where a customer follows an idea."""
    return settings.PUBLIC_URL + reverse("feedback:idea_followed", args=[token])


def tracking_token(request: ServiceRequest) -> str:
    """The token of a request's page: made of its seed and the server's key, so that the database alone opens nothing."""
    return tokens.token_for(settings.SECRET_KEY, f"request:{request.link_seed}")


def tracking_link(request: ServiceRequest) -> str:
    """The address where a customer follows a request."""
    return settings.PUBLIC_URL + reverse("feedback:track", args=[tracking_token(request)])


def draw_link(draw: int) -> str:
    """The address where anybody can check a prize draw."""
    return settings.PUBLIC_URL + reverse("feedback:draw", args=[draw])
