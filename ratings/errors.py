"""What can be refused in the life of a month; each message is for the person who asked."""


class RatingError(Exception):
    """A refusal with a translated message."""

    def __init__(self, message: str) -> None:
        super().__init__(str(message))


class MonthNotOverError(RatingError):
    """The month still runs; its evidence is not complete."""


class MonthStatusError(RatingError):
    """The month is not in the state this step needs."""


class NoPolicyError(RatingError):
    """No policy is in force for the month."""


class CorrectionError(RatingError):
    """The correction or appeal cannot be made like this."""
