"""The training department's pages in the admin, a module a topic."""

from training.admin import certificates, wording

__all__ = ["certificates", "wording"]
