"""Takes the interactions of a call-centre export over, with the call-back answers in it."""

from feedback.services.interaction_import.errors import (
    ImportAlreadyRunningError,
    ImportCancelledError,
    ImportRefusedError,
)
from feedback.services.interaction_import.plan import choose_mapping, make_plan
from feedback.services.interaction_import.preview import Preview, preview_import
from feedback.services.interaction_import.service import import_interactions
from feedback.services.interaction_import.uploads import (
    begin_import,
    cancel_import,
    keep_upload,
    open_upload,
    run_import,
    throw_away_drafts,
)

__all__ = [
    "ImportAlreadyRunningError",
    "ImportCancelledError",
    "ImportRefusedError",
    "Preview",
    "begin_import",
    "cancel_import",
    "choose_mapping",
    "import_interactions",
    "keep_upload",
    "make_plan",
    "open_upload",
    "preview_import",
    "run_import",
    "throw_away_drafts",
]
