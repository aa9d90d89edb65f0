"""Questions about customers and their answers; one module a noun."""

from feedback.queries.surveys import form_in_force

__all__ = ["form_in_force"]
