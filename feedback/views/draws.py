"""Prize draws: taking part with the ticket of an answered page, and the page where anybody can check the draw."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback.draw import is_ticket, ticket_for
from feedback.errors import DrawError
from feedback.queries.draws import open_draw_on, prize_numbers, public_draws, published_places
from feedback.services.draws import enter_draw, takes_entries
from feedback.views.ready_pages import page, ready_page
from starservice.sheets.writing import CSV_TYPE, csv_pieces
from starservice.web.addresses import client_address
from starservice.web.rate_limit import within_limit

ENTRIES_A_MINUTE = 20
PLACES_SHOWN = 20
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class EntryForm(forms.Form):
    """How a winner can be reached."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy(
            "We write to you only if you win. All other addresses are deleted after the draw."
        ),
    )


def entry_address(receipt: str) -> str:
    """Where the customer of an answered page can take part today; empty when no draw is open."""
    now = timezone.now()
    draw = open_draw_on(timezone.localdate(now), int(now.timestamp() // 60))
    if draw is None:
        return ""
    return reverse("feedback:draw_enter", args=[draw, ticket_for(settings.SECRET_KEY, draw, receipt)])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int, ticket: str) -> HttpResponse:
    """Ask how to reach the customer, and note it; the ticket is the only credential and leads to no answer."""
    speak(request)
    draw = public_draws().filter(pk=pk).first()
    if not within_limit(f"draw:{client_address(request)}", ENTRIES_A_MINUTE):
        return ready_page(request, "feedback/survey_wait.html", status=429)
    known = draw is not None and is_ticket(settings.SECRET_KEY, draw.pk, ticket)
    if draw is None or not known or not takes_entries(draw, timezone.now()):
        return ready_page(request, "feedback/survey_closed.html", status=404)
    form = EntryForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"draw": draw, "prizes": draw.prizes.all(), "form": form, "done": False}
    if form.is_valid():
        language = translation.get_language()
        try:
            enter_draw(draw=draw, ticket=ticket, language=language, at=timezone.now(), **form.cleaned_data)
        except DrawError:  # closed in between
            return ready_page(request, "feedback/survey_closed.html", status=404)
        context["done"] = True
    return page(request, "feedback/draw_enter.html", context, status=422 if form.errors else 200)


@require_safe
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was promised before, and afterwards everything needed to check who won."""
    speak(request)
    found = get_object_or_404(public_draws(), pk=pk)
    drawn = published_places(found)
    context = {
        "draw": found,
        "prizes": prize_numbers(found, drawn),
        "places": drawn[:PLACES_SHOWN],
        "is_published": bool(drawn),
    }
    return page(request, "feedback/draw.html", context)


@require_safe
def draw_numbers(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All numbers of a confirmed draw in the order drawn, as text."""
    found = get_object_or_404(public_draws(), pk=pk)
    drawn = published_places(found)
    if not drawn:
        raise Http404
    titles = {prize.pk: str(prize.title) for prize in found.prizes.all()}
    rows = ([one.place, one.number, one.digest, titles.get(one.prize or 0, "")] for one in drawn)
    response = StreamingHttpResponse(
        csv_pieces(["place", "number", "sha256(seed|number)", "prize"], rows), content_type=CSV_TYPE
    )
    response["Content-Disposition"] = f'attachment; filename="draw-{found.pk:d}.csv"'
    return response


def speak(request: HttpRequest) -> None:
    """Go on in the language asked for, if we have it."""
    asked = (request.POST or request.GET).get("lang", "")
    if asked in LANGUAGES:
        translation.activate(asked)
