"""A published manual is frozen by the database itself, whoever asks: admin, shell or raw SQL."""

import pgtrigger

REFUSE = "RAISE EXCEPTION 'manual_published_is_frozen' USING ERRCODE = 'restrict_violation';"

# Who sent and who published may leave the company and be forgotten; nothing else of the row changes.
VERSION = f"""
IF TG_OP = 'DELETE'
    OR to_jsonb(OLD) - 'submitted_by_id' - 'published_by_id' - 'returned_by_id'
        IS DISTINCT FROM to_jsonb(NEW) - 'submitted_by_id' - 'published_by_id' - 'returned_by_id'
    OR COALESCE(NEW.submitted_by_id <> OLD.submitted_by_id, NEW.submitted_by_id IS NOT NULL AND OLD.submitted_by_id IS NULL)
    OR COALESCE(NEW.published_by_id <> OLD.published_by_id, NEW.published_by_id IS NOT NULL AND OLD.published_by_id IS NULL)
THEN {REFUSE}
END IF;
RETURN NEW;
"""
STANDARD = f"""
IF EXISTS (
    SELECT FROM training_manualversion WHERE state <> 'draft' AND id IN (OLD.version_id, NEW.version_id)
) THEN {REFUSE}
END IF;
RETURN COALESCE(NEW, OLD);
"""
INDICATOR = f"""
IF EXISTS (
    SELECT FROM training_standard standard JOIN training_manualversion version ON version.id = standard.version_id
    WHERE version.state <> 'draft' AND standard.id IN (OLD.standard_id, NEW.standard_id)
) THEN {REFUSE}
END IF;
RETURN COALESCE(NEW, OLD);
"""
ACKNOWLEDGED = """
IF NOT EXISTS (SELECT FROM training_manualversion WHERE state = 'published' AND id = NEW.version_id) THEN
    RAISE EXCEPTION 'acknowledgement_of_unpublished' USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""


def freezes_published_version() -> pgtrigger.Trigger:
    """Refuses to change or delete a version once it is published."""
    return pgtrigger.Trigger(
        name="freezes_published_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__state="published"),
        func=VERSION,
    )


def freezes_with_version() -> pgtrigger.Trigger:
    """Refuses to add, change or delete a standard of a version that is in review or published."""
    return pgtrigger.Trigger(
        name="freezes_with_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=STANDARD,
    )


def freezes_with_standard() -> pgtrigger.Trigger:
    """Refuses to add, change or delete an indicator of a version that is in review or published."""
    return pgtrigger.Trigger(
        name="freezes_with_standard",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=INDICATOR,
    )


def acknowledges_published() -> pgtrigger.Trigger:
    """Refuses to open or acknowledge a version that is not published."""
    return pgtrigger.Trigger(
        name="acknowledges_published",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=ACKNOWLEDGED,
    )
