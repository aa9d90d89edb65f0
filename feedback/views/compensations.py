"""Deciding about money asked for on a complaint."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.errors import FeedbackError
from feedback.forms.complaint import MoneyDecisionForm
from feedback.models import Compensation
from feedback.queries.money import money_decided_by, money_seen_by, with_level
from feedback.services.compensation import decide_money
from feedback.views.complaints import posted


@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show money asked for to its readers; whoever decides about the amount approves or refuses it here."""
    today = timezone.localdate()
    one = Compensation.objects.filter(pk=pk)
    decidable = money_decided_by(request.user, one, today).exists()
    if not decidable and not money_seen_by(request.user, one, today).exists():
        raise Http404
    money = (
        with_level(one)
        .select_related(
            "complaint__request__agent", "complaint__department", "asked_by__staff", "decided_by__staff"
        )
        .get()
    )
    if request.method == "POST" and not decidable:
        return _too_late(request, money)
    form = MoneyDecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        approve = "approve" in request.POST
        try:
            decide_money(
                compensation=money, approve=approve, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            messages.success(request, _("Approved.") if approve else _("Refused."))
            return redirect("feedback:decisions")
        except FeedbackError as refused:
            form.add_error(None, str(refused))
    context = {"money": money, "form": form, "decidable": decidable}
    return render(request, "feedback/money_decide.html", context, status=422 if form.errors else 200)


def _too_late(request: HttpRequest, money: Compensation) -> HttpResponse:
    """Say to a decider that another was faster; whoever only reads has no such page."""
    if money.state == Compensation.State.ASKED or money.asked_by_id == request.user.pk:
        raise Http404
    messages.warning(request, _("This has been decided in the meantime."))
    return redirect("feedback:decide_money", money.pk)
