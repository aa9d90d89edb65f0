"""Questions a new company starts with, by topic."""

from training.shipped.questions.emergencies import EMERGENCIES
from training.shipped.questions.etiquette import ETIQUETTE
from training.shipped.questions.product import PRODUCT
from training.shipped.questions.question import Shipped
from training.shipped.questions.systems import SYSTEMS

QUESTIONS: dict[str, list[Shipped]] = {
    "product": PRODUCT,
    "etiquette": ETIQUETTE,
    "systems": SYSTEMS,
    "emergencies": EMERGENCIES,
}
