"""All that is kept about one customer: where it is, handing it out, erasing it."""

from feedback.services.personal_data.erasing import erase_customer
from feedback.services.personal_data.exporting import export_customer
from feedback.services.personal_data.holdings import HOLDINGS, Holding

__all__ = ["HOLDINGS", "Holding", "erase_customer", "export_customer"]
