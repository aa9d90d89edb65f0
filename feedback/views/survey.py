"""The public survey: a link, a few stars, thanks.

The token in the address is the only credential: the page needs no cookie, no session and no CSRF token (nobody can make a
customer's browser send a form without knowing the token, and who knows it may answer anyway). A GET never records anything.

Unknown, used, expired and revoked links show the same page, so a guessed or forwarded link tells nothing. The first answer
is shown again only to the page it was sent from (double click, reload, back button): each opened page carries a random
receipt which the answer remembers hashed. Otherwise whoever handed out the link could read there what the customer said.
"""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback import tokens
from feedback.answers import said_in
from feedback.errors import (
    AnsweredError,
    AnswerFieldsError,
    ClosedInvitationError,
    FeedbackError,
    OwnAnswerError,
)
from feedback.forms.answer import questions_of, typed_answer
from feedback.models import SurveyAnswer
from feedback.queries.notices import fewest_seconds
from feedback.queries.surveys import OpenedLink, asked_form, first_answer, opened_link
from feedback.services import record_answer
from feedback.views.draws import entry_address
from feedback.views.public_form import signed_in, speak
from feedback.views.ready_pages import page, ready_page
from starservice.web.addresses import client_address
from starservice.web.rate_limit import within_limit

OPENS_A_MINUTE = 300
SENDS_A_MINUTE = 60
SENDS_A_MINUTE_WITH_A_LINK = 10


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Show the survey behind a link; a POST sends the answer, or changes the language of what was typed."""
    posted = request.POST if request.method == "POST" else None
    speak((posted or request.GET).get("lang", ""))
    token_hash = tokens.hash_of(token)
    if not may_go_on(request, token_hash):
        return hurried(request, token_hash)
    if posted is None:
        return show(request, token_hash)
    if posted.get("switch"):
        speak(posted["switch"])
        return show(request, token_hash, posted)
    return take(request, token, posted)


def take(request: HttpRequest, token: str, posted: Mapping[str, Any]) -> HttpResponse:
    """Record the answer; say what is wrong beside it, or thank."""
    token_hash, receipt, now = tokens.hash_of(token), posted.get("receipt", ""), timezone.now()
    try:
        record_answer(
            token=token,
            form_id=number(posted.get("form", "")),
            at=now,
            by=signed_in(request),
            address=client_address(request),
            receipt=receipt,
            flag=noticed(posted, receipt, now),
            **typed_answer(posted),
        )
    except AnswerFieldsError as refused:
        return show(request, token_hash, posted, refused.fields, status=422)
    except ClosedInvitationError:
        return closed(request)
    except AnsweredError:
        return repeated(request, token_hash, receipt)
    except FeedbackError as refused:
        status = 403 if isinstance(refused, OwnAnswerError) else 422
        return show(request, token_hash, posted, {"": str(refused)}, status=status)
    return thanks(request, receipt)


def thanks(request: HttpRequest, receipt: str) -> HttpResponse:
    """Thank; while a prize draw is open, with the way to take part."""
    if address := entry_address(receipt):
        return page(request, "feedback/survey_thanks.html", {"draw_address": address})
    return ready_page(request, "feedback/survey_thanks.html")


def noticed(posted: Mapping[str, Any], receipt: str, now: datetime) -> SurveyAnswer.Flag:
    """What looks odd about how the page was filled in: a field nobody sees, or faster than anybody reads."""
    if posted.get("website"):
        return SurveyAnswer.Flag.ROBOT
    opened_at = tokens.opened_at(settings.SECRET_KEY, receipt)
    seconds = None if opened_at is None else now.timestamp() - opened_at
    if seconds is not None and seconds < fewest_seconds(int(now.timestamp() // 60)):
        return SurveyAnswer.Flag.FAST
    return SurveyAnswer.Flag.NONE


def show(
    request: HttpRequest,
    token_hash: bytes,
    posted: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the questions, with what was typed and what is wrong with it."""
    link = opened_link(token_hash, timezone.now())
    if link is None or not link.is_open:
        return closed(request)
    if posted is not None:
        return page(request, "feedback/survey.html", shown_again(link, posted, problems or {}), status)
    if not request.GET.get("lang"):
        speak(link.language)
    receipt = tokens.new_receipt(settings.SECRET_KEY, int(time.time()))
    fill = {"served_by": link.staff_name, "served_on": local_day(link), "receipt": receipt}
    return ready_page(request, "feedback/survey.html", form_id=link.form_id, fill=fill)


def shown_again(link: OpenedLink, posted: Mapping[str, Any], problems: Mapping[str, str]) -> dict[str, Any]:
    """The context of a page with what was typed; where that was another form's, say so."""
    form = asked_form(link.form_id)
    if posted.get("form", str(form.pk)) != str(form.pk):
        problems = {"": _("These answers belong to the questions of another survey. Please answer again.")}
    general = _("Some answers are missing or cannot be taken; see below.") if problems else ""
    return {
        "form_id": form.pk,
        "served_by": link.staff_name if form.names_staff else "",
        "served_on": local_day(link),
        "questions": questions_of(form, posted, problems),
        "problem": problems.get("", general),
        "receipt": posted.get("receipt", ""),
    }


def local_day(link: OpenedLink) -> str:
    return date_format(link.served_on, "DATE_FORMAT")


def closed(request: HttpRequest) -> HttpResponse:
    """The one answer for every link that is not open."""
    return ready_page(request, "feedback/survey_closed.html", status=404)


def repeated(request: HttpRequest, token_hash: bytes, receipt: str) -> HttpResponse:
    """Show the first answer to the page it came from, and to anybody else nothing."""
    answer = first_answer(token_hash, tokens.hash_of(receipt) if receipt else None)
    if answer is None:
        return closed(request)
    said = said_in(asked_form(answer.invitation.form_id), answer)
    shown = {"first": answer, "said": said, "draw_address": entry_address(receipt)}
    return page(request, "feedback/survey_thanks.html", shown)


def hurried(request: HttpRequest, token_hash: bytes) -> HttpResponse:
    """Too many tries: keep what was typed and ask to wait a minute."""
    if request.method == "POST":
        wait = _("Too many answers came from your network just now. Please wait a minute and send again.")
        return show(request, token_hash, request.POST, {"": wait}, status=429)
    return ready_page(request, "feedback/survey_wait.html", status=429)


def may_go_on(request: HttpRequest, token_hash: bytes) -> bool:
    address = client_address(request)
    if request.method != "POST":
        return within_limit(f"survey-open:{address}", OPENS_A_MINUTE)
    return within_limit(f"survey-send:{address}", SENDS_A_MINUTE) and within_limit(
        f"survey-link:{token_hash[:16].hex()}", SENDS_A_MINUTE_WITH_A_LINK
    )


def number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
