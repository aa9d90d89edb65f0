"""Two customers who are one: everything moves to the one that stays, and the old id leads there."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from pghistory.models import Event

from feedback.errors import CustomerError
from feedback.models import Customer, CustomerMerge, CustomerSpend, CustomerTagging, StopLink
from people.services.trail import acting

CHOSEN = ("external_id", "name", "phone", "email", "language", "customer_since")


def references() -> Iterator[ForeignKey]:
    """Every key of every model that points to a customer, present and future; the audit trail keeps what was."""
    for relation in Customer._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        points_here = relation.auto_created and not relation.concrete and isinstance(field, ForeignKey)
        if points_here and not issubclass(field.model, Event):
            yield field


@transaction.atomic
def merge_customers(
    *,
    survivor: Customer,
    other: Customer,
    by: Any,
    at: datetime,
    take_from_other: frozenset[str] = frozenset(),
    reason: str = "",
) -> CustomerMerge:
    """Move all that belongs to `other` to `survivor`, take the named fields over and remember what was.

    Two merges at once do it one after the other; the second finds its customer gone. Raises CustomerError.
    """
    stays, goes = _locked(survivor, other)
    before = {"stays": _values(stays), "goes": _values(goes)}
    with acting(by, at):
        moved = _move_everything(stays, goes)
        goes.delete()
        _take_over(stays, before["goes"], take_from_other)
    numbers = {before["stays"]["external_id"], before["goes"]["external_id"]} - {"", stays.external_id}
    return CustomerMerge.objects.create(
        survivor=stays,
        old_id=other.pk,
        old_number=numbers.pop() if numbers else "",
        old_values=before,
        moved=moved,
        reason=reason.strip(),
        merged_by=by,
        merged_at=at,
    )


def _locked(survivor: Customer, other: Customer) -> tuple[Customer, Customer]:
    if survivor.pk == other.pk:
        raise CustomerError(_("A customer cannot be merged with itself."))
    rows = Customer.objects.select_for_update().order_by("pk").in_bulk([survivor.pk, other.pk])
    if len(rows) < 2:
        raise CustomerError(_("One of the two has been merged already."))
    if any(row.erased_at for row in rows.values()):
        raise CustomerError(_("The data of one of the two have been erased."))
    return rows[survivor.pk], rows[other.pk]


def _move_everything(stays: Customer, goes: Customer) -> dict[str, int]:
    for reconcile in RECONCILE.values():
        reconcile(stays.pk, goes.pk)
    moved: dict[str, int] = {}
    for field in references():
        count = field.model._default_manager.filter(**{field.name: goes}).update(**{field.name: stays})
        if count:
            moved[field.model._meta.label] = moved.get(field.model._meta.label, 0) + count
    return moved


def _take_over(stays: Customer, goes: Mapping[str, Any], take: frozenset[str]) -> None:
    for name in CHOSEN:
        if name in take or not getattr(stays, name):
            value = goes[name]
            is_day = name == "customer_since" and value
            setattr(stays, name, date.fromisoformat(value) if is_day else value)
    stays.created_at = min(stays.created_at, datetime.fromisoformat(goes["created_at"]))
    if goes["no_surveys_since"] and not stays.no_surveys_since:
        stays.no_surveys_since = datetime.fromisoformat(goes["no_surveys_since"])
    stays.save()


def _values(customer: Customer) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    names = (*CHOSEN, "created_at", "no_surveys_since")
    return {name: plain(getattr(customer, name)) for name in names}


def _add_spending(stays: int, goes: int) -> None:
    """The same year twice is the sum of both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE feedback_customerspend kept SET amount = kept.amount + other.amount"
            " FROM feedback_customerspend other WHERE kept.customer_id = %s AND other.customer_id = %s"
            " AND kept.year = other.year",
            [stays, goes],
        )
    years = CustomerSpend.objects.filter(customer=stays).values("year")
    CustomerSpend.objects.filter(customer=goes, year__in=years).delete()


def _keep_one_tag(stays: int, goes: int) -> None:
    """The same tag twice: one given by hand goes before one of a rule."""
    by_hand = CustomerTagging.objects.filter(customer=goes, by_rule=False).values("tag")
    CustomerTagging.objects.filter(customer=stays, by_rule=True, tag__in=by_hand).delete()
    known = CustomerTagging.objects.filter(customer=stays).values("tag")
    CustomerTagging.objects.filter(customer=goes, tag__in=known).delete()


def _keep_one_stop_link(stays: int, goes: int) -> None:
    if StopLink.objects.filter(customer=stays).exists():
        StopLink.objects.filter(customer=goes).delete()


# What a unique constraint with the customer in it would refuse; tests find models that are missing here.
RECONCILE: dict[str, Callable[[int, int], None]] = {
    "feedback.CustomerSpend": _add_spending,
    "feedback.CustomerTagging": _keep_one_tag,
    "feedback.StopLink": _keep_one_stop_link,
}
