"""Learning paths: built, assigned by hand and by rule, changed, reminded of, and done."""

from training.services.path_assigning import Occasion, assign_by_hand, assign_many, assign_path
from training.services.path_building import order_steps, put_in_use
from training.services.path_changing import cancel_assignment, choose_mentor, extend_due
from training.services.path_progress import progressed
from training.services.path_reminding import remind_of_paths
from training.services.path_rules import assign_by_rules, assign_for_failed_exam

__all__ = [
    "Occasion",
    "assign_by_hand",
    "assign_by_rules",
    "assign_for_failed_exam",
    "assign_many",
    "assign_path",
    "cancel_assignment",
    "choose_mentor",
    "extend_due",
    "order_steps",
    "progressed",
    "put_in_use",
    "remind_of_paths",
]
