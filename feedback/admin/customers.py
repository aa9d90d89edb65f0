"""Channels and customers in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.access import SEES_SERVICE
from feedback.models import Channel, Customer
from people.models import Role
from starservice.web.model_admin import StarModelAdmin
from starservice.web.paginators import CappedPaginator


@admin.register(Channel)
class ChannelAdmin(StarModelAdmin):
    """The ways customers reach the company."""

    view_roles, change_roles = SEES_SERVICE, (Role.OFFICE,)
    list_display = ["name", "code", "is_active"]
    search_fields = ["code", "name"]


@admin.register(Customer)
class CustomerAdmin(StarModelAdmin):
    """Customers, found by number, telephone, e-mail or the beginning of the name: each asks an index."""

    view_roles, change_roles = SEES_SERVICE, (Role.OFFICE,)
    list_display = ["__str__", "external_id", "phone", "email", "language"]
    list_filter = ["language"]
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["external_id__exact", "phone__exact", "email__exact", "name__startswith"]
    search_help_text = _("Customer number, telephone, e-mail, or the beginning of the name.")
    empty_text = _("Customers appear when interactions that name them are imported; you can also add one.")
