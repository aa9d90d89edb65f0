"""Handing out all that is kept about one customer: for machines as JSON, for people as a page, in one ZIP."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BinaryField, Field, ForeignKey
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from feedback.errors import CustomerError
from feedback.models import Customer, CustomerTagging, PrivacyAction
from feedback.services.personal_data.holdings import HOLDINGS
from feedback.tag_reasons import reason_words

# What would open a page or a mark of a device is a secret of the system, not data about the customer.
SECRET = {"token", "hash", "seed", "key", "sha256"}


@dataclass(frozen=True)
class Section:
    """The rows of one model, as people read them."""

    title: str
    headings: list[str]
    rows: list[list[str]]


@transaction.atomic
def export_customer(*, customer: Customer, ground: str, by: Any, at: datetime) -> bytes:
    """Return a ZIP with data.json and index.html about a customer; that it was handed out is noted. Raises CustomerError."""
    if customer.erased_at is not None:
        raise CustomerError(_("The data of this customer have been erased."))
    found = [(model, list(rows)) for model, rows in _rows_by_model(customer)]
    counts = {model._meta.label: len(rows) for model, rows in found if rows}
    PrivacyAction.objects.create(
        customer=customer,
        kind=PrivacyAction.Kind.EXPORT,
        ground=ground,
        counts=counts,
        done_by=by,
        done_at=at,
    )
    filled = [(model, rows) for model, rows in found if rows]
    data = {model._meta.label: [_plain(row) for row in rows] for model, rows in filled}
    page = render_to_string(
        "feedback/customer_data.html",
        {
            "customer": customer,
            "company": settings.COMPANY_NAME,
            "at": at,
            "sections": [_section(model, rows) for model, rows in filled],
        },
    )
    return _zip(
        {"data.json": json.dumps(data, ensure_ascii=False, indent=1, default=str), "index.html": page}
    )


def _rows_by_model(customer: Customer) -> Iterator[tuple[Any, Any]]:
    yield Customer, [customer]
    for holding in HOLDINGS:
        related = [field.name for field in _fields(holding.model) if isinstance(field, ForeignKey)]
        rows = holding.model._default_manager.filter(**{holding.path: customer})
        yield holding.model, rows.select_related(*related) if related else rows


def _fields(model: Any) -> list[Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, BinaryField) and SECRET.isdisjoint(field.name.split("_"))
    ]


def _plain(row: Any) -> dict[str, Any]:
    return {field.name: field.value_to_string(row) for field in _fields(type(row))}


def _section(model: Any, rows: list[Any]) -> Section:
    fields = _fields(model)
    return Section(
        title=str(capfirst(model._meta.verbose_name_plural)),
        headings=[str(capfirst(field.verbose_name)) for field in fields],
        rows=[[_shown(row, field) for field in fields] for row in rows],
    )


def _shown(row: Any, field: Field) -> str:
    if isinstance(row, CustomerTagging) and field.name == "why":
        return " ".join(reason_words(why) for why in row.why)
    value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
    if isinstance(value, datetime):
        value = timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, dict | list) and type(value) in (dict, list):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    return "" if value is None else str(value)


def _zip(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()
