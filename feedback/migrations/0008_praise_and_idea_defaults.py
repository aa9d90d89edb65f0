"""What a new company starts with: when praise is put forward, what ideas are about, what they are worth."""

from django.db import migrations

CATEGORIES = [
    ("process", "How we work", "服务流程", "服務流程"),
    ("product", "Products and offers", "产品与优惠", "產品與優惠"),
    ("environment", "Shops and surroundings", "门店与环境", "門市與環境"),
    ("tools", "Systems and tools", "系统与工具", "系統與工具"),
    ("people", "Training and people", "培训与人员", "培訓與人員"),
    ("other", "Something else", "其他", "其他"),
]
LEVELS = [
    ("useful", "Useful", "有用", "有用", 10, 5),
    ("valuable", "Valuable", "有价值", "有價值", 30, 20),
    ("outstanding", "Outstanding", "优秀", "優秀", 100, 50),
]


def names(english, simplified, traditional):
    return {"en": english, "zh-hans": simplified, "zh-hant": traditional}


def add_defaults(apps, schema_editor):
    apps.get_model("feedback", "PraiseRule").objects.get_or_create(pk=1)
    categories = apps.get_model("feedback", "SuggestionCategory").objects
    for order, (code, *texts) in enumerate(CATEGORIES):
        categories.get_or_create(code=code, defaults={"name": names(*texts), "order": order})
    levels = apps.get_model("feedback", "SuggestionLevel").objects
    for order, (code, *texts, points, more) in enumerate(LEVELS):
        values = {"name": names(*texts), "order": order, "points": points, "points_when_implemented": more}
        levels.get_or_create(code=code, defaults=values)


def remove_unused_defaults(apps, schema_editor):
    """Take away what nothing refers to; what is in use stays."""
    used = apps.get_model("feedback", "Suggestion").objects
    for model, key, rows in (
        ("SuggestionCategory", "category_id", CATEGORIES),
        ("SuggestionLevel", "level_id", LEVELS),
    ):
        found = apps.get_model("feedback", model).objects.filter(code__in=[row[0] for row in rows])
        found.exclude(pk__in=used.filter(**{f"{key}__isnull": False}).values(key)).delete()
    apps.get_model("feedback", "PraiseRule").objects.filter(pk=1).delete()


class Migration(migrations.Migration):
    dependencies = [("feedback", "0007_commendations_and_suggestions")]

    operations = [migrations.RunPython(add_defaults, remove_unused_defaults)]
