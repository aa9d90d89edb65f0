"""The training department's pages in the admin, a module a topic."""

from training.admin import (
    boards,
    cases,
    certificate_kinds,
    certificates,
    courses,
    development,
    exams,
    manuals,
    path_assignments,
    paths,
    questions,
    sessions,
    wording,
)

__all__ = [
    "boards",
    "cases",
    "certificate_kinds",
    "certificates",
    "courses",
    "development",
    "exams",
    "manuals",
    "path_assignments",
    "paths",
    "questions",
    "sessions",
    "wording",
]
