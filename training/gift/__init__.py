"""Questions in Moodle's GIFT format."""

from training.gift.question import MISTAKES, Answer, GiftQuestion, Mistake
from training.gift.reading import read_gift
from training.gift.writing import write_gift

__all__ = ["MISTAKES", "Answer", "GiftQuestion", "Mistake", "read_gift", "write_gift"]
