"""Channels and customers in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE
from feedback.admin.customer_pages import CustomerPages
from feedback.models import Channel, Customer, CustomerSpend, CustomerTag
from feedback.queries.customers import with_tags
from people.models import Role
from starservice.web.model_admin import StarModelAdmin
from starservice.web.paginators import CappedPaginator


@admin.register(Channel)
class ChannelAdmin(StarModelAdmin):
    """The ways customers reach the company."""

    view_roles, change_roles = SEES_SERVICE, (Role.OFFICE,)
    list_display = ["name", "code", "is_active"]
    search_fields = ["code", "name"]


class TagFilter(admin.SimpleListFilter):
    """Customers with a tag."""

    title = gettext_lazy("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(tag.code, str(tag)) for tag in CustomerTag.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        held = {"taggings__tag__code": self.value(), "taggings__removed_at__isnull": True}
        return queryset.filter(**held)


class SpendInline(admin.TabularInline):
    """What the customer spent, by year."""

    model = CustomerSpend
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_role(*SEES_SERVICE))  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        living = obj is None or obj.erased_at is None
        return living and bool(request.user.has_role(Role.OFFICE))  # type: ignore[union-attr]

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission


@admin.register(Customer)
class CustomerAdmin(CustomerPages):
    """Customers, found by number, telephone, e-mail or the beginning of the name: each asks an index."""

    view_roles, change_roles = SEES_SERVICE, (Role.OFFICE,)
    list_display = ["__str__", "tags", "external_id", "phone", "email", "language"]
    list_filter = [TagFilter, "language", ("erased_at", admin.EmptyFieldListFilter)]
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["external_id__exact", "phone__exact", "email__exact", "name__startswith"]
    search_help_text = gettext_lazy("Customer number, telephone, e-mail, or the beginning of the name.")
    fields = ["external_id", "name", "phone", "email", "language", "customer_since", "no_surveys_since"]
    inlines = [SpendInline]
    empty_text = gettext_lazy(
        "Customers appear when interactions that name them are imported; you can also add one."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_tags(super().get_queryset(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        living = obj is None or obj.erased_at is None
        return living and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Whoever wants to be forgotten is erased, so that totals stay; doubles are merged.
        return False

    @admin.display(description=gettext_lazy("tags"))
    def tags(self, customer: Any) -> str:
        if customer.erased_at:
            return format_html('<span class="badge">{}</span>', _("erased"))
        rows = [(held.tag.tone and f" badge--{held.tag.tone}", held.tag) for held in customer.shown_tags]
        return format_html_join(" ", '<span class="badge{}">{}</span>', rows)
