"""A used policy is frozen by the database itself, whoever asks: admin, shell or raw SQL."""

import pgtrigger

REFUSE = "RAISE EXCEPTION 'policy_used_is_frozen' USING ERRCODE = 'restrict_violation';"

POLICY = f"""
IF TG_OP = 'DELETE' THEN
    {REFUSE}
END IF;
IF (to_jsonb(NEW) - 'first_used_at') IS DISTINCT FROM (to_jsonb(OLD) - 'first_used_at')
    OR (NEW.first_used_at IS NULL AND EXISTS (SELECT FROM ratings_ratingmonth WHERE policy_id = OLD.id)) THEN
    {REFUSE}
END IF;
RETURN NEW;
"""

CHILD = """
IF EXISTS (SELECT FROM ratings_policy policy WHERE policy.first_used_at IS NOT NULL AND policy.id IN ({policies})) THEN
    {refuse}
END IF;
RETURN COALESCE(NEW, OLD);
"""


def freezes_used_policy() -> pgtrigger.Trigger:
    """Refuses to change or delete a policy after its first use; only its first use itself may be noted."""
    return pgtrigger.Trigger(
        name="freezes_used_policy",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__first_used_at__isnull=False),
        func=POLICY,
    )


def freezes_with_policy(policies: str) -> pgtrigger.Trigger:
    """Refuses to add, change or delete a part of a used policy; `policies` selects the policies before and after."""
    return pgtrigger.Trigger(
        name="freezes_with_policy",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=CHILD.format(policies=policies, refuse=REFUSE),
    )


OWN_POLICY = "OLD.policy_id, NEW.policy_id"
POLICY_OF_DIMENSION = (
    "SELECT policy_id FROM ratings_dimension WHERE id IN (OLD.dimension_id, NEW.dimension_id)"
)
