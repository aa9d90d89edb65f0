from training.models.certificate import Certificate
from training.models.wording import Wording

__all__ = ["Certificate", "Wording"]
