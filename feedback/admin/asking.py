"""Pages that ask before something is done to one row or to the chosen rows of a list."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import CharField, Form, Textarea
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from feedback.errors import FeedbackError


class ReasonForm(Form):
    """Why an answer or event does not count."""

    reason = CharField(label=_("Reason"), max_length=200, help_text=_("Others will read it."))


class NoteForm(Form):
    """What was done about it."""

    note = CharField(label=_("What was done"), widget=Textarea(attrs={"rows": 4}), max_length=2000)


class ChosenRows:
    """What an action's page needs: the list's admin, the request and the chosen rows."""

    def __init__(self, model_admin: Any, request: HttpRequest, rows: QuerySet[Any], action: str) -> None:
        self.model_admin, self.request, self.rows, self.action = model_admin, request, rows, action

    def ask(
        self,
        *,
        title: str,
        submit: str,
        form_class: type[Form],
        answer: Callable[[dict[str, Any]], str],
        **more: Any,
    ) -> HttpResponse | None:
        """Show a form; once it is sent and valid, do `answer(cleaned data)` and say the message it returns."""
        sent = "apply" in self.request.POST
        form = form_class(self.request.POST if sent else None)
        if sent and form.is_valid():
            try:
                messages.success(self.request, answer(form.cleaned_data))
                return None
            except FeedbackError as refused:
                form.add_error(None, str(refused))
        return self._page(form, title, submit, more)

    def _page(self, form: Form, title: str, submit: str, more: dict[str, Any]) -> HttpResponse:
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "opts": self.model_admin.opts,
            "title": title,
            "submit": submit,
            "form": form,
            "media": self.model_admin.media + form.media,
            "action": self.action,
            "selected": self.request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": self.request.POST.get("select_across", "0"),
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "count": self.rows.count(),
            **more,
        }
        return TemplateResponse(self.request, "admin/feedback/chosen.html", context)
