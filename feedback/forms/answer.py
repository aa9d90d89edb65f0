"""The questions of a survey as they are shown, on the public page and where call-backs are entered."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from feedback.answers import MAX_WORDS, several
from feedback.form_words import when_asked
from feedback.questions import AskedForm, Question

STARS, REPLY = "stars-", "reply-"


def typed_answer(posted: Any) -> dict[str, Any]:
    """Return what was typed into a posted form: stars and replies by question code, recommendation, and words."""
    return {
        "stars": {name.removeprefix(STARS): posted[name] for name in posted if name.startswith(STARS)},
        "replies": {
            name.removeprefix(REPLY): typed_in(posted, name) for name in posted if name.startswith(REPLY)
        },
        "nps": posted.get("nps"),
        "words": posted.get("words", ""),
    }


def typed_in(posted: Any, name: str) -> Any:
    """What was typed into one field; a list where several were chosen."""
    values = posted.getlist(name)
    return values[0] if len(values) == 1 else values


def questions_of(form: AskedForm, posted: Any, problems: Mapping[str, str]) -> SafeString:
    """Return the questions as HTML with what was typed and what is wrong with it, in the active language."""
    asked = [
        {"error": problems.get(question.field, ""), **shown(question, form), **chosen(question, posted)}
        for question in form.questions
    ]
    return render_to_string("feedback/_survey_questions.html", {"questions": asked, "max_words": MAX_WORDS})


def shown(question: Question, form: AskedForm) -> dict[str, Any]:
    """A question, and what it depends on: without script it is marked, and the browser does not insist on it."""
    condition = question.condition
    on = condition and next((one for one in form.questions if one.code == condition.question), None)
    return {
        "asked": question,
        "name": question.field,
        "condition": condition,
        "asked_after": on.field if on else "",
        "when": when_asked(question, form.questions),
        "insists": question.required and condition is None,
    }


def chosen(question: Question, posted: Any) -> dict[str, Any]:
    """What was typed, and each option with whether it was chosen."""
    value = typed_in(posted, question.field) if question.field in posted else ""
    typed = {str(one) for one in several(value)}
    options = [(option.code, option.label, option.code in typed) for option in question.options]
    return {"value": value, "options": options}
