"""What customers are asked: a draft is begun from the last version, edited, and published; then it never changes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from feedback.errors import SurveyFormError
from feedback.form_checks import problems_of
from feedback.form_words import found_text
from feedback.models import SurveyForm, SurveyQuestion
from feedback.queries.surveys import latest_form, questions_in
from feedback.questions import Kind, Question

RULES = (
    "names_staff",
    "window_days",
    "remind_after_days",
    "low_score_to",
    "follow_up_hours",
    "burst_answers",
)
PUBLISHING = 7_214_001


def one_after_the_other() -> None:
    """Wait until nobody else makes a draft or publishes; holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])


@transaction.atomic
def draft_survey_form(*, base: SurveyForm) -> SurveyForm:
    """Begin a draft with the questions and rules of a version; there is one draft at a time."""
    one_after_the_other()
    if SurveyForm.objects.filter(published_at=None).exists():
        raise SurveyFormError(_("There is a draft already: publish or delete it first."))
    return filled_draft(base, questions_in(base), {})


def filled_draft(
    base: SurveyForm | None, questions: Sequence[Question], rules: Mapping[str, Any]
) -> SurveyForm:
    """Make a draft with these questions, and the rules of the base where none are given."""
    carried = {name: getattr(base, name) for name in RULES} if base else {}
    draft = SurveyForm.objects.create(based_on=base, **{**carried, **rules})
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(form=draft, order=order, **stored(question))
        for order, question in enumerate(questions)
    )
    return draft


def stored(question: Question) -> dict[str, Any]:
    """The columns of a question."""
    condition = question.condition
    return {
        "code": question.code,
        "kind": question.kind.value,
        "label": question.label or {},
        "help": question.help or {},
        "required": question.required,
        "weight": question.weight,
        "options": [{"code": option.code, "label": option.label or {}} for option in question.options],
        "asked_after": condition.question if condition else "",
        "comparison": condition.comparison.value if condition else "",
        "compared_with": condition.value if condition else "",
    }


@transaction.atomic
def publish_draft(*, form: SurveyForm, effective_from: date, at: datetime) -> SurveyForm:
    """Publish a draft for services from a day on, as the next version; raises SurveyFormError with what speaks against it."""
    one_after_the_other()
    draft = open_draft(form.pk)
    refuse_problems(questions_in(draft))
    return published(draft, effective_from, at)


def published(draft: SurveyForm, effective_from: date, at: datetime) -> SurveyForm:
    last = SurveyForm.objects.aggregate(last=Max("version"))["last"] or 0
    draft.version, draft.effective_from, draft.published_at = last + 1, effective_from, at
    draft.save(update_fields=["version", "effective_from", "published_at"])
    return draft


def open_draft(pk: int) -> SurveyForm:
    """Return a draft, locked against others' changes; raises SurveyFormError where it is published or gone."""
    draft = SurveyForm.objects.select_for_update().filter(pk=pk).first()
    if draft is None:
        raise SurveyFormError(_("This draft is no longer there."))
    if not draft.is_draft:
        raise SurveyFormError(_("A published version never changes. Begin the next one from it."))
    return draft


def refuse_problems(questions: Sequence[Question]) -> None:
    """Raise SurveyFormError with everything that speaks against asking these questions."""
    if found := problems_of(questions):
        raise SurveyFormError(*(found_text(one, questions) for one in found))


@transaction.atomic
def publish_survey_form(
    *,
    dimensions: Sequence[tuple[str, Any, Decimal]],
    effective_from: date,
    at: datetime,
    **rules: Any,
) -> SurveyForm:
    """Publish the next version with these (code, label, weight) questions for stars, before the latest's other questions.

    Rules not given are those of the latest version. A question that was asked only after stars that are no longer given
    is left out, and so is one whose code the stars take.
    """
    one_after_the_other()
    latest = latest_form()
    stars = [Question(code, weight, label) for code, label, weight in dimensions]
    taken = {question.code for question in stars}
    others = [
        question
        for question in (questions_in(latest) if latest else ())
        if question.kind is not Kind.STARS and question.code not in taken
    ]
    questions = without_lost_conditions([*stars, *others])
    refuse_problems(questions)
    return published(filled_draft(latest, questions, rules), effective_from, at)


def without_lost_conditions(questions: Sequence[Question]) -> list[Question]:
    """Leave out the questions whose condition is on one that is not before them."""
    kept: list[Question] = []
    codes: set[str] = set()
    for question in questions:
        if question.condition is None or question.condition.question in codes:
            kept.append(question)
            codes.add(question.code)
    return kept


@transaction.atomic
def delete_draft(*, form: SurveyForm) -> None:
    """Throw a draft away with its questions."""
    open_draft(form.pk).delete()


@transaction.atomic
def set_rules(*, form: SurveyForm, **rules: Any) -> None:
    """Set the rules of a draft."""
    draft = open_draft(form.pk)
    for name, value in rules.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(rules))


@transaction.atomic
def save_question(*, form: SurveyForm, question: Question, replaces: str = "") -> None:
    """Add a question at the end of a draft, or replace the one with a code; conditions on it follow its new code."""
    draft = open_draft(form.pk)
    same_code = draft.questions.filter(code=question.code).exclude(code=replaces)
    if same_code.exists():
        raise SurveyFormError(
            _("Another question of this survey has the code “%(code)s”.") % {"code": question.code}
        )
    if replaces:
        if not draft.questions.filter(code=replaces).update(**stored(question)):
            raise SurveyFormError(_("This question is no longer there."))
        draft.questions.filter(asked_after=replaces).update(asked_after=question.code)
    else:
        last = draft.questions.aggregate(last=Max("order"))["last"]
        order = 0 if last is None else last + 1
        draft.questions.create(order=order, **stored(question))


@transaction.atomic
def move_question(*, form: SurveyForm, code: str, by: int) -> None:
    """Move a question of a draft so many places down (up when negative), as far as there are places."""
    draft = open_draft(form.pk)
    rows = list(draft.questions.order_by("order", "id"))
    place = next((place for place, row in enumerate(rows) if row.code == code), None)
    if place is None:
        raise SurveyFormError(_("This question is no longer there."))
    row = rows.pop(place)
    rows.insert(min(max(place + by, 0), len(rows)), row)
    for order, one in enumerate(rows):
        one.order = order
    SurveyQuestion.objects.bulk_update(rows, ["order"])


@transaction.atomic
def remove_question(*, form: SurveyForm, code: str) -> None:
    """Take a question out of a draft."""
    open_draft(form.pk).questions.filter(code=code).delete()
