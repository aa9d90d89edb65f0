"""The steps of a month's life, each asked about before it is taken by the programme office."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from people.models import Role
from ratings import services
from ratings.errors import RatingError
from ratings.models import RatingMonth
from starservice.web.formats import format_month


@dataclass(frozen=True)
class Step:
    """What is asked, what follows, and what is done."""

    title: Any
    question: Any
    consequences: tuple[Any, ...]
    action_label: Any
    done: Any
    take: Callable[[date, Any], object]


def _open(first_day: date, user: Any) -> object:
    month = services.ensure_month(first_day=first_day, at=timezone.now())
    return services.start_collecting(month=month, by=user, at=timezone.now())


def _calculate(first_day: date, user: Any) -> object:
    return services.rate_month(first_day=first_day, at=timezone.now(), today=timezone.localdate())


def _with_month(service: Any) -> Callable[[date, Any], object]:
    def take(first_day: date, user: Any) -> object:
        month = RatingMonth.objects.filter(first_day=first_day).first()
        if month is None:
            raise Http404
        return service(month=month, by=user, at=timezone.now())

    return take


STEPS = {
    "open": Step(
        gettext_lazy("Open %(month)s"),
        gettext_lazy("Start collecting evaluations?"),
        (
            gettext_lazy("Managers and staff can write their evaluations of this month."),
            gettext_lazy(
                "The month is rated by the policy now in force; that version cannot be changed any more."
            ),
        ),
        gettext_lazy("Open the month"),
        gettext_lazy("%(month)s is open; evaluations can be written."),
        _open,
    ),
    "calculate": Step(
        gettext_lazy("Calculate %(month)s"),
        gettext_lazy("Calculate everybody's stars?"),
        (
            gettext_lazy(
                "Until the month is published it can be calculated again, with whatever evidence came since."
            ),
        ),
        gettext_lazy("Calculate"),
        gettext_lazy("%(month)s is calculated."),
        _calculate,
    ),
    "review": Step(
        gettext_lazy("Review %(month)s"),
        gettext_lazy("Hand the results over to be looked at?"),
        (
            gettext_lazy("Evaluations of this month are closed."),
            gettext_lazy("Managers see the results of their reports; staff do not see theirs yet."),
        ),
        gettext_lazy("Start the review"),
        gettext_lazy("%(month)s is under review."),
        _with_month(services.submit_for_review),
    ),
    "publish": Step(
        gettext_lazy("Publish %(month)s"),
        gettext_lazy("Show everybody their stars?"),
        (
            gettext_lazy("The month cannot be calculated again."),
            gettext_lazy(
                "What is wrong after that is put right by a correction that stands beside the original."
            ),
        ),
        gettext_lazy("Publish"),
        gettext_lazy("%(month)s is published."),
        _with_month(services.publish_month),
    ),
    "lock": Step(
        gettext_lazy("Lock %(month)s"),
        gettext_lazy("Close the month for good?"),
        (gettext_lazy("Nobody can appeal any more."),),
        gettext_lazy("Lock"),
        gettext_lazy("%(month)s is locked."),
        _with_month(services.lock_month),
    ),
}


def month_step(request: HttpRequest, month: date, step: str) -> HttpResponse:
    """Ask whether to take a step of a month, and take it."""
    user: Any = request.user
    if not user.has_role_everywhere(Role.OFFICE):
        raise PermissionDenied
    if step not in STEPS or not 2000 <= month.year <= timezone.localdate().year + 1:
        raise Http404
    named = {"month": format_month(month)}
    back = f"{reverse('admin:index')}?month={month:%Y-%m}"
    if request.method == "POST":
        _take(request, month, STEPS[step], named)
        return redirect(back)
    context = {
        **admin.site.each_context(request),
        "title": str(STEPS[step].title) % named,
        "question": STEPS[step].question,
        "consequences": STEPS[step].consequences,
        "action_label": STEPS[step].action_label,
        "back_url": back,
    }
    return TemplateResponse(request, "program/month_step.html", context)


def _take(request: HttpRequest, month: date, step: Step, named: dict[str, str]) -> None:
    try:
        step.take(month, request.user)
    except RatingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(step.done) % named)


admin.site.add_view("months/<month:month>/<slug:step>/", month_step, "program_month_step")  # type: ignore[attr-defined]
