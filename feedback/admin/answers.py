"""Survey answers in the admin: read, searched and judged, never edited."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.admin.asking import ChosenRows, NoteForm, ReasonForm
from feedback.admin.filters import DayFilter, DepartmentFilter
from feedback.admin.survey_filters import FollowUpFilter, NoticedFilter
from feedback.answers import said_in
from feedback.models import SurveyAnswer
from feedback.queries.reach import SEES_SURVEYS, SENDS_SURVEYS, survey_rows_seen_by
from feedback.queries.surveys import asked_form
from feedback.services import judging
from people.admin.pages import AuditedAdmin
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator
from starservice.web.stars import score_mark, star_mark

JUDGES = ["does_not_count", "counts_again", "looks_fine", "followed_up"]
WORDS_SHOWN = 80


def said(count: int) -> str:
    """Say how many answers an action changed."""
    return ngettext("%(count)s answer was changed.", "%(count)s answers were changed.", count) % {
        "count": count
    }


@admin.register(SurveyAnswer)
class SurveyAnswerAdmin(AuditedAdmin, ReadOnlyAdmin):
    """Duties that cover the company see all, managers their reports'; customer service and the office judge."""

    view_roles = SEES_SURVEYS
    managers_view = True
    list_display = [
        "served_on",
        "staff",
        "given_score",
        "recommends",
        "short_words",
        "via",
        "noticed",
        "is_valid",
        "followed",
    ]
    list_display_links = ["served_on", "staff"]
    list_select_related = ["staff"]
    list_filter = ["is_valid", NoticedFilter, FollowUpFilter, DayFilter, "via", DepartmentFilter]
    paginator = CappedPaginator
    search_fields = ["words", "staff__name", "staff__employee_no"]
    sortable_by = ["served_on", "recommends"]
    actions = JUDGES
    export_also = ("stars", "replies")
    empty_text = gettext_lazy(
        "Send survey invitations for served interactions; what customers answer appears here."
    )

    class Media:
        css = {"all": ["css/survey-admin.css"]}

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return survey_rows_seen_by(user, queryset)

    def has_judge_permission(self, request: HttpRequest) -> bool:
        """Whether the user's duty is to judge answers."""
        return request.user.has_role(*SENDS_SURVEYS)  # type: ignore[union-attr]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        who = ["customer"] if self.has_judge_permission(request) else []
        about = ["staff", "department", "served_on", "channel", *who]
        answer = [
            "given_stars",
            "given_score",
            "nps",
            "words",
            "given_replies",
            "via",
            "answered_at",
            "entered_by",
        ]
        judged = [
            "flag",
            "is_valid",
            "invalid_reason",
            "needs_follow_up",
            "followed_up_at",
            "followed_up_by",
            "follow_up_note",
        ]
        return [*about, *answer, *judged]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=gettext_lazy("score"), ordering="score")
    def given_score(self, answer: SurveyAnswer) -> str:
        return score_mark(answer.score)

    @admin.display(description=gettext_lazy("NPS"), ordering="nps")
    def recommends(self, answer: SurveyAnswer) -> str:
        return "" if answer.nps is None else f"{answer.nps:d}"

    @admin.display(description=gettext_lazy("words"))
    def short_words(self, answer: SurveyAnswer) -> str:
        return answer.words if len(answer.words) <= WORDS_SHOWN else f"{answer.words[:WORDS_SHOWN]}…"

    @admin.display(description=gettext_lazy("noticed"))
    def noticed(self, answer: SurveyAnswer) -> str:
        return answer.get_flag_display() if answer.flag else ""

    @admin.display(description=gettext_lazy("follow-up"))
    def followed(self, answer: SurveyAnswer) -> str:
        if not answer.needs_follow_up:
            return ""
        return _("done") if answer.followed_up_at else _("open")

    @admin.display(description=gettext_lazy("stars"))
    def given_stars(self, answer: SurveyAnswer) -> str:
        form = asked_form(answer.invitation.form_id)
        rows = [(question.label, star_mark(answer.stars.get(question.code))) for question in form.dimensions]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rows))

    @admin.display(description=gettext_lazy("replies"))
    def given_replies(self, answer: SurveyAnswer) -> str:
        said = said_in(asked_form(answer.invitation.form_id), answer)
        rows = [
            (question.label, " · ".join(map(str, value)) if isinstance(value, list) else value)
            for question, value in said
            if question.code in answer.replies
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rows)) if rows else "–"

    @admin.display(description=gettext_lazy("channel"))
    def channel(self, answer: SurveyAnswer) -> str:
        return str(answer.invitation.channel)

    @admin.display(description=gettext_lazy("customer"))
    def customer(self, answer: SurveyAnswer) -> str:
        return str(answer.invitation.customer or "–")

    @admin.action(description=gettext_lazy("Does not count…"), permissions=["judge"])
    def does_not_count(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Leave the chosen answers out of every figure, with a reason."""

        def answer(cleaned: dict[str, Any]) -> str:
            return said(judging.discount_answers(answers=rows, by=request.user, at=timezone.now(), **cleaned))

        return ChosenRows(self, request, rows, "does_not_count").ask(
            title=_("Leave answers out"), submit=_("Leave out"), form_class=ReasonForm, answer=answer
        )

    @admin.action(description=gettext_lazy("Counts again…"), permissions=["judge"])
    def counts_again(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Let the chosen answers count again."""
        return self._confirm(
            request, rows, "counts_again", _("Let answers count again"), judging.count_answers_again
        )

    @admin.action(description=gettext_lazy("Looked at, nothing wrong…"), permissions=["judge"])
    def looks_fine(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Take the chosen answers off the list of what was noticed."""
        return self._confirm(
            request, rows, "looks_fine", _("Nothing is wrong with them"), judging.accept_flagged
        )

    @admin.action(description=gettext_lazy("Followed up…"), permissions=["judge"])
    def followed_up(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Note what was done about low scores."""

        def answer(cleaned: dict[str, Any]) -> str:
            at = timezone.now()
            return said(judging.follow_up_answers(answers=rows, by=request.user, at=at, **cleaned))

        return ChosenRows(self, request, rows, "followed_up").ask(
            title=_("Close follow-ups"), submit=_("Followed up"), form_class=NoteForm, answer=answer
        )

    def _confirm(
        self, request: HttpRequest, rows: QuerySet[Any], action: str, title: str, service: Any
    ) -> HttpResponse | None:
        def answer(_cleaned: dict[str, Any]) -> str:
            return said(service(answers=rows, by=request.user, at=timezone.now()))

        return ChosenRows(self, request, rows, action).ask(
            title=title, submit=_("Yes"), form_class=Form, answer=answer
        )
