"""The training department's pages in the admin, a module a topic."""

from training.admin import (
    certificates,
    development,
    manuals,
    path_assignments,
    paths,
    questions,
    sessions,
    wording,
)

__all__ = [
    "certificates",
    "development",
    "manuals",
    "path_assignments",
    "paths",
    "questions",
    "sessions",
    "wording",
]
