"""The link out of surveys that every letter carries: opening it changes nothing, its button does."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback.services.stopping import allow_surveys, behind_stop_link, stop_surveys
from feedback.views.public_form import speak
from feedback.views.ready_pages import page, ready_page
from starservice.web.addresses import client_address
from starservice.web.rate_limit import within_limit

TRIES_A_MINUTE = 60


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop, stop, or go on; mail programs post here too (RFC 8058). The token is the only credential."""
    if not within_limit(f"survey-stop:{client_address(request)}", TRIES_A_MINUTE):
        return ready_page(request, "feedback/survey_wait.html", status=429)
    customer = behind_stop_link(token)
    if customer is None:
        return ready_page(request, "feedback/survey_closed.html", status=404)
    speak((request.POST or request.GET).get("lang", "") or customer.language)
    done = ""
    if request.method == "POST":
        done = "resumed" if request.POST.get("action") == "resume" else "stopped"
        change(customer, done)
    stopped = done == "stopped" or (not done and customer.no_surveys_since is not None)
    return page(request, "feedback/survey_stop.html", {"stopped": stopped, "resumed": done == "resumed"})


def change(customer: Any, done: str) -> None:
    if done == "resumed":
        allow_surveys(customer=customer)
    else:
        stop_surveys(customer=customer, at=timezone.now())
