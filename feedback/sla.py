"""What the levels of an SLA event mean."""

WARNING, BREACH, ESCALATION = "warning", "breach", "escalation"


def kind_of_level(level: int) -> str:
    """Return warning for level 0, breach for 1, escalation for the levels of the tier's steps above."""
    return {0: WARNING, 1: BREACH}.get(level, ESCALATION)
