from incentives.admin.funds import FundAdmin, LedgerLineAdmin
from incentives.admin.pay import PayRateAdmin
from incentives.admin.runs import PayoutRunAdmin
from incentives.admin.schemes import SchemeAdmin

__all__ = ["FundAdmin", "LedgerLineAdmin", "PayRateAdmin", "PayoutRunAdmin", "SchemeAdmin"]
