"""How far somebody is on the way to the next positions."""

from dataclasses import dataclass
from datetime import date

from people.models import Assignment, Staff
from ratings.queries.history import final_stars, published_results
from ratings.streaks import months_in_a_row, since_when, whole_months
from training.models import CareerStep, Certificate
from training.queries.development import skill_levels, steps_from


@dataclass(frozen=True)
class Way:
    """One step of the career ladder with what it asks for and what is there."""

    step: CareerStep
    months: int
    row: int
    skills_missing: int
    is_certified: bool

    @property
    def is_open(self) -> bool:
        """Whether everything that can be counted is reached; people decide the rest."""
        return (
            self.months >= self.step.months
            and self.row >= self.step.five_star_months
            and not self.skills_missing
            and self.is_certified
        )


def ways_of(staff: Staff, day: date) -> list[Way]:
    """The next positions of somebody's present one, with months, five-star months in a row, skills and certificate."""
    places = list(
        Assignment.objects.filter(staff=staff, starts_on__lte=day)
        .order_by("-starts_on")
        .values_list("position", "starts_on")
    )
    began = since_when(places)
    if began is None:
        return []
    results = [(result.month.first_day, final_stars(result)) for result in published_results(staff)]
    missing = sum(1 for skill in skill_levels(staff, day) if skill.gap != 0)
    certified = Certificate.objects.valid_on(day).filter(staff=staff).exists()
    return [
        Way(step, whole_months(began, day), months_in_a_row(results), missing, certified)
        for step in steps_from(places[0][0])
    ]
