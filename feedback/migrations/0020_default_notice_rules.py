"""What is noticed about answers until the office decides otherwise."""

from django.db import migrations

# kind: from so many answers (of `too_fast`: seconds), within days
RULES = {
    "too_fast": (3, 1),
    "same_words": (3, 30),
    "staff_network": (3, 1),
    "one_person": (3, 1),
}


def make_rules(apps, schema_editor):
    rules = apps.get_model("feedback", "NoticeRule").objects
    for kind, (at_least, within_days) in RULES.items():
        rules.get_or_create(kind=kind, defaults={"at_least": at_least, "within_days": within_days})


class Migration(migrations.Migration):
    dependencies = [("feedback", "0019_follow_ups_notices_and_draws")]

    operations = [migrations.RunPython(make_rules, migrations.RunPython.noop)]
