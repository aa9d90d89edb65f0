"""Taking in e-mail files: a new request, a message on one there is, or nothing, with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from feedback.contacts import plain_email
from feedback.emails import NotAnEmailError, ParsedEmail, parse_email
from feedback.errors import FeedbackError, FileRefusedError
from feedback.models import Channel, ServiceRequest, TimelineEntry
from feedback.numbers import id_in
from feedback.services.attaching import MOST_FILES, check_file, most_bytes, most_bytes_together
from feedback.services.desk.rows import note_entry
from feedback.services.intake import Contact, open_request
from feedback.services.tracking import say

SOURCE = "e-mail"
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class EmailResult:
    """What became of one file: `outcome` is new, added, known, automatic, unreadable or refused."""

    file: str
    outcome: str
    number: str = ""
    detail: str = ""
    refused: tuple[str, ...] = field(default=())


def import_emails(*, emails: Iterable[tuple[str, bytes]], at: datetime, by: Any = None) -> list[EmailResult]:
    """Take in files one by one; one that cannot be taken keeps none of the others out."""
    return [import_email(name=name, raw=raw, at=at, by=by) for name, raw in emails]


def import_email(*, name: str, raw: bytes, at: datetime, by: Any = None) -> EmailResult:
    """Take in one e-mail file; the same again changes nothing."""
    try:
        email = parse_email(raw)
    except NotAnEmailError:
        return EmailResult(name, "unreadable", detail=_("This is no e-mail: it names no sender."))
    if email.automatic or email.sender == plain_email(
        settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    ):
        return EmailResult(name, "automatic", detail=email.automatic or "own")
    try:
        return _take(name, email, at, by)
    except FeedbackError as refused:
        return EmailResult(name, "refused", detail=str(refused))


@transaction.atomic
def _take(name: str, email: ParsedEmail, at: datetime, by: Any) -> EmailResult:
    known = ServiceRequest.objects.filter(source=SOURCE, external_id=email.message_id).first()
    if known:
        return EmailResult(name, "known", known.number)
    files, refused = _files_of(email)
    text = email.text[:LONGEST_TEXT] or email.subject
    request = _request_it_answers(email)
    if request is None:
        made = open_request(
            subject=email.subject,
            text=text,
            channel=Channel.objects.get(code="e-mail"),
            at=at,
            contact=Contact(email.sender_name, email.sender),
            by=by,
            source=SOURCE,
            external_id=email.message_id,
            files=files,
        )
        _note_refused(made, refused, at)
        return EmailResult(name, "new", made.number, refused=tuple(refused))
    key = _key_of(email.message_id)
    if _was_added(request, key):
        return EmailResult(name, "known", request.number)
    entry = say(request=request, text=text, at=at, client_key=key, files=files)
    _note_refused(entry.request, refused, at)
    return EmailResult(name, "added", entry.request.number, refused=tuple(refused))


def _request_it_answers(email: ParsedEmail) -> ServiceRequest | None:
    """The request a letter belongs to, by the number in its subject or the letters it answers; only for its own customer."""
    found = ServiceRequest.objects.select_related("customer").filter(pk=id_in(email.number) or 0).first()
    if found is None and email.answers:
        answered = ServiceRequest.objects.select_related("customer").filter(
            source=SOURCE, external_id__in=email.answers
        )
        found = answered.order_by("-pk").first()
    return found if found and _is_own(found, email.sender) else None


def _is_own(request: ServiceRequest, sender: str) -> bool:
    """Whether the sender is the request's customer: a number alone lets nobody write on it."""
    known = {request.contact_email, request.customer.email if request.customer else ""}
    return sender in {plain_email(address) for address in known if address}


def _key_of(message_id: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"mid:{message_id}")


def _was_added(request: ServiceRequest, key: UUID) -> bool:
    places = [request.pk, *request.following.values_list("pk", flat=True)]
    return TimelineEntry.objects.filter(request__in=places, client_key=key).exists()


def _files_of(email: ParsedEmail) -> tuple[list[Any], list[str]]:
    """The files that can be kept, and why each other one cannot: a wrong file does not keep the letter out."""
    kept: list[Any] = []
    refused: list[str] = []
    most, left = most_bytes(), most_bytes_together()
    for each in email.files:
        file = ContentFile(each.content, name=each.name)
        try:
            check_file(file, most)
        except FileRefusedError as why:
            refused.append(str(why))
            continue
        if len(kept) == MOST_FILES or file.size > left:
            refused.append(_("%(name)s was too much.") % {"name": each.name})
            continue
        left -= file.size
        kept.append(file)
    return kept, refused


def _note_refused(request: ServiceRequest, refused: list[str], at: datetime) -> None:
    if refused:
        text = "\n".join([_("These files of the e-mail were not kept:"), *refused])
        note_entry(request, TimelineEntry.Kind.NOTE, at, text=text, data={"code": "files_refused"})
