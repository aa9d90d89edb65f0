"""The tags and rules a new company starts with."""

from decimal import Decimal

from django.db import migrations

TAGS = [
    ("vip", "VIP", "VIP客户", "VIP客戶", "star"),
    ("high-value", "High value", "高价值", "高價值", "good"),
    ("business", "Business", "商务", "商務", "info"),
    ("frequent-complainer", "Frequent complainer", "常投诉", "常投訴", "warn"),
]
RULES = [
    ("vip", "spend", Decimal(100_000), None, 12),
    ("vip", "loyal", None, None, 24),
    ("frequent-complainer", "complaints", None, 3, 12),
]


def add_defaults(apps, schema_editor):
    tags, rules = (apps.get_model("feedback", name).objects for name in ("CustomerTag", "TagRule"))
    for order, (code, english, simplified, traditional, tone) in enumerate(TAGS):
        name = {"en": english, "zh-hans": simplified, "zh-hant": traditional}
        tags.get_or_create(code=code, defaults={"name": name, "tone": tone, "order": order})
    for code, kind, amount, count, months in RULES:
        values = {"amount": amount, "count": count, "months": months}
        rules.get_or_create(tag=tags.get(code=code), kind=kind, defaults=values)


def remove_defaults(apps, schema_editor):
    apps.get_model("feedback", "CustomerTag").objects.filter(code__in=[tag[0] for tag in TAGS]).delete()


class Migration(migrations.Migration):
    dependencies = [("feedback", "0015_customer_tags_and_merges")]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
