import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0020_default_notice_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="agent",
            name="last_assigned_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="last given a request"
            ),
        ),
        migrations.AddField(
            model_name="servicerules",
            name="link_days",
            field=models.PositiveSmallIntegerField(
                default=90,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="tracking links of closed requests end after (days)",
            ),
        ),
    ]
