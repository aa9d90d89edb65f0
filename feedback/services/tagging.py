"""Tags of customers: by the rules, once a day over all customers, and by hand."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import CustomerError
from feedback.models import Customer, CustomerTag, CustomerTagging
from starservice.jobs.once import run_once

# One statement: what fits now is put in or brought up to date, what no longer fits goes; rows by hand are left alone.
APPLY = """
WITH rule AS (
    SELECT id, tag_id, kind, amount, count, months, %(at)s::timestamptz - make_interval(months => months) AS since
    FROM feedback_tagrule WHERE is_active
),
spent AS (
    SELECT DISTINCT ON (rule.id, spend.customer_id) rule.id AS rule_id, rule.tag_id, spend.customer_id,
        jsonb_build_object('kind', 'spend', 'year', spend.year, 'amount', spend.amount::text,
            'limit', rule.amount::text) AS why
    FROM rule JOIN feedback_customerspend spend
        ON spend.year IN (%(year)s, %(year)s - 1) AND spend.amount > rule.amount
    WHERE rule.kind = 'spend'
    ORDER BY rule.id, spend.customer_id, spend.amount DESC, spend.year DESC
),
complained AS (
    SELECT rule.id AS rule_id, rule.tag_id, request.customer_id,
        jsonb_build_object('kind', 'complaints', 'count', count(*), 'months', rule.months, 'limit', rule.count) AS why
    FROM rule JOIN feedback_servicerequest request
        ON request.kind = 'complaint' AND request.created_at > rule.since AND request.created_at <= %(at)s
    WHERE rule.kind = 'complaints' AND request.customer_id IS NOT NULL
    GROUP BY rule.id, rule.tag_id, rule.months, rule.count, request.customer_id
    HAVING count(*) >= rule.count
),
faithful AS (
    SELECT rule.id AS rule_id, rule.tag_id, customer.id AS customer_id,
        jsonb_build_object('kind', 'loyal', 'since', known.since, 'months', rule.months) AS why
    FROM rule CROSS JOIN feedback_customer customer
    CROSS JOIN LATERAL (
        SELECT coalesce(customer.customer_since, (customer.created_at AT TIME ZONE %(zone)s)::date) AS since) known
    WHERE rule.kind = 'loyal' AND known.since <= (rule.since AT TIME ZONE %(zone)s)::date
        AND NOT EXISTS (
            SELECT FROM feedback_servicerequest request
            WHERE request.customer_id = customer.id AND request.kind = 'complaint'
                AND request.created_at > rule.since AND request.created_at <= %(at)s)
),
due AS (
    SELECT fits.customer_id, fits.tag_id, jsonb_agg(fits.why ORDER BY fits.rule_id) AS why
    FROM (TABLE spent UNION ALL TABLE complained UNION ALL TABLE faithful) fits
    JOIN feedback_customer customer ON customer.id = fits.customer_id AND customer.erased_at IS NULL
    GROUP BY fits.customer_id, fits.tag_id
),
gone AS (
    DELETE FROM feedback_customertagging tagging
    WHERE tagging.by_rule AND NOT EXISTS (
        SELECT FROM due WHERE due.customer_id = tagging.customer_id AND due.tag_id = tagging.tag_id)
    RETURNING tagging.removed_at IS NULL AS was_shown
),
put AS (
    INSERT INTO feedback_customertagging AS tagging (customer_id, tag_id, by_rule, why, note, given_at)
    SELECT customer_id, tag_id, true, why, '', %(at)s FROM due
    ON CONFLICT (customer_id, tag_id) DO UPDATE SET why = excluded.why
        WHERE tagging.by_rule AND tagging.why IS DISTINCT FROM excluded.why
    RETURNING xmax = 0 AS is_new
)
SELECT (SELECT count(*) FROM put WHERE is_new), (SELECT count(*) FROM put WHERE NOT is_new),
    (SELECT count(*) FROM gone WHERE was_shown)
"""


@dataclass(frozen=True)
class Tagged:
    """What an evaluation of the rules changed."""

    added: int
    updated: int
    removed: int


@transaction.atomic
def apply_tag_rules(*, at: datetime) -> Tagged:
    """Give and take the rules' tags as of a moment; two at once do it one after the other."""
    values = {"at": at, "year": localdate(at).year, "zone": settings.TIME_ZONE}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('feedback.apply_tag_rules'))")
        cursor.execute(APPLY, values)
        return Tagged(*cursor.fetchone())


def tag_customers_daily(*, at: datetime) -> bool:
    """Apply the rules once on a day; whether it was done now."""
    return run_once(
        job="tag_customers",
        period=localdate(at).isoformat(),
        at=at,
        work=lambda: asdict(apply_tag_rules(at=at)),
    )


@transaction.atomic
def tag_customer(*, customer: Customer, tag: CustomerTag, by: Any, at: datetime, note: str = "") -> None:
    """Give a tag by hand; one a rule gave, or that was held off, becomes one by hand. Raises CustomerError."""
    locked = Customer.objects.select_for_update().filter(pk=customer.pk).first()
    if locked is None or locked.erased_at is not None:
        raise CustomerError(_("The data of this customer have been erased."))
    by_hand = {"by_rule": False, "why": [], "note": note.strip(), "given_by": by, "given_at": at}
    CustomerTagging.objects.update_or_create(
        customer=customer, tag=tag, defaults={**by_hand, "removed_by": None, "removed_at": None}
    )


@transaction.atomic
def untag_customer(*, tagging: CustomerTagging, by: Any, at: datetime) -> None:
    """Take a tag away; a rule's is held off for as long as the rule fits."""
    locked = CustomerTagging.objects.select_for_update().filter(pk=tagging.pk).first()
    if locked is None:
        return
    if not locked.by_rule:
        locked.delete()
        return
    locked.removed_by, locked.removed_at = by, at
    locked.save(update_fields=["removed_by", "removed_at"])
