"""A page that asks about one row and then calls one service."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from feedback.errors import FeedbackError


def ask_about(
    model_admin: Any,
    request: HttpRequest,
    row: Any,
    form: Form,
    *,
    title: str,
    submit: str,
    answer: Callable[[dict[str, Any]], str],
    **more: Any,
) -> HttpResponse:
    """Show a form about a row; once it is valid, call `answer(cleaned data)` and say the message it returns."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, answer(form.cleaned_data))
            return redirect(model_admin.address_of(row))
        except FeedbackError as refused:
            form.add_error(None, str(refused))
    context = {
        **model_admin.page_context(request, row, title),
        "form": form,
        "media": model_admin.media + form.media,
        "submit": submit,
        **more,
    }
    return TemplateResponse(request, "admin/people/ask.html", context)
