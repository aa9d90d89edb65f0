"""Correct or withdraw a question in attempts that had it: who changes how, then on confirmation for all of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.admin.pages import posted
from starservice.lib.refusals import Refusal
from training.access import TRAINS
from training.forms.regrading import RegradeForm
from training.models import Question
from training.queries.regrading import Regrading, regrading_of
from training.services.regrading import check_regrading, regrade

SHOWN = 200


def regrade_view(pages: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask how and why; show who changes; write it once it is confirmed as shown."""
    question = pages.found(request, object_id)
    # It reaches attempts of the whole company.
    if not request.user.has_role_everywhere(*TRAINS):  # type: ignore[union-attr]
        raise PermissionDenied
    form = RegradeForm(posted(request))
    planned = _planned(question, form) if request.method == "POST" and form.is_valid() else None
    if planned and "confirm" in request.POST and _written(request, question, form):
        return HttpResponseRedirect(pages.address_of(question))
    context = {
        **pages.page_context(request, question, _("Regrade %(code)s") % {"code": question.code}),
        "form": form,
        "planned": planned,
        "shown": planned.changes[:SHOWN] if planned else [],
        "flips": [one for one in planned.changes if one.flips] if planned else [],
        "digest": planned.digest() if planned else "",
    }
    return TemplateResponse(request, "admin/training/question/regrade.html", context)


def _planned(question: Question, form: RegradeForm) -> Regrading | None:
    planned = regrading_of(question, form.cleaned_data["how"])
    try:
        check_regrading(planned)
    except Refusal as refusal:
        form.add_error("how", refusal.message)
        return None
    return planned


def _written(request: HttpRequest, question: Question, form: RegradeForm) -> bool:
    by: Any = request.user
    try:
        done = regrade(question=question, **form.cleaned_data, by=by, at=timezone.now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    count = len(done.changes)
    text = ngettext("%(count)s score was changed.", "%(count)s scores were changed.", count)
    messages.success(request, text % {"count": count})
    for one in done.changes:
        for certificate in one.certificates:
            facts = {"number": certificate.number, "name": one.attempt.staff.name}
            messages.warning(
                request,
                _("The certificate %(number)s of %(name)s rests on this exam. Decide whether it is revoked.")
                % facts,
            )
    return True
