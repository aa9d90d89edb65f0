"""The checklist's lines in words: title, figures, and where each leads."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.queries.reach import SEES_SURVEYS
from incentives.access import may, sees_money, steps_for
from people.models import Role
from program.checklist import Line, State, states
from program.queries.home import MonthView, Scope
from ratings.admin.months import steps_for as month_steps
from starservice.lib.months import next_month
from starservice.web.formats import format_money, format_share


@dataclass(frozen=True)
class ShownLine:
    """One line as components/checklist_line.html takes it."""

    code: Line
    title: str
    state: State
    text: str
    url: str = ""
    action_label: str = ""
    done: int = 0
    total: int = 0


def address(name: str, *args: Any, query: str = "") -> str:
    """Return an address, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""


def shown_lines(view: MonthView, user: Any, scope: Scope, wanted: tuple[Line, ...]) -> list[ShownLine]:
    """Return the wanted lines in their order."""
    found = states(view.facts)
    return [MAKERS[line](view, user, scope, found[line]) for line in wanted]


def _step(code: str, view: MonthView, user: Any, state: State) -> tuple[str, str]:
    """Address and label of a step of the month's life, for whom may take it when its turn has come."""
    if state != State.NOW or view.month is None:
        return "", ""
    labels = {step.code: str(step.label) for step in month_steps(user, view.month)}
    if code not in labels:
        return "", ""
    return address(f"admin:ratings_ratingmonth_{code}", view.month.pk), labels[code]


def _open(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    text = _("Evaluations can be written.") if state == State.DONE else _("Nobody was asked to evaluate yet.")
    url = ""
    if state == State.NOW and user.has_role_everywhere(Role.OFFICE):
        url = address("admin:program_month_open", view.first_day)
    return ShownLine(Line.OPEN, _("Open the month"), state, text, url, _("Open the month") if url else "")


def _managers(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    missing = view.missing
    title = _("Evaluations of my team") if scope.is_team else _("Managers' evaluations")
    if missing is None or not missing.asks_manager:
        return ShownLine(Line.MANAGERS, title, state, _not_asked(view))
    done, total = missing.participants - missing.manager_count, missing.participants
    url, label = _evaluation_page(view, scope, state)
    return ShownLine(Line.MANAGERS, title, state, _in_of(done, total), url, label, done, total)


def _selves(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    missing, title = view.missing, _("Self-evaluations")
    if missing is None or not missing.asks_self:
        return ShownLine(Line.SELVES, title, state, _not_asked(view))
    done, total = missing.participants - len(missing.selves), missing.participants
    url = "" if scope.is_team else address("admin:ratings_progress", view.first_day)
    label = _("Remind") if state == State.TODO else _("See")
    return ShownLine(Line.SELVES, title, state, _in_of(done, total), url, label if url else "", done, total)


def _evaluation_page(view: MonthView, scope: Scope, state: State) -> tuple[str, str]:
    if scope.is_team:
        return address("admin:ratings_evaluate", view.first_day), _("Evaluate") if state == State.TODO else _(
            "See"
        )
    label = _("See who is missing") if state == State.TODO else _("See")
    return address("admin:ratings_progress", view.first_day), label


def _not_asked(view: MonthView) -> str:
    return _("This month's policy does not ask for them.") if view.month else _("The month is not open yet.")


def _in_of(done: int, total: int) -> str:
    if done == total:
        return _("All are in.")
    return ngettext("%(count)d is missing.", "%(count)d are missing.", total - done) % {"count": total - done}


def _surveys(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    tally = view.now.tally
    if not tally.asked:
        url = address("feedback:invitations") if user.has_role(Role.OFFICE, Role.CUSTOMER_SERVICE) else ""
        text = _("No customer was asked about this month.")
        return ShownLine(
            Line.SURVEYS, _("Customer surveys"), state, text, url, _("Ask customers") if url else ""
        )
    text = _("%(sent)d sent, %(answered)d answered: a response rate of %(rate)s.") % {
        "sent": tally.asked,
        "answered": tally.answered,
        "rate": format_share((tally.response_rate or 0) / 100),
    }
    seen = user.is_manager or user.has_role(*SEES_SURVEYS)
    url = address("admin:feedback_results") if seen else ""
    return ShownLine(
        Line.SURVEYS, _("Customer surveys"), state, text, url, _("See the results") if url else ""
    )


def _certified(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    title = _("Certificates")
    if not view.uncertified:
        return ShownLine(
            Line.CERTIFIED, title, state, _("Everybody is certified, or the policy does not ask for it.")
        )
    text = ngettext(
        "%(count)d person is not certified on every day worked and is not rated.",
        "%(count)d people are not certified on every day worked and are not rated.",
        view.uncertified,
    ) % {"count": view.uncertified}
    url = address("admin:training_certificate_changelist")
    return ShownLine(Line.CERTIFIED, title, state, text, url, _("See the certificates"))


def _calculate(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    url, label = _step("calculate", view, user, state)
    if state == State.DONE:
        url, label = address("admin:ratings_team", view.first_day), _("See the stars")
    return ShownLine(
        Line.CALCULATE, _("Calculate the stars"), state, _calculated_text(view, state), url, label
    )


def _calculated_text(view: MonthView, state: State) -> str:
    if state == State.BLOCKED:
        day = date_format(next_month(view.first_day), "DATE_FORMAT")
        return _("The month runs; it can be calculated from %(day)s on.") % {"day": day}
    if state == State.NOW:
        return _("The month is over and not calculated yet.")
    if not view.stars:
        return _("Calculated; the results are shown once published.")
    unrated = view.stars.get(None, 0)
    return _("%(rated)d rated, %(not_rated)d not rated.") % {
        "rated": view.stars.total() - unrated,
        "not_rated": unrated,
    }


def _review(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    texts = {
        State.DONE: _("The results were reviewed."),
        State.NOW: _("The results are ready to be looked at."),
    }
    return ShownLine(
        Line.REVIEW, _("Review"), state, texts.get(state, ""), *_step("review", view, user, state)
    )


def _publish(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    text = ""
    if state == State.DONE and view.month and view.month.published_at:
        day = date_format(view.month.published_at, "DATE_FORMAT")
        text = _("Everybody sees their stars since %(day)s.") % {"day": day}
    return ShownLine(Line.PUBLISH, _("Publish"), state, text, *_step("publish", view, user, state))


def _appeals(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    if not view.appeals:
        text = _("Nobody waits for a decision.") if state == State.DONE else ""
        return ShownLine(Line.APPEALS, _("Appeals"), state, text)
    text = ngettext(
        "%(count)d appeal waits for a decision.", "%(count)d appeals wait for a decision.", view.appeals
    ) % {"count": view.appeals}
    url = address("admin:ratings_appeal_changelist") if user.has_role_everywhere(Role.OFFICE) else ""
    return ShownLine(Line.APPEALS, _("Appeals"), state, text, url, _("Decide") if url else "")


def _pay(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    title = _("Pay the bonuses")
    if view.run is None:
        return _unprepared(view, user, state, title)
    if not sees_money(user):
        return ShownLine(
            Line.PAY, title, state, _("The run is %(status)s.") % {"status": view.run.get_status_display()}
        )
    url = address("admin:incentives_payoutrun_change", view.run.pk)
    text = _("%(total)s: %(status)s.") % {
        "total": format_money(view.run.total),
        "status": view.run.get_status_display(),
    }
    steps = {"approve": _("Check and approve"), "export": _("Export the sheet"), "paid": _("Mark as paid")}
    mine = [steps[step] for step in steps_for(user, view.run) if step in steps]
    return ShownLine(Line.PAY, title, state, text, url, mine[0] if mine else _("See the run"))


def _unprepared(view: MonthView, user: Any, state: State, title: str) -> ShownLine:
    if state != State.NOW:
        return ShownLine(Line.PAY, title, state, _("Bonuses need a published month."))
    url = ""
    if may(user, "prepare") and view.month:
        url = address("admin:incentives_payoutrun_prepare", query=f"?month={view.month.pk}")
    return ShownLine(
        Line.PAY,
        title,
        state,
        _("The month is published; no run is prepared."),
        url,
        _("Prepare") if url else "",
    )


def _lock(view: MonthView, user: Any, scope: Scope, state: State) -> ShownLine:
    texts = {
        State.DONE: _("Closed as one; corrections stand beside the original."),
        State.BLOCKED: _("First the bonuses are paid and the appeals decided."),
    }
    return ShownLine(
        Line.LOCK, _("Lock the month"), state, texts.get(state, ""), *_step("lock", view, user, state)
    )


MAKERS = {
    Line.OPEN: _open,
    Line.MANAGERS: _managers,
    Line.SELVES: _selves,
    Line.SURVEYS: _surveys,
    Line.CERTIFIED: _certified,
    Line.CALCULATE: _calculate,
    Line.REVIEW: _review,
    Line.PUBLISH: _publish,
    Line.APPEALS: _appeals,
    Line.PAY: _pay,
    Line.LOCK: _lock,
}
