from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0022_public_days_of_2025_and_2026"),
    ]

    operations = [
        migrations.AddField(
            model_name="servicerules",
            name="agent_shown",
            field=models.CharField(
                choices=[("name", "by name"), ("number", "by employee number"), ("team", "not at all")],
                default="name",
                max_length=8,
                verbose_name="customers see who handles it",
            ),
        ),
    ]
