"""The life of a month: where it stands, what is missing, and the next step, each asked before it is taken."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings import services
from ratings.admin.pages import page
from ratings.errors import RatingError
from ratings.models import Appeal, Evaluation, RatingMonth
from ratings.queries.evaluations import missing_evaluations
from ratings.queries.history import company_stars, distribution
from starservice.web.formats import format_month
from starservice.web.model_admin import ReadOnlyAdmin

READERS = ("office", "hr", "finance", "leading_group", "auditor")
Status = RatingMonth.Status


@dataclass(frozen=True)
class Step:
    """A step of a month's life: who may take it from where, and the words that ask and confirm."""

    code: str
    label: Any
    question: Any
    done: Any
    from_: tuple[str, ...]
    roles: tuple[str, ...] = ("office",)


STEPS = [
    Step(
        "collect",
        gettext_lazy("Start collecting evaluations"),
        gettext_lazy("Staff and managers are asked for their evaluations of this month."),
        gettext_lazy("Evaluations are being collected."),
        (Status.OPEN,),
    ),
    Step(
        "calculate",
        gettext_lazy("Calculate now"),
        gettext_lazy(
            "Everybody's stars are calculated from the evidence so far. This can be done again until publication."
        ),
        gettext_lazy("The month is calculated."),
        (Status.OPEN, Status.COLLECTING, Status.CALCULATED, Status.UNDER_REVIEW),
    ),
    Step(
        "review",
        gettext_lazy("Submit for review"),
        gettext_lazy(
            "Evaluations close, and managers see the results of their teams before they are published."
        ),
        gettext_lazy("The month is under review."),
        (Status.CALCULATED,),
    ),
    Step(
        "publish",
        gettext_lazy("Publish"),
        gettext_lazy("Everybody sees their stars at once. From then on only corrections change them."),
        gettext_lazy("The month is published."),
        (Status.CALCULATED, Status.UNDER_REVIEW),
        ("office", "leading_group"),
    ),
    Step(
        "lock",
        gettext_lazy("Lock"),
        gettext_lazy("No more appeals. Later corrections stay possible and go into the next bonus run."),
        gettext_lazy("The month is locked."),
        (Status.PUBLISHED,),
    ),
]
SERVICES: dict[str, Callable[..., Any]] = {
    "collect": services.start_collecting,
    "review": services.submit_for_review,
    "publish": services.publish_month,
    "lock": services.lock_month,
}


def steps_for(user: Any, month: RatingMonth) -> list[Step]:
    """Return the steps this user may take with the month as it stands."""
    return [step for step in STEPS if month.status in step.from_ and user.has_role(*step.roles)]


@admin.register(RatingMonth)
class RatingMonthAdmin(ReadOnlyAdmin):
    view_roles = READERS
    list_display = [
        "month_name",
        "status",
        "policy",
        "calculated_at",
        "published_at",
        "published_by",
        "locked_at",
    ]
    list_filter = ["status"]
    list_select_related = ["policy", "published_by"]

    @admin.display(description=gettext_lazy("month"), ordering="first_day")
    def month_name(self, month: RatingMonth) -> str:
        return format_month(month.first_day)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show where the month stands and what can be done next."""
        month = self._found(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        late = Evaluation.objects.filter(
            month=month, saved_at__gt=month.calculated_at or timezone.now()
        ).count()
        context = {
            "month": month,
            "statuses": _statuses(month),
            "steps": steps_for(request.user, month),
            "missing": missing_evaluations(month),
            "late": late if not month.is_published else 0,
            "stars": distribution(company_stars(month)) if month.calculated_at else [],
            "appeals": Appeal.objects.filter(result__month=month, status=Appeal.Status.OPEN).count(),
        }
        title = _("The month %(month)s") % {"month": format_month(month.first_day)}
        return page(request, "ratings/admin/month.html", context, title=title)

    def _found(self, request: HttpRequest, object_id: str) -> RatingMonth:
        if not self.has_view_permission(request):
            raise PermissionDenied
        month = self.get_object(request, object_id)
        if month is None:
            raise Http404
        return month

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                f"<int:pk>/{step.code}/",
                wrap(partial(self.step_view, step=step)),
                name=f"ratings_ratingmonth_{step.code}",
            )
            for step in STEPS
        ]
        return [*own, *super().get_urls()]

    def step_view(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
        """Ask before a step of the month's life, and take it."""
        if not request.user.has_role(*step.roles):  # type: ignore[union-attr]
            raise PermissionDenied
        month = self._found(request, str(pk))
        back = reverse("admin:ratings_ratingmonth_change", args=[pk])
        if request.method == "POST":
            _take(request, month, step)
            return redirect(back)
        context = {
            "question": step.question,
            "action_label": step.label,
            "back_url": back,
            "consequences": _consequences(month, step),
            "danger": step.code in ("publish", "lock"),
        }
        title = f"{format_month(month.first_day)}: {step.label}"
        return page(request, "ratings/admin/confirm.html", context, title=title)


def _take(request: HttpRequest, month: RatingMonth, step: Step) -> None:
    now = timezone.now()
    try:
        if step.code == "calculate":
            services.rate_month(first_day=month.first_day, at=now, today=timezone.localdate(now))
        else:
            SERVICES[step.code](month=month, by=request.user, at=now)
    except RatingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(step.done))


def _consequences(month: RatingMonth, step: Step) -> list[str]:
    if step.code not in ("calculate", "review", "publish"):
        return []
    missing = missing_evaluations(month)
    lines = [
        (len(missing.selves), _("Self-evaluations not submitted: %(count)d")),
        (missing.manager_count, _("Managers' evaluations not submitted: %(count)d")),
    ]
    return [words % {"count": count} for count, words in lines if count]


def _statuses(month: RatingMonth) -> list[tuple[str, str]]:
    """Return each state of the life with whether it is past, now or to come."""
    order = list(Status.values)
    now = order.index(month.status)
    return [
        (str(Status(value).label), "done" if place < now else "now" if place == now else "todo")
        for place, value in enumerate(order)
    ]
