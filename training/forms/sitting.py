"""Answers as pages send them: an option is named by its place on the page, never by its number in the bank.

Numbers would tell: questions are often written with the right answer first, and things to order in their right order.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.errors import NotAnAnswer
from training.marking import ORDER, TEXT
from training.models import AttemptQuestion

UNKNOWN = -1


class HonestyForm(forms.Form):
    """What somebody says before an exam begins."""

    honest = forms.BooleanField(
        label=gettext_lazy("I answer alone and without help, and I pass no question on."),
        error_messages={"required": gettext_lazy("Please confirm this before you begin.")},
    )


@dataclass(frozen=True)
class Sent:
    """One answer as a script sent it."""

    place: int
    version: int
    writer: UUID
    answer: Any


def read_sent(body: bytes) -> Sent:
    """Return what a script sent; raises NotAnAnswer for anything that is not in the expected form."""
    try:
        said = json.loads(body)
        place, version = said["place"], said["version"]
        if type(place) is not int or type(version) is not int:
            raise TypeError
        return Sent(place, version, UUID(said["writer"]), said["answer"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAnAnswer(_("This is no answer to the question. Nothing was changed.")) from error


def written_by(post: Mapping[str, Any]) -> UUID | None:
    """The page a form came from."""
    try:
        return UUID(str(post.get("writer", "")))
    except ValueError:
        return None


def as_stored(row: AttemptQuestion, answer: Any) -> Any:
    """Turn places on the page, counted from 1, into options; what is no place becomes an option nobody has."""
    if row.shown["kind"] == TEXT or not isinstance(answer, list):
        return answer
    options = [option["id"] for option in row.shown["options"]]
    return [
        options[place - 1] if type(place) is int and 0 < place <= len(options) else UNKNOWN
        for place in answer
    ]


def as_places(row: AttemptQuestion) -> list[int]:
    """The places on the page, counted from 1, of the options somebody chose."""
    if not isinstance(row.answer, list):
        return []
    place = {option["id"]: number for number, option in enumerate(row.shown["options"], 1)}
    return [place[option] for option in row.answer if option in place]


def as_sent(row: AttemptQuestion) -> Any:
    """The stored answer as a script would send it."""
    return row.answer if row.shown["kind"] == TEXT else as_places(row)


def posted_answers(rows: Iterable[AttemptQuestion], post: QueryDict) -> list[tuple[int, Any, int]]:
    """Place, answer and version of each question a whole page sent, as stored; an order nobody touched is left out."""
    moved = post.get("move", "").split(":")
    return [
        (row.place, as_stored(row, _posted(row, post, moved)), _number(post.get(f"v{row.place}")))
        for row in rows
        if f"v{row.place}" in post and (row.shown["kind"] != ORDER or _is_ordered(row, post, moved))
    ]


def _is_ordered(row: AttemptQuestion, post: QueryDict, moved: list[str]) -> bool:
    return row.answer is not None or moved[0] == str(row.place)


def _posted(row: AttemptQuestion, post: QueryDict, moved: list[str]) -> Any:
    if row.shown["kind"] == TEXT:
        return {"text": post.get(f"q{row.place}", "").replace("\r\n", "\n")}
    places = [_number(value) for value in post.getlist(f"q{row.place}")]
    if len(moved) == 3 and moved[0] == str(row.place):
        return _moved(places, _number(moved[1]), -1 if moved[2] == "up" else 1)
    return places


def _moved(places: list[int], place: int, by: int) -> list[int]:
    if place not in places:
        return places
    here = places.index(place)
    there = min(max(here + by, 0), len(places) - 1)
    places[here], places[there] = places[there], places[here]
    return places


def _number(value: Any) -> int:
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else UNKNOWN
