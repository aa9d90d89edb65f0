"""The reply box: what was typed is never lost, whatever happens to it on the way."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.errors import AnsweredMeanwhileError, FeedbackError
from feedback.forms.desk import AnswerForm
from feedback.models import ServiceRequest
from feedback.services.answering import NOTE, RESOLVE, WAIT, Writing, answer
from feedback.views.desk.doors import done, drawn, for_workers


@for_workers
@require_POST
def answer_request(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Send a reply or keep a note; refused, the text stays where it was typed."""
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _kept(
            request, one, form, " ".join(str(each) for errors in form.errors.values() for each in errors)
        )
    writing = form.writing()
    try:
        entry = answer(request=one, writing=writing, by=request.user, at=timezone.now())
    except AnsweredMeanwhileError as refusal:
        return _kept(request, one, form, str(refusal), meanwhile=refusal.entry)
    except FeedbackError as refusal:
        return _kept(request, one, form, str(refusal))
    if entry.text != writing.text.strip():
        return _sent_before(request, one, form)
    sent = done(request, one, _said(writing))
    sent["HX-Trigger"] = "desk:sent"
    return sent


def _said(writing: Writing) -> str:
    if writing.what == NOTE:
        return _("The note is kept.")
    texts = {
        WAIT: _("Your reply is sent. The request waits for the customer."),
        RESOLVE: _("Your reply is sent and the request is resolved."),
    }
    return texts.get(writing.then, _("Your reply is sent."))


def _kept(
    request: HttpRequest, one: ServiceRequest, form: AnswerForm, why: str, meanwhile: Any = None
) -> HttpResponse:
    facts = {"composer_problem": why, "meanwhile": meanwhile, "status": 409 if meanwhile else 422}
    return drawn(request, one.pk, form=form, **facts)


def _sent_before(request: HttpRequest, one: ServiceRequest, form: AnswerForm) -> HttpResponse:
    """The key belongs to a reply that arrived although its sender did not hear of it, with other words."""
    why = _(
        "An earlier version of this had arrived after all and stands above. Send what is still needed as a new one."
    )
    answered = drawn(request, one.pk, form=form, composer_problem=why, needs_new_key=True, status=409)
    answered["HX-Trigger"] = "desk:new-key"
    return answered
