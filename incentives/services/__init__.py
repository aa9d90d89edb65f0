from incentives.services.funding import add_budget
from incentives.services.preparing import fund_for, prepare_run, preview_run, problems_of, scheme_for
from incentives.services.running import approve_run, export_run, lock_run, mark_run_paid, reject_run
from incentives.services.schemes import activate_scheme, copy_scheme, retire_scheme

__all__ = [
    "activate_scheme",
    "add_budget",
    "approve_run",
    "copy_scheme",
    "export_run",
    "fund_for",
    "lock_run",
    "mark_run_paid",
    "prepare_run",
    "preview_run",
    "problems_of",
    "reject_run",
    "retire_scheme",
    "scheme_for",
]
