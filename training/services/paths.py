"""Learning paths: who is put on them, and when they are done."""

from training.services.path_assigning import Occasion, assign_many, assign_path
from training.services.path_progress import progressed
from training.services.path_rules import assign_by_rules, assign_for_failed_exam

__all__ = [
    "Occasion",
    "assign_by_rules",
    "assign_for_failed_exam",
    "assign_many",
    "assign_path",
    "progressed",
]
