from incentives.models.fund import Fund, LedgerLine
from incentives.models.run import PayoutLine, PayoutRun
from incentives.models.scheme import PayRate, Scheme

__all__ = ["Fund", "LedgerLine", "PayRate", "PayoutLine", "PayoutRun", "Scheme"]
