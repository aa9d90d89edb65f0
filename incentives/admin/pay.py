"""Monthly pay, for HR and finance alone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from incentives.access import SETS_PAY
from incentives.admin.pages import MoneyAdmin
from incentives.models import PayRate
from starservice.web.formats import format_money


@admin.register(PayRate)
class PayRateAdmin(MoneyAdmin):
    view_roles = change_roles = SETS_PAY
    list_display = ["staff", "starts_on", "money"]
    list_select_related = ["staff"]
    autocomplete_fields = ["staff"]
    search_fields = ["staff__name", "staff__employee_no"]
    ordering = ["staff__employee_no", "-starts_on"]

    @admin.display(description=_("monthly pay"), ordering="monthly_amount")
    def money(self, rate: PayRate) -> str:
        return format_money(rate.monthly_amount)
