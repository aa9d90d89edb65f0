"""A survey as the customer sees it, in each language at the width of a phone; nothing is recorded."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt

from feedback.answers import check_answer
from feedback.forms.answer import questions_of, typed_answer
from feedback.models import SurveyForm
from feedback.queries.surveys import as_asked
from feedback.services.recording import problem_text
from feedback.views.ready_pages import page

if TYPE_CHECKING:
    from people.admin.pages import AuditedAdmin as Base
else:
    Base = object

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class SurveyPreview(Base):
    """The pages of the admin that show a form, published or a draft, as customers meet it."""

    form_or_404: Callable[[HttpRequest, int], SurveyForm]

    def preview_urls(self, wrap: Callable[..., Any]) -> list[Any]:
        return [
            path("<int:pk>/preview/", wrap(self.preview_view), name="feedback_surveyform_preview"),
            path("<int:pk>/preview/page/", wrap(preview_page(self)), name="feedback_surveyform_preview_page"),
        ]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the customer's page once a language, each as wide as a phone."""
        found = self.form_or_404(request, pk)
        context = self.page_context(request, found, _("What customers see"))
        return TemplateResponse(request, "admin/feedback/survey_preview.html", context)


def preview_page(model_admin: SurveyPreview) -> Callable[..., Any]:
    """The customer's page to try out: it checks what is typed and thanks, but records nothing.

    So a foreign site could gain nothing by sending it, and the page can be the customer's own, which has no CSRF token.
    """

    @csrf_exempt
    @xframe_options_sameorigin
    @csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]
    def shown(request: HttpRequest, pk: int) -> HttpResponse:
        found = model_admin.form_or_404(request, pk)
        posted = request.POST
        language = posted.get("switch") or posted.get("lang") or request.GET.get("in", "")
        if language in LANGUAGES:
            translation.activate(language)
        form = as_asked(found)
        problems: dict[str, str] = {}
        if request.method == "POST" and not posted.get("switch"):
            checked = check_answer(form, **typed_answer(posted))
            problems = {field: problem_text(problem) for field, problem in checked.problems.items()}
            if not problems:
                return page(request, "feedback/survey_thanks.html", {})
        general = _("Some answers are missing or cannot be taken; see below.") if problems else ""
        context = {
            "form_id": form.pk,
            "served_by": str(request.user) if form.names_staff else "",
            "served_on": date_format(timezone.localdate(), "DATE_FORMAT"),
            "questions": questions_of(form, posted, problems),
            "problem": general,
            "receipt": "",
        }
        return page(request, "feedback/survey.html", context, 422 if problems else 200)

    return shown
