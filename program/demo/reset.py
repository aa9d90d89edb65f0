"""Empty the database of everything but what every new company starts with."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from incentives.models import LedgerLine, Scheme
from ratings.models import Policy
from training.shipped.manuals import add_manuals

OURS = ("people", "training", "feedback", "ratings", "incentives", "program", "starservice_jobs", "jobs")
OTHERS = ("account", "mfa", "axes", "authtoken", "sessions", "admin", "pghistory")
SHIPPED = {
    "training": {
        "certificatekind",
        "certificatekind_exams",
        "course",
        "courseunit",
        "servicecase",
        "exam",
        "exampart",
        "learningpath",
        "pathrule",
        "pathstep",
        "pathstep_after",
        "question",
        "questionoption",
        "rubric",
        "rubriccriterion",
        "topic",
        "wording",
    },
    "feedback": {
        "approvallimit",
        "calendar",
        "category",
        "channel",
        "customertag",
        "errorclass",
        "escalationstep",
        "importmapping",
        "noticerule",
        "praiserule",
        "priorityrule",
        "publicday",
        "servicerules",
        "suggestioncategory",
        "suggestionlevel",
        "surveyform",
        "surveyquestion",
        "tagrule",
        "tier",
        "workingshift",
    },
    "ratings": {"policy", "dimension", "criterion", "pointrule", "indicator"},
    "incentives": {"scheme", "fund"},
}
# Rows that are about what goes, and go with it.
GOES_WITH = {
    "courseunit": ("case",),
    "pathrule": ("position", "department"),
    "pathstep": ("manual",),
    "pathstep_after": ("from_pathstep__manual", "to_pathstep__manual"),
}


@transaction.atomic
def empty_database() -> None:
    """Remove every row of people, service, ratings, money and sign-ins; policies, channels and forms stay."""
    emptied = _emptied()
    # What ships and names a department goes with the departments, and comes back without one.
    naming = _naming(emptied)
    shipped_rows = {model: _staying(model) for model in naming}
    tables = sorted(model._meta.db_table for model in [*emptied, *naming])
    shipped_budgets = list(LedgerLine.objects.filter(kind=LedgerLine.Kind.BUDGET, entered_by__isnull=True))
    with connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        # Rows written before in the same transaction have checks that wait for its end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
    for line in shipped_budgets:
        line.pk = None
    LedgerLine.objects.bulk_create(shipped_budgets)
    _bring_back(shipped_rows, emptied)
    # As drafts: who had to read the published ones has gone.
    add_manuals(partial(apps.get_model, "training"))
    # What was used by months and runs that are gone was never used.
    with pgtrigger.ignore():
        Policy.objects.update(first_used_at=None)
        Scheme.objects.update(first_used_at=None)


def _naming(emptied: Sequence[type[models.Model]]) -> list[type[models.Model]]:
    """Shipped models tied to emptied ones, and those tied to them in turn."""
    naming: list[type[models.Model]] = []
    for model in shipped_models():
        if _refers_to(model, [*emptied, *naming]):
            naming.append(model)
    return naming


def _staying(model: type[models.Model]) -> list[Any]:
    about = GOES_WITH.get(str(model._meta.model_name), ())
    return list(model._default_manager.filter(**dict.fromkeys(about)))


def _refers_to(model: type[models.Model], others: Sequence[type[models.Model]]) -> list[Any]:
    """The fields by which the database ties rows of a model to rows of others."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and getattr(field, "db_constraint", False) and field.related_model in others
    ]


def _bring_back(rows: dict[type[models.Model], list[Any]], emptied: Sequence[type[models.Model]]) -> None:
    for model, shipped in rows.items():
        for row in shipped:
            for field in _refers_to(model, emptied):
                setattr(row, field.attname, None)
        model._default_manager.bulk_create(shipped)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)


def shipped_models() -> list[type[models.Model]]:
    """Every model of which rows come with the program."""
    return [apps.get_model(app, name) for app, names in SHIPPED.items() for name in sorted(names)]


def _emptied() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label in (*OURS, *OTHERS)
        and model._meta.model_name not in _kept(model._meta.app_label)
    ]


def _kept(app: str) -> set[str]:
    """Names of shipped models of an app, and of their history."""
    shipped = SHIPPED.get(app, set())
    return shipped | {f"{name}event" for name in shipped}
