"""The life of a manual's version: begun, reviewed by a second person, published; then it never changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from people.models import User
from people.services.trail import acting
from starservice.jobs.outbox import put_in_outbox
from training.errors import OwnReview, VersionClosed, VersionNotReady
from training.manual_checks import Problem, problems_of
from training.manual_words import languages, problem_texts
from training.models import Manual, ManualVersion, Standard, StandardIndicator
from training.queries.manuals import newest_version, standards_in, written_of

DRAFT, REVIEW, PUBLISHED = (
    ManualVersion.State.DRAFT,
    ManualVersion.State.REVIEW,
    ManualVersion.State.PUBLISHED,
)
TELL_READERS = "training.tasks.remind_readers"


@transaction.atomic
def begin_version(*, manual: Manual, by: User | None, at: datetime) -> ManualVersion:
    """Begin the next version as a copy of the published one, or an empty first one; one is in work at a time."""
    manual = Manual.objects.select_for_update(of=("self",)).get(pk=manual.pk)
    if manual.versions.exclude(state=PUBLISHED).exists():
        raise VersionClosed(_("A version is in work already: finish or delete it first."))
    base = newest_version(manual)
    number = (manual.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    carried = {"foreword": base.foreword, "days_to_acknowledge": base.days_to_acknowledge} if base else {}
    with acting(by, at):
        draft = ManualVersion.objects.create(manual=manual, number=number, **carried)
        if base:
            _copy(base, draft)
    return draft


def _copy(base: ManualVersion, draft: ManualVersion) -> None:
    originals = standards_in(base)
    copies = Standard.objects.bulk_create(_again(one, version=draft) for one in originals)
    StandardIndicator.objects.bulk_create(
        _again(indicator, standard=copy)
        for original, copy in zip(originals, copies, strict=True)
        for indicator in original.indicators.all()
    )


def _again(row: Any, **changed: Any) -> Any:
    fields = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{**{name: getattr(row, name) for name in fields}, **changed})


@transaction.atomic
def send_to_review(*, version: ManualVersion, by: User, at: datetime) -> ManualVersion:
    """Ask for a second person's review; raises VersionNotReady with everything that forbids publishing."""
    version = version_in(DRAFT, version)
    _refuse(version, lambda problem: problem.forbids)
    version.state, version.submitted_by, version.submitted_at = REVIEW, by, at
    return _saved(version, by, at, "submitted_by", "submitted_at")


@transaction.atomic
def return_version(*, version: ManualVersion, words: str, by: User, at: datetime) -> ManualVersion:
    """Give a version back to be mended, with words that say what."""
    version = version_in(REVIEW, version)
    if not words.strip():
        raise VersionClosed(_("Say what to mend."), "words")
    version.state, version.returned_by, version.returned_at = DRAFT, by, at
    version.returned_words = words.strip()
    return _saved(version, by, at, "returned_by", "returned_at", "returned_words")


@transaction.atomic
def publish_version(
    *, version: ManualVersion, by: User, at: datetime, despite_missing_languages: bool = False
) -> ManualVersion:
    """Publish a reviewed version and tell who has to read it.

    Raises OwnReview to whoever sent it, and VersionNotReady where texts are not in every language unless that is meant.
    """
    version = version_in(REVIEW, version)
    if version.submitted_by_id == by.pk:
        raise OwnReview(_("You sent this version to review yourself. Somebody else publishes it."))
    _refuse(version, lambda problem: problem.forbids or not despite_missing_languages)
    version.state, version.published_by, version.published_at = PUBLISHED, by, at
    put_in_outbox(TELL_READERS)
    return _saved(version, by, at, "published_by", "published_at")


@transaction.atomic
def discard_version(*, version: ManualVersion, by: User, at: datetime) -> None:
    """Throw a draft away with its standards; published versions stay."""
    with acting(by, at):
        version_in(DRAFT, version).delete()


def version_in(state: str, version: ManualVersion) -> ManualVersion:
    """Return the version locked against others' changes; raises VersionClosed where it is in another state or gone."""
    found = ManualVersion.objects.select_for_update(of=("self",)).select_related("manual")
    current = found.filter(pk=version.pk).first()
    if current is None:
        raise VersionClosed(_("This version is no longer there."))
    if current.state != state:
        raise VersionClosed(_refusals()[current.state])
    return current


def _refusals() -> dict[str, str]:
    return {
        PUBLISHED: _("A published version never changes. Begin the next one from it."),
        REVIEW: _("This version is in review. It is edited again once it is returned."),
        DRAFT: _("This version is a draft. Send it to review first."),
    }


def _refuse(version: ManualVersion, matters: Callable[[Problem], bool]) -> None:
    standards = written_of(standards_in(version))
    found = [problem for problem in problems_of(standards, languages()) if matters(problem)]
    if found:
        raise VersionNotReady(problem_texts(found, standards))


def _saved(version: ManualVersion, by: User | None, at: datetime, *fields: str) -> ManualVersion:
    with acting(by, at):
        version.save(update_fields=["state", *fields])
    return version
