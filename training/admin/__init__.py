"""The training department's pages in the admin, a module a topic."""

from training.admin import certificates, development, questions, sessions, wording

__all__ = ["certificates", "development", "questions", "sessions", "wording"]
