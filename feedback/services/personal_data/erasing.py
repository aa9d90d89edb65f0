"""Erasing one customer: the person goes, the figures stay.

The audit trail is append-only by trigger. Erasing is the one exception: the texts of this customer's rows are taken out of
its events with that trigger left aside for the statement, in this transaction alone; who did what when stays in the trail.
"""

from datetime import datetime
from typing import Any

import pgtrigger
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from feedback.errors import CustomerError
from feedback.models import Attachment, Customer, DrawEntry, PrivacyAction, ServiceRequest
from feedback.services.personal_data.holdings import HOLDINGS, Holding, own_address
from people.services.trail import acting

NOBODY = {"external_id": "", "name": "", "phone": "", "email": "", "language": ""}


@transaction.atomic
def erase_customer(*, customer: Customer, ground: str, by: Any, at: datetime) -> PrivacyAction:
    """Make a customer nobody, for good; scores, counts and money stay. Raises CustomerError while a request is open."""
    locked = Customer.objects.select_for_update().filter(pk=customer.pk).first()
    if locked is None or locked.erased_at is not None:
        raise CustomerError(_("The data of this customer have been erased already."))
    if ServiceRequest.objects.unresolved().filter(customer=locked).exists():
        raise CustomerError(_("A request of this customer is still open. Please bring it to its end first."))
    files = _files_of(locked)
    with acting(by, at):
        counts = _erase_rows(locked)
    _erase_draw_entries(locked.email)
    Customer.objects.filter(pk=locked.pk).update(**NOBODY, erased_at=at, no_surveys_since=at)
    transaction.on_commit(lambda: _delete_files(files))
    return PrivacyAction.objects.create(
        customer=locked,
        kind=PrivacyAction.Kind.ERASURE,
        ground=ground,
        counts={**counts, "files": len(files)},
        done_by=by,
        done_at=at,
    )


def _erase_rows(customer: Customer) -> dict[str, int]:
    """Erase what is written in the rows, and in the audit trail's copies of them."""
    counts: dict[str, int] = {}
    for holding in HOLDINGS:
        keys = list(_rows(holding, customer).values_list("pk", flat=True)) if holding.erased else []
        if not keys:
            continue
        holding.model._default_manager.filter(pk__in=keys).update(**holding.erased)
        _erase_trail(holding, keys)
        label = holding.model._meta.label
        counts[label] = counts.get(label, 0) + len(keys)
    return counts


def _erase_trail(holding: Holding, keys: list[Any]) -> None:
    events: type[Model] | None = getattr(holding.model, "pgh_event_model", None)
    if events is None:
        return
    known = {field.name for field in events._meta.concrete_fields}
    erased = {name: value for name, value in holding.erased.items() if name in known}
    if erased:
        with pgtrigger.ignore(f"{events._meta.label}:append_only"):
            events._default_manager.filter(pgh_obj_id__in=keys).update(**erased)


def _rows(holding: Holding, customer: Customer) -> QuerySet[Any]:
    return holding.model._default_manager.filter(**{holding.path: customer})


def _erase_draw_entries(email: str) -> None:
    """Entries of draws name their person by the address alone."""
    if email:
        DrawEntry.objects.filter(email__iexact=email).update(email=own_address())


def _files_of(customer: Customer) -> list[tuple[Storage, str]]:
    found = Attachment.objects.filter(request__customer=customer).exclude(file="")
    return [(attachment.file.storage, attachment.file.name or "") for attachment in found]


def _delete_files(files: list[tuple[Storage, str]]) -> None:
    for storage, name in files:
        storage.delete(name)
