"""The bonus scheme and the fund a new company starts with; new versions and ledger lines change every number."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pgtrigger
from django.db import migrations

SHIPPED_AT = datetime(2000, 1, 1, tzinfo=UTC)
SCHEME = {
    "name": {"en": "Star bonus", "zh-hans": "星级奖金", "zh-hant": "星級獎金"},
    "effective_from": date(2000, 1, 1),
    "is_active": True,
    "five_stars": Decimal(1000),
    "four_stars": Decimal(600),
    "three_stars": Decimal(300),
    "two_stars": Decimal(100),
    "one_star": Decimal(50),
}
BUDGET = Decimal(100_000)


def add_defaults(apps, schema_editor):
    apps.get_model("incentives", "Scheme").objects.get_or_create(
        code="star-bonus", version=1, defaults=SCHEME
    )
    fund, is_new = apps.get_model("incentives", "Fund").objects.get_or_create(
        code="programme", defaults={"name": "Programme"}
    )
    if is_new:
        fund.lines.create(kind="budget", amount=BUDGET, note="default budget", entered_at=SHIPPED_AT)


def remove_unused_defaults(apps, schema_editor):
    apps.get_model("incentives", "Scheme").objects.filter(
        code="star-bonus", version=1, runs__isnull=True
    ).delete()
    for fund in apps.get_model("incentives", "Fund").objects.filter(code="programme", runs__isnull=True):
        with pgtrigger.ignore("incentives.LedgerLine:append_only"):
            fund.lines.all().delete()
        fund.delete()


class Migration(migrations.Migration):
    dependencies = [("incentives", "0001_schemes_funds_and_runs")]

    operations = [migrations.RunPython(add_defaults, remove_unused_defaults)]
