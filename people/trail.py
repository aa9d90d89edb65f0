"""The audit trail of a row and of what belongs to it: who changed what, when, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.formats import localize
from django.utils.translation import gettext as _

from people.models import User


@dataclass(frozen=True)
class Line:
    """One field before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One event of the trail; `what` is insert, update or delete."""

    at: datetime
    who: str
    what: str
    subject: str
    lines: tuple[Line, ...]


def trail_of(row: Model, belongings: Iterable[tuple[type[Model], str]] = ()) -> list[Change]:
    """Changes of a row and of other tracked models' rows that point to it, latest first.

    `belongings` are (model, name of the field that points to the row). The number of queries depends on the fields
    only.
    """
    events = list(_events_of(row._meta.concrete_model, pgh_obj_id=row.pk))
    for model, field in belongings:
        events += _events_of(model, **{f"{field}_id": row.pk})
    events.sort(key=lambda event: (event.pgh_created_at, event.pgh_id))
    names, actors = _names_of(events), _actors_of(events)
    before: dict[tuple[type, int], Any] = {}
    changes = []
    for event in events:
        key = (type(event), event.pgh_obj_id)
        changes.append(_change(event, before.get(key), names, actors))
        before[key] = event
    return changes[::-1]


def _events_of(model: Any, **conditions: Any) -> Iterable[Any]:
    return model.pgh_event_model.objects.filter(**conditions).select_related("pgh_context")


def _fields(event: Any) -> Iterator[Any]:
    for field in event._meta.fields:
        if not field.name.startswith("pgh_") and field.name != "id":
            yield field


def _change(event: Any, before: Any, names: dict[Any, str], actors: dict[int, str]) -> Change:
    deleted = event.pgh_label == "delete"
    lines = []
    for field in _fields(event):
        old = _shown(before, field, names) if before else ""
        new = "" if deleted else _shown(event, field, names)
        if old != new:
            lines.append(Line(str(field.verbose_name), old, new))
    actor = ((event.pgh_context and event.pgh_context.metadata) or {}).get("user")
    who = actors.get(actor or 0) or _("the system")
    subject = str(event.pgh_tracked_model._meta.verbose_name)
    return Change(event.pgh_created_at, who, event.pgh_label, subject, tuple(lines))


def _shown(event: Any, field: Any, names: dict[Any, str]) -> str:
    value = getattr(event, field.attname)
    if value is None or value in ({}, []):
        return ""
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), f"#{value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(localize(value))


def _names_of(events: list[Any]) -> dict[Any, str]:
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for event in events:
        for field in _fields(event):
            if isinstance(field, ForeignKey):
                wanted[field.related_model].add(getattr(event, field.attname))
    return {
        (model, key): str(found)
        for model, keys in wanted.items()
        for key, found in model._default_manager.in_bulk(keys - {None}).items()
    }


def _actors_of(events: list[Any]) -> dict[int, str]:
    keys = {(event.pgh_context.metadata or {}).get("user") for event in events if event.pgh_context}
    return {
        key: user.get_full_name() or user.username
        for key, user in User.objects.in_bulk(keys - {None}).items()
    }
