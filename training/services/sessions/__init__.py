"""Classroom sessions and simulations: planned, booked, signed in to, held."""

from training.services.sessions.attendance import (
    confirm_attendance,
    correct_presence,
    give_seat_on,
    presence_by_sign_in,
)
from training.services.sessions.booking import book, cancel_booking, may_choose
from training.services.sessions.planning import cancel, change, plan
from training.services.sessions.reminding import remind_of_sessions
from training.services.sessions.signing_in import (
    EARLIEST,
    close_sign_in,
    device_hash,
    open_sign_in,
    sign_in,
    sign_in_by_hand,
    strike_out,
)

__all__ = [
    "EARLIEST",
    "book",
    "cancel",
    "cancel_booking",
    "change",
    "close_sign_in",
    "confirm_attendance",
    "correct_presence",
    "device_hash",
    "give_seat_on",
    "may_choose",
    "open_sign_in",
    "plan",
    "presence_by_sign_in",
    "remind_of_sessions",
    "sign_in",
    "sign_in_by_hand",
    "strike_out",
]
