"""Empty the database of everything but what every new company starts with."""

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction

from incentives.models import LedgerLine, Scheme
from ratings.models import Policy

OURS = ("people", "training", "feedback", "ratings", "incentives", "program", "starservice_jobs", "jobs")
OTHERS = ("account", "mfa", "axes", "authtoken", "sessions", "admin", "pghistory")
SHIPPED = {
    "feedback": {"channel", "surveyform", "surveydimension", "importmapping"},
    "ratings": {"policy", "dimension", "criterion", "pointrule", "indicator"},
    "incentives": {"scheme", "fund"},
}


@transaction.atomic
def empty_database() -> None:
    """Remove every row of people, service, ratings, money and sign-ins; policies, channels and forms stay."""
    tables = sorted(model._meta.db_table for model in _emptied())
    shipped_budgets = list(LedgerLine.objects.filter(kind=LedgerLine.Kind.BUDGET, entered_by__isnull=True))
    with connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        # Rows written before in the same transaction have checks that wait for its end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
    for line in shipped_budgets:
        line.pk = None
    LedgerLine.objects.bulk_create(shipped_budgets)
    # What was used by months and runs that are gone was never used.
    with pgtrigger.ignore():
        Policy.objects.update(first_used_at=None)
        Scheme.objects.update(first_used_at=None)


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
