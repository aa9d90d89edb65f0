"""Takes the interactions of a call-centre export over, with the call-back answers in it."""

from feedback.services.interaction_import.errors import (
    ImportAlreadyRunningError,
    ImportCancelledError,
    ImportRefusedError,
)
from feedback.services.interaction_import.plan import choose_mapping, make_plan
from feedback.services.interaction_import.service import import_interactions

__all__ = [
    "ImportAlreadyRunningError",
    "ImportCancelledError",
    "ImportRefusedError",
    "choose_mapping",
    "import_interactions",
    "make_plan",
]
