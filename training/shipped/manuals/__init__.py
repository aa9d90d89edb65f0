"""Three standards manuals a new company starts with, in English, Simplified and Traditional Chinese."""

from training.shipped.manuals.complaints import COMPLAINTS
from training.shipped.manuals.front_desk import FRONT_DESK
from training.shipped.manuals.restaurant import RESTAURANT

MANUALS = (FRONT_DESK, COMPLAINTS, RESTAURANT)

__all__ = ["MANUALS"]
