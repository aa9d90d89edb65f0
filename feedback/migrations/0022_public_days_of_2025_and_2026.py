"""Public holidays and make-up workdays of mainland China in 2025 and 2026, as the State Council announced them.

Written out, so that every installation begins with the same days whatever a library knows that day.
"""

from django.db import migrations

NAMES = {
    "new_year": ("New Year's Day", "元旦", "元旦"),
    "eve": ("Chinese New Year's Eve", "农历除夕", "農曆除夕"),
    "spring": ("Chinese New Year (Spring Festival)", "春节", "春節"),
    "swap": ("Day off for a make-up workday", "休息日（调休）", "放假日（補班）"),
    "tomb": ("Tomb-Sweeping Day", "清明节", "清明節"),
    "labour": ("Labor Day", "劳动节", "勞動節"),
    "dragon": ("Dragon Boat Festival", "端午节", "端午節"),
    "dragon_observed": ("Dragon Boat Festival (observed)", "端午节（补假）", "端午節（補假）"),
    "national": ("National Day", "国庆节", "國慶節"),
    "autumn": ("Mid-Autumn Festival", "中秋节", "中秋節"),
    "tomb_observed": ("Tomb-Sweeping Day (observed)", "清明节（补假）", "清明節（補假）"),
    "labour_observed": ("Labor Day (observed)", "劳动节（补假）", "勞動節（補假）"),
    "national_observed": ("National Day (observed)", "国庆节（补假）", "國慶節（補假）"),
}
HOLIDAYS = {
    "new_year": "2025-01-01 2026-01-01",
    "eve": "2025-01-28 2026-02-16",
    "spring": "2025-01-29 2025-01-30 2025-01-31 2026-02-17 2026-02-18 2026-02-19",
    "swap": "2025-02-03 2025-02-04 2025-05-05 2025-10-07 2025-10-08 2026-01-02 2026-02-20 2026-02-23 2026-05-05 2026-10-06 2026-10-07",
    "tomb": "2025-04-04 2026-04-05",
    "labour": "2025-05-01 2025-05-02 2026-05-01 2026-05-02",
    "dragon": "2025-05-31 2026-06-19",
    "dragon_observed": "2025-06-02",
    "national": "2025-10-01 2025-10-02 2025-10-03 2026-10-01 2026-10-02 2026-10-03",
    "autumn": "2025-10-06 2026-09-25",
    "tomb_observed": "2026-04-06",
    "labour_observed": "2026-05-04",
    "national_observed": "2026-10-05",
}
MAKE_UP_NAMES = ("Make-up workday", "调休上班", "調休上班")
# day: the day of the week whose hours are worked, Monday is 0
MAKE_UP_DAYS = {
    "2025-01-26": 0,
    "2025-02-08": 1,
    "2025-04-27": 0,
    "2025-09-28": 1,
    "2025-10-11": 2,
    "2026-01-04": 4,
    "2026-02-14": 4,
    "2026-02-28": 0,
    "2026-05-09": 1,
    "2026-09-20": 1,
    "2026-10-10": 2,
}


def named(texts):
    return dict(zip(("en", "zh-hans", "zh-hant"), texts, strict=True))


def add_days(apps, schema_editor):
    model = apps.get_model("feedback", "PublicDay")
    closed = [
        model(region="CN", day=day, name=named(NAMES[code]))
        for code, days in HOLIDAYS.items()
        for day in days.split()
    ]
    opened = [
        model(region="CN", day=day, name=named(MAKE_UP_NAMES), is_open=True, like_weekday=weekday)
        for day, weekday in MAKE_UP_DAYS.items()
    ]
    model.objects.bulk_create(closed + opened, ignore_conflicts=True)


def remove_days(apps, schema_editor):
    days = [day for days in HOLIDAYS.values() for day in days.split()] + [*MAKE_UP_DAYS]
    apps.get_model("feedback", "PublicDay").objects.filter(region="CN", day__in=days).delete()


class Migration(migrations.Migration):
    dependencies = [("feedback", "0021_turns_and_tracking_links")]
    operations = [migrations.RunPython(add_days, remove_days)]
