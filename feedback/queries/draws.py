"""Prize draws customers may see."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from feedback.draw import Place, places
from feedback.models import Prize, PrizeDraw


@dataclass(frozen=True)
class PrizeNumbers:
    """One prize and the numbers that won it."""

    prize: Prize
    numbers: list[int]


def public_draws() -> QuerySet[PrizeDraw]:
    """Draws that have been announced."""
    return PrizeDraw.objects.exclude(status=PrizeDraw.Status.DRAFT)


@lru_cache(maxsize=4)
def open_draw_on(day: date, _minute: int) -> int | None:
    """The draw customers can enter on a day, if any; asked once a minute."""
    taking = PrizeDraw.objects.filter(status=PrizeDraw.Status.OPEN, first_day__lte=day, last_day__gte=day)
    return taking.order_by("last_day", "pk").values_list("pk", flat=True).first()


def published_places(draw: PrizeDraw) -> list[Place]:
    """All numbers in the order drawn, of a confirmed draw; of any other none."""
    if not draw.seed:
        return []
    return places(draw.seed, draw.entry_count or 0, list(draw.prizes.values_list("pk", "count")))


def prize_numbers(draw: PrizeDraw, drawn: list[Place]) -> list[PrizeNumbers]:
    """The prizes with the numbers that won them, in the order drawn."""
    won: dict[int | None, list[int]] = {}
    for place in drawn:
        won.setdefault(place.prize, []).append(place.number)
    return [PrizeNumbers(prize, won.get(prize.pk, [])) for prize in draw.prizes.all()]
