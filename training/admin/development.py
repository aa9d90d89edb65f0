"""Skills, what positions ask for, and the career ladder in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.admin.pages import AuditedAdmin
from people.models import Role
from starservice.web.admin_nav import TRAINING
from training.access import SEES_TRAINING, TRAINS
from training.models import CareerStep, PositionSkill, Skill


class PositionSkillInline(admin.TabularInline):
    """Which positions ask for the skill, at which level."""

    model = PositionSkill
    fields = ["position", "level"]
    autocomplete_fields = ["position"]
    extra = 1
    verbose_name_plural = _("positions that ask for it")


@admin.register(Skill)
class SkillAdmin(AuditedAdmin):
    """What staff should be able to do."""

    view_roles = (*SEES_TRAINING, Role.HR)
    change_roles = TRAINS
    nav_group = TRAINING
    list_display = ["code", "name", "dimension", "asked_by"]
    search_fields = ["code", "name"]
    filter_horizontal = ["courses"]
    inlines = [PositionSkillInline]
    trail_belongings = ((PositionSkill, "skill"),)
    empty_text = _("Name what staff should be able to do, and which positions ask for it at which level.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Skill]:
        return super().get_queryset(request).annotate(positions_asking=Count("positions"))

    @admin.display(description=_("positions"), ordering="positions_asking")
    def asked_by(self, skill: Any) -> int:
        return int(skill.positions_asking)


@admin.register(CareerStep)
class CareerStepAdmin(AuditedAdmin):
    """Ways from one position to the next."""

    view_roles = (*SEES_TRAINING, Role.HR)
    change_roles = (*TRAINS, Role.HR)
    nav_group = TRAINING
    list_display = ["from_position", "to_position", "months", "five_star_months"]
    list_display_links = ["from_position", "to_position"]
    list_select_related = ["from_position", "to_position"]
    search_fields = ["from_position__name", "to_position__name"]
    autocomplete_fields = ["from_position", "to_position"]
    empty_text = _("Say which position follows which, and what it asks for.")
