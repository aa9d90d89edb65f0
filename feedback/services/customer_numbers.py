"""Customers by the numbers other systems know them by; a merged one's number leads to the one that stays."""

from collections.abc import Collection

from feedback.models import Customer
from feedback.queries.customers import survivors_by_number


def customers_by_number(numbers: Collection[str]) -> dict[str, int]:
    """Id by customer number; unknown ones are made."""
    if not numbers:
        return {}
    merged = survivors_by_number(numbers)
    asked = set(numbers) - merged.keys()
    known = Customer.objects.filter(external_id__in=asked)
    missing = asked - set(known.values_list("external_id", flat=True))
    Customer.objects.bulk_create(
        [Customer(external_id=number) for number in sorted(missing)], ignore_conflicts=True
    )
    return {**dict(known.all().values_list("external_id", "pk")), **merged}
