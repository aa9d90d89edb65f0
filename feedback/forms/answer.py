"""The questions of a survey as they are shown, on the public page and where call-backs are entered."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from feedback.answers import MAX_WORDS, AskedForm

PREFIX = "stars-"


def typed_stars(posted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed by dimension code."""
    return {name.removeprefix(PREFIX): value for name, value in posted.items() if name.startswith(PREFIX)}


def questions_of(form: AskedForm, posted: Mapping[str, Any], problems: Mapping[str, str]) -> SafeString:
    """Return the questions as HTML with what was typed and what is wrong with it, in the active language."""
    questions = [
        {
            "name": f"{PREFIX}{question.code}",
            "label": question.label,
            "value": posted.get(f"{PREFIX}{question.code}", ""),
            "error": problems.get(f"{PREFIX}{question.code}", ""),
        }
        for question in form.questions
    ]
    context = {
        "form": form,
        "questions": questions,
        "nps": posted.get("nps", ""),
        "words": posted.get("words", ""),
        "problems": problems,
        "max_words": MAX_WORDS,
    }
    return render_to_string("feedback/_survey_questions.html", context)
