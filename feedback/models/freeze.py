"""A published survey form is frozen by the database itself, whoever asks: admin, shell or raw SQL."""

import pgtrigger

REFUSE = "RAISE EXCEPTION 'survey_form_published_is_frozen' USING ERRCODE = 'restrict_violation';"

QUESTION = f"""
IF EXISTS (SELECT FROM feedback_surveyform WHERE published_at IS NOT NULL AND id IN (OLD.form_id, NEW.form_id)) THEN
    {REFUSE}
END IF;
RETURN COALESCE(NEW, OLD);
"""


def freezes_published_form() -> pgtrigger.Trigger:
    """Refuses to change or delete a form once it is published."""
    return pgtrigger.Trigger(
        name="freezes_published_form",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__published_at__isnull=False),
        func=REFUSE,
    )


def freezes_with_form() -> pgtrigger.Trigger:
    """Refuses to add, change or delete a question of a published form."""
    return pgtrigger.Trigger(
        name="freezes_with_form",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=QUESTION,
    )
