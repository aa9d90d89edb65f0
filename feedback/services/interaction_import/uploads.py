"""An import begun on a page: the file is kept, looked at, started, watched, cancelled and thrown away."""

from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from feedback.models import ImportMapping, ImportRun
from feedback.services.interaction_import.errors import (
    ImportAlreadyRunningError,
    ImportCancelledError,
    ImportRefusedError,
)
from feedback.services.interaction_import.plan import make_plan
from feedback.services.interaction_import.service import import_interactions
from starservice.jobs.outbox import put_in_outbox
from starservice.sheets import Limits, SheetError, Table, open_table

FOLDER = "imports"
Status = ImportRun.Status


def keep_upload(*, file: File, by: Any) -> ImportRun:
    """Store a file somebody brought, outside the web root and under a name of ours, and return the draft of its import.

    Raises SheetError when it cannot be read at all; nothing is kept then.
    """
    name = PurePath(file.name or "").name
    stored = default_storage.save(f"{FOLDER}/{uuid4().hex}{PurePath(name).suffix.lower()}", file)
    run = ImportRun(file_name=name[-255:], stored_path=stored, status=Status.DRAFT, started_by=by)
    try:
        with open_upload(run) as table:
            next(table.rows, None)
            run.encoding, run.sheet = table.encoding, table.sheet
        run.save()
    except BaseException:
        default_storage.delete(stored)
        raise
    return run


def open_upload(run: ImportRun) -> Table:
    """Open the kept file as the draft says; raises SheetError."""
    if not run.stored_path or not default_storage.exists(run.stored_path):
        raise SheetError(_("The file is no longer there. Choose it again."))
    return open_table(
        default_storage.path(run.stored_path),
        name=run.file_name,
        encoding=run.encoding or None,
        sheet=run.sheet or None,
        limits=Limits(file_bytes=settings.UPLOAD_MAX_BYTES),
    )


@transaction.atomic
def begin_import(*, run: ImportRun, mapping: ImportMapping, by: Any, at: datetime) -> None:
    """Start a draft: a worker takes the file over; raises ImportRefusedError and SheetError."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.status != Status.DRAFT:
        raise ImportRefusedError(_("This import has been started already."))
    with open_upload(run) as table:
        make_plan(mapping=mapping, headings=table.headings, at=at)
    run.mapping, run.status, run.started_by = mapping, Status.WAITING, by
    run.save(update_fields=["mapping", "status", "started_by", "encoding", "sheet"])
    put_in_outbox("feedback.tasks.run_import", run_id=run.pk)


@transaction.atomic
def cancel_import(*, run: ImportRun, at: datetime) -> bool:
    """Cancel an import that is not over and return whether it was; one that is running stops within seconds."""
    unfinished = (Status.DRAFT, Status.WAITING, Status.RUNNING)
    cancelled = ImportRun.objects.filter(pk=run.pk, status__in=unfinished).update(
        status=Status.CANCELLED, finished_at=at
    )
    if cancelled and run.status in (Status.DRAFT, Status.WAITING):
        transaction.on_commit(lambda: _throw_away(run))
    return bool(cancelled)


def run_import(*, run_id: int, at: datetime) -> None:
    """Take over the file of an import that waits; delivered twice or after a crash it does the same once."""
    claimable = ImportRun.objects.filter(pk=run_id, status__in=[Status.WAITING, Status.RUNNING])
    if not claimable.update(status=Status.RUNNING, rows_done=0, phase=ImportRun.Phase.READING):
        return
    run = ImportRun.objects.select_related("mapping", "started_by").get(pk=run_id)
    try:
        error = _take(run, at)
    except ImportAlreadyRunningError:
        return
    except OperationalError:
        raise  # it will be delivered again, and needs the file then
    except Exception:
        _fail(run, _("Something went wrong here; nothing of the file was taken over. Try again."), at)
        raise
    if error:
        _fail(run, error, at)
    _throw_away(run)


def throw_away_drafts(*, before: datetime) -> int:
    """Forget drafts nobody started, with their files, and return how many."""
    drafts = list(ImportRun.objects.filter(status=Status.DRAFT, created_at__lt=before))
    for draft in drafts:
        _throw_away(draft)
    ImportRun.objects.filter(pk__in=[draft.pk for draft in drafts], status=Status.DRAFT).delete()
    return len(drafts)


def _take(run: ImportRun, at: datetime) -> str:
    """Import the kept file and return why that was not possible, or nothing."""
    mapping = run.mapping
    if mapping is None:
        return _("The import names no mapping.")
    try:
        with open_upload(run) as table:
            import_interactions(
                table=table, mapping=mapping, file_name=run.file_name, by=run.started_by, at=at, run=run
            )
    except ImportCancelledError:
        return ""
    except (ImportRefusedError, SheetError) as error:
        return str(error)
    return ""


def _fail(run: ImportRun, error: str, at: datetime) -> None:
    ImportRun.objects.filter(pk=run.pk).update(status=Status.FAILED, error=error, finished_at=at)


def _throw_away(run: ImportRun) -> None:
    """Files hold personal data: none is kept longer than it is needed."""
    if run.stored_path:
        default_storage.delete(run.stored_path)
