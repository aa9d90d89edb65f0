"""What staff and customers do with a service request; each verb locks the request, and is done whole or not at all.

Writing of customers is in feedback/services/customer_messages.py, taking in in intake.py, complaints in complaints.py.
"""

from feedback.services.desk.ending import close, close_resolved, confirm, reopen, resolve
from feedback.services.desk.handling import assign, hand_over, take
from feedback.services.desk.pausing import pause, resume
from feedback.services.desk.sorting import change_category, change_tier
from feedback.services.desk.writing import add_note, reply

__all__ = [
    "add_note",
    "assign",
    "change_category",
    "change_tier",
    "close",
    "close_resolved",
    "confirm",
    "hand_over",
    "pause",
    "reopen",
    "reply",
    "resolve",
    "resume",
    "take",
]
