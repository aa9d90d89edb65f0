"""The admin's home: the month as a checklist, and how it goes."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.admin.missing_days import notices
from incentives.access import sees_money
from people.access import sees_everybody
from people.models import Role, Staff
from program.admin.lines import ShownLine, address, shown_lines
from program.admin.steps import FIRST_YEAR
from program.checklist import Line
from program.queries.home import Beginning, MonthView, Scope, beginning, month_view, recent_months
from ratings.models import RatingMonth
from ratings.queries.evaluations import MissingEvaluations
from starservice.lib.months import first_of, parse_month
from starservice.web import charts
from starservice.web.formats import format_duration, format_share

RATING = (
    Line.OPEN,
    Line.MANAGERS,
    Line.SELVES,
    Line.SURVEYS,
    Line.CERTIFIED,
    Line.CALCULATE,
    Line.REVIEW,
    Line.PUBLISH,
)
AFTERWARDS = (Line.APPEALS, Line.PAY, Line.LOCK)
TEAM = (Line.MANAGERS, Line.SELVES, Line.SURVEYS, Line.CERTIFIED, Line.APPEALS)


@dataclass(frozen=True)
class Tile:
    """One figure with what it was a month before."""

    label: str
    value: str
    note: str = ""
    tone: str = ""
    url: str = ""


def home(request: HttpRequest) -> HttpResponse:
    """Show the month's checklist as far as the reader's duty goes."""
    user: Any = request.user
    months = recent_months()
    context = {
        **admin.site.each_context(request),
        "title": _("The month"),
        "months": months,
        "notices": notices(user, timezone.localdate()),
    }
    scope = scope_of(user)
    if scope is None:
        return TemplateResponse(request, "program/home.html", context | {"no_duty": True})
    if not months and not (start := beginning()).is_over:
        return TemplateResponse(
            request, "program/home.html", context | {"first_steps": first_steps(start, user)}
        )
    first_day = chosen_month(request, months, user)
    view = month_view(
        first_day=first_day,
        month=next((month for month in months if month.first_day == first_day), None),
        scope=scope,
        user=user,
        today=timezone.localdate(),
    )
    return TemplateResponse(request, "program/home.html", context | shown(view, user, scope, months))


def scope_of(user: Any) -> Scope | None:
    """Whose month the reader sees: the company's, a manager's own reports', or nobody's."""
    if sees_everybody(user):
        return Scope(Staff.objects.all())
    staff = getattr(user, "staff", None)
    if staff is not None and user.is_manager:
        return Scope(Staff.objects.visible_to(user).exclude(pk=staff.pk), manager=staff)
    return None


def chosen_month(request: HttpRequest, months: list[RatingMonth], user: Any) -> date:
    """The month asked for; else the oldest that waits for the reader, else the newest."""
    today = first_of(timezone.localdate())
    asked = asked_month(request)
    if asked and FIRST_YEAR <= asked.year <= today.year + 1:
        return asked
    past = [month for month in reversed(months) if month.first_day < today and not month.is_published]
    if past:
        return past[0].first_day
    if sees_money(user) and not user.has_role(Role.OFFICE):
        published = [month.first_day for month in months if month.is_published]
        return published[0] if published else today
    return max(today, months[0].first_day) if months else today


def asked_month(request: HttpRequest) -> date | None:
    """The month named in the address, if it is one."""
    try:
        return parse_month(request.GET.get("month", ""))
    except ValueError:
        return None


def shown(view: MonthView, user: Any, scope: Scope, months: list[RatingMonth]) -> dict[str, Any]:
    today = first_of(timezone.localdate())
    days = sorted({view.first_day, today, *(month.first_day for month in months)}, reverse=True)
    money_first = sees_money(user) and not user.has_role(Role.OFFICE)
    groups = [(Line.PAY,), RATING, (Line.APPEALS, Line.LOCK)] if money_first else [RATING, AFTERWARDS]
    if scope.is_team:
        groups = [TEAM]
    wanted = tuple(line for group in groups for line in group)
    return {
        "view": view,
        "days": days,
        "lines": shown_lines(view, user, scope, wanted),
        "scope": scope,
        "tiles": tiles(view, user),
        "satisfaction": charts.history_line(
            [charts.MonthScore(month=trend.first_day, score=trend.tally.mean) for trend in view.trend]
        ),
        "has_answers": any(trend.tally.answered for trend in view.trend),
        "distribution": charts.distribution(
            [charts.StarCount(stars, view.stars.get(stars, 0)) for stars in (5, 4, 3, 2, 1, None)]
        ),
        "missing_people": missing_people(view.missing) if scope.is_team else [],
    }


def missing_people(missing: MissingEvaluations | None) -> list[Staff]:
    """The manager's own reports whose evaluation is not submitted."""
    return [staff for one in missing.managers for staff in one.staff] if missing else []


def tiles(view: MonthView, user: Any) -> list[Tile]:
    """Satisfaction, recommendation, response rate and speed of answer, each beside the month before."""
    now, before = view.now.tally, view.before.tally
    return [
        _tile(
            _("Satisfied customers"), now.satisfaction, before.satisfaction, _as_percent, more_is_better=True
        ),
        _tile(_("Recommendation (NPS)"), now.nps, before.nps, _as_nps, more_is_better=True),
        _tile(_("Response rate"), now.response_rate, before.response_rate, _as_percent, more_is_better=True),
        _tile(
            _("Mean speed of answer"),
            view.now.response_seconds,
            view.before.response_seconds,
            format_duration,
            more_is_better=False,
        ),
    ]


def _as_nps(value: Decimal) -> str:
    whole = value.quantize(Decimal(1), ROUND_HALF_UP)
    return f"{whole:+}".replace("-", "−") if whole else "0"


def _as_percent(value: Decimal) -> str:
    return format_share(value / 100)


def _tile(
    label: str, now: Decimal | None, before: Decimal | None, shown_as: Any, *, more_is_better: bool
) -> Tile:
    value = _("No data") if now is None else shown_as(now)
    if now is None or before is None:
        return Tile(label, value)
    tone = "" if value == shown_as(before) else "good" if (now > before) == more_is_better else "warn"
    return Tile(label, value, _("%(value)s the month before") % {"value": shown_as(before)}, tone)


def first_steps(start: Beginning, user: Any) -> list[ShownLine]:
    """What a fresh company does first, each with the way to it."""
    steps = [
        (_("Departments and positions"), start.departments, "admin:people_department_changelist"),
        (_("Staff: import the list"), start.staff, "admin:people_staff_import"),
        (_("A rating policy in force"), start.policy, "admin:ratings_policy_changelist"),
        (
            _("Interactions: import a call-centre export"),
            start.interactions,
            "admin:feedback_importrun_upload",
        ),
    ]
    waiting = next((place for place, step in enumerate(steps) if not step[1]), len(steps))
    return [
        ShownLine(
            Line.OPEN,
            title,
            "done" if done else "now" if place == waiting else "later",  # type: ignore[arg-type]
            "",
            url=address(name),
            action_label=_("See") if done else _("Begin"),
        )
        for place, (title, done, name) in enumerate(steps)
    ]


admin.site.add_view("", home, "index")  # type: ignore[attr-defined]
