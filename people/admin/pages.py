"""What admin pages share: the audit trail as history, and a page that asks and then calls one service."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from people.trail import trail_of
from starservice.lib.refusals import Refusal
from starservice.web.model_admin import StarModelAdmin


def posted(request: HttpRequest) -> Any:
    """What was posted, for a form; None while it is only shown. An empty form is posted too."""
    return request.POST if request.method == "POST" else None


class AuditedAdmin(StarModelAdmin):
    """Shows a row's audit trail as its history; `trail_belongings` are tracked models that point to it."""

    trail_belongings: tuple[tuple[type[Model], str], ...] = ()

    def found(self, request: HttpRequest, object_id: str) -> Any:
        """Return the row, or 404 when it is not there or not for this user."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        return row

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.found(request, object_id)
        context = {
            **self.page_context(request, row, _("History of %(row)s") % {"row": row}),
            "changes": trail_of(row, self.trail_belongings),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/trail.html", context)

    def page_context(self, request: HttpRequest, row: Any, title: str) -> dict[str, Any]:
        """Return what templates of pages about one row need."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": title,
            "back": self.address_of(row),
        }

    def address_of(self, row: Any) -> str:
        """The address of a row's page."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def ask(
        self,
        request: HttpRequest,
        row: Any,
        form: Form,
        title: str,
        answer: Callable[[Any], str],
        **more: Any,
    ) -> HttpResponse:
        """Show a form about a row; once it is valid, call `answer(cleaned data)` and say the message it returns."""
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, answer(form.cleaned_data))
                return HttpResponseRedirect(self.address_of(row))
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        context = {**self.page_context(request, row, title), "form": form, "media": self.media + form.media}
        return TemplateResponse(request, "admin/people/ask.html", {**context, **more})
