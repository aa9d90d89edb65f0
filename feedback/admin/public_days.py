"""Public holidays and make-up workdays: an editable table, filled for a year at once."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.access import SEES_SERVICE
from feedback.admin.calendars import say_recount
from feedback.admin.missing_days import notices
from feedback.errors import CalendarError
from feedback.forms.calendar import PublicDayForm, SeedForm
from feedback.models import PublicDay, Region
from feedback.services.calendars import ask_recount_for_regions, seed_public_days
from people.admin.pages import AuditedAdmin, posted
from people.models import Role
from starservice.web.admin_nav import RULES


class YearFilter(admin.SimpleListFilter):
    """Days of one year."""

    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        years = PublicDay.objects.order_by("-day__year").values_list("day__year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(day__year=int(value)) if value.isdecimal() and len(value) == 4 else queryset


@admin.register(PublicDay)
class PublicDayAdmin(AuditedAdmin):
    """The office keeps public days; every edit counts the due moments of the region's calendars anew."""

    view_roles, change_roles = SEES_SERVICE, (Role.OFFICE,)
    managers_view = True
    nav_group = RULES
    form = PublicDayForm
    change_list_template = "admin/feedback/publicday/change_list.html"
    list_display = ["day", "weekday", "shown_name", "is_open", "like_weekday", "region"]
    list_filter = [YearFilter, "region", "is_open"]
    search_fields = ["name"]
    empty_text = gettext_lazy("Fill a year at once with “Add a year”, or add single days.")

    @admin.display(description=gettext_lazy("day of the week"))
    def weekday(self, row: PublicDay) -> str:
        return date_format(row.day, "l")

    @admin.display(description=gettext_lazy("name"))
    def shown_name(self, row: PublicDay) -> str:
        return str(row.name)

    def save_model(self, request: HttpRequest, obj: PublicDay, form: Any, change: bool) -> None:
        regions = {obj.region, form.initial.get("region") or obj.region}
        super().save_model(request, obj, form, change)
        self._recount(request, regions)

    def delete_model(self, request: HttpRequest, obj: PublicDay) -> None:
        super().delete_model(request, obj)
        self._recount(request, {obj.region})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        regions = set(queryset.values_list("region", flat=True))
        super().delete_queryset(request, queryset)
        self._recount(request, regions)

    def _recount(self, request: HttpRequest, regions: set[str]) -> None:
        say_recount(request, ask_recount_for_regions(regions=regions, at=timezone.now()))

    def get_urls(self) -> list[Any]:
        seed = self.admin_site.admin_view(self.seed_view)
        return [path("year/", seed, name="feedback_publicday_seed"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        warnings = {"notices": notices(request.user, timezone.localdate())}
        return super().changelist_view(request, {**warnings, **(extra_context or {})})

    def seed_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for region and year, and add the days that are known of it."""
        if not self.has_add_permission(request):
            raise Http404
        initial = {"region": Region.CHINA, "year": timezone.localdate().year + 1}
        form = SeedForm(posted(request), initial=initial)
        if request.method == "POST" and form.is_valid() and self._seeded(request, form):
            return redirect(f"{self._list()}?year={form.cleaned_data['year']}")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "back": self._list(),
            "title": _("Add the public days of a year"),
            "explanation": _(
                "Adds the public holidays and make-up workdays that are announced. Days you entered yourself stay as"
                " they are; every day can be edited afterwards. Open due moments are counted anew."
            ),
            "form": form,
            "media": self.media + form.media,
            "submit": _("Add"),
        }
        return TemplateResponse(request, "admin/people/ask.html", context)

    def _list(self) -> str:
        return reverse("admin:feedback_publicday_changelist")

    def _seeded(self, request: HttpRequest, form: SeedForm) -> bool:
        try:
            added = seed_public_days(**form.cleaned_data, at=timezone.now())
        except CalendarError as refused:
            form.add_error("year", str(refused))
            return False
        words = ngettext("One day was added.", "%(count)d days were added.", added)
        messages.success(
            request, words % {"count": added} if added else _("All days of this year were there already.")
        )
        return True
