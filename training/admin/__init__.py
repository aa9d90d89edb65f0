"""The training department's pages in the admin, a module a topic."""

from training.admin import certificates, development, questions, wording

__all__ = ["certificates", "development", "questions", "wording"]
