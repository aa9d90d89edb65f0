"""Try a question as a candidate would meet it; nothing is stored."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from people.admin.pages import posted
from training.drawing import KEEP_ORDER
from training.forms.trying import TryForm
from training.marking import earned
from training.models import Question, QuestionOption

WHOLE = Decimal(100)


def try_view(pages: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask the question; an answer is marked at once, by the rules of an exam."""
    question = pages.found(request, object_id)
    options = list(question.options.all())
    form = TryForm(posted(request), question=question, shown=_mixed(question, options))
    context = pages.page_context(request, question, _("Try %(code)s") % {"code": question.code})
    if request.method == "POST" and form.is_valid():
        context |= {"tried": True, "percent": earned(question.kind, _key(options), form.answer(), WHOLE)}
        context["right"] = _right(options)
    return TemplateResponse(request, "admin/training/question/try.html", {**context, "form": form})


def _mixed(question: Question, options: list[QuestionOption]) -> list[tuple[int, str]]:
    """Options in another order than the bank's, as exams show them, and the same each time."""
    shown = (
        options if question.kind in KEEP_ORDER else sorted(options, key=lambda option: str(option.text)[::-1])
    )
    return [(option.pk, str(option.text)) for option in shown]


def _right(options: list[QuestionOption]) -> list[QuestionOption]:
    placed = sorted((option for option in options if option.place), key=lambda option: option.place or 0)
    return placed or [option for option in options if option.is_right]


def _key(options: list[QuestionOption]) -> list[int]:
    return [option.pk for option in _right(options)]
