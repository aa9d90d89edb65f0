"""What can be refused on the way of the money; each message is for the person who asked."""


class PayoutError(Exception):
    """A refusal with a translated message."""

    def __init__(self, message: str) -> None:
        super().__init__(str(message))


class MonthNotPayableError(PayoutError):
    """The month is not over, or not published."""


class RunExistsError(PayoutError):
    """The month has a run already."""


class RunStatusError(PayoutError):
    """The run is not in the state this step needs."""


class NoSchemeError(PayoutError):
    """No bonus scheme is in force for the month."""


class NoFundError(PayoutError):
    """It is not clear which fund pays."""


class NothingToPayError(PayoutError):
    """Nobody gets anything, or more is taken back than paid."""


class MissingPayError(PayoutError):
    """Somebody gets a share of a monthly pay that is not recorded."""


class FundExceededError(PayoutError):
    """The run is more than what the fund has left."""


class OwnApprovalError(PayoutError):
    """Somebody approves what they prepared, or what they are paid by."""


class MissingReasonError(PayoutError):
    """A rejection needs its reason."""


class SchemeError(PayoutError):
    """The scheme cannot be changed or put in force like this."""


class BudgetError(PayoutError):
    """The amount cannot be added to the fund."""
