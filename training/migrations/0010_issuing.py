"""Numbers for certificates, one certificate of a kind a day, and the days each one opens the rating."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import RangeBoundary
from django.db import migrations, models

from people.models.staff import DateRange
from starservice.database.operations import Together
from training.models.certificate import DaysInForce

# The one place that says on which days a certificate opens the rating: read by training's queries and the month's stars.
CERTIFIED = """
CREATE VIEW training_certified AS
SELECT certificate.id AS certificate_id, certificate.staff_id,
    certificate.valid_from, certificate.valid_until, certificate.revoked_on,
    datemultirange(daterange(certificate.valid_from, least(certificate.valid_until + 1, certificate.revoked_on)))
        - coalesce(suspended.days, '{}'::datemultirange) AS days
FROM training_certificate certificate
    LEFT JOIN training_certificatekind kind ON kind.id = certificate.kind_id
    LEFT JOIN (
        SELECT certificate_id, range_agg(daterange(first_on, last_on, '[]')) AS days
        FROM training_suspension GROUP BY certificate_id
    ) suspended ON suspended.certificate_id = certificate.id
WHERE coalesce(kind.opens_gate, true)
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0009_default_questions")]

    operations = [
        Together(
            [
                migrations.AddConstraint(
                    model_name="certificate",
                    constraint=ExclusionConstraint(
                        name="certificate_one_of_a_kind_a_day",
                        expressions=[
                            ("staff", "="),
                            ("kind", "="),
                            (DaysInForce("valid_from", "valid_until", "revoked_on"), "&&"),
                        ],
                        condition=models.Q(kind__isnull=False),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=ExclusionConstraint(
                        name="suspension_one_a_day",
                        expressions=[
                            ("certificate", "="),
                            (DateRange("first_on", "last_on", RangeBoundary(inclusive_upper=True)), "&&"),
                        ],
                    ),
                ),
                migrations.RunSQL(
                    "CREATE SEQUENCE training_certificate_number", "DROP SEQUENCE training_certificate_number"
                ),
                migrations.RunSQL(CERTIFIED, "DROP VIEW training_certified"),
            ]
        )
    ]
