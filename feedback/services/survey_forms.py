"""Publishing what customers are asked; a published form never changes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from feedback.errors import SurveyFormError
from feedback.models import SurveyDimension, SurveyForm

CARRIED_OVER = (
    "names_staff",
    "window_days",
    "low_score_to",
    "burst_answers",
    "remind_after_days",
    "follow_up_hours",
)
PUBLISHING = 7_214_001


@transaction.atomic
def publish_survey_form(
    *,
    dimensions: Sequence[tuple[str, Any, Decimal]],
    effective_from: date,
    at: datetime,
    asks_nps: bool = True,
    asks_words: bool = True,
    **rules: Any,
) -> SurveyForm:
    """Publish the next version with (code, label, weight) questions; rules not given are those of the latest version."""
    check_dimensions(dimensions)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])
    latest = SurveyForm.objects.order_by("-version").first()
    carried = {name: getattr(latest, name) for name in CARRIED_OVER} if latest else {}
    version = (SurveyForm.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    form = SurveyForm.objects.create(
        version=version,
        effective_from=effective_from,
        asks_nps=asks_nps,
        asks_words=asks_words,
        published_at=at,
        **{**carried, **rules},
    )
    SurveyDimension.objects.bulk_create(
        SurveyDimension(form=form, code=code, label=label, weight=weight, order=order)
        for order, (code, label, weight) in enumerate(dimensions)
    )
    return form


def check_dimensions(dimensions: Sequence[tuple[str, Any, Decimal]]) -> None:
    """Refuse a form that could give no score."""
    codes = [code for code, _label, _weight in dimensions]
    if not codes:
        raise SurveyFormError(_("A survey needs at least one question."))
    if len(set(codes)) < len(codes):
        raise SurveyFormError(_("Two questions of the survey have the same code."))
    if any(weight <= 0 for _code, _label, weight in dimensions):
        raise SurveyFormError(_("Every question of a survey needs a weight above zero."))
