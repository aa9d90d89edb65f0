"""Users and their roles, for administrators only."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people import services
from people.admin.pages import AuditedAdmin
from people.errors import PeopleError
from people.models import RoleGrant, User
from starservice.jobs.outbox import put_in_outbox


class UserForm(forms.ModelForm):
    """Refuses to lock out the last administrator, and to make one's own self an administrator."""

    class Meta:
        model = User
        fields = ["username", "first_name", "email", "language", "is_active", "is_superuser"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keeps = cleaned.get("is_active") and cleaned.get("is_superuser")
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.instance.pk)
        was = bool(self.instance.pk and self.initial.get("is_superuser") and self.initial.get("is_active"))
        if was and not keeps and not others.exists():
            self.add_error(None, _("This is the last administrator; make another one first."))
        return cleaned


class RoleGrantFormSet(forms.BaseInlineFormSet):
    """Refuses changes of one's own roles; `actor` is set by the admin."""

    actor: User

    def clean(self) -> None:
        super().clean()
        if self.has_changed() and self.instance.pk == self.actor.pk:
            raise forms.ValidationError(
                _("Nobody gives or takes a role of their own; ask another administrator.")
            )


class RoleGrantInline(admin.TabularInline):
    model = RoleGrant
    formset = RoleGrantFormSet
    autocomplete_fields = ["department"]
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        made = super().get_formset(request, obj, **options)
        made.actor = request.user  # type: ignore[attr-defined]
        return made

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A role is given and taken, so that the trail says both."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(User)
class UserAdmin(AuditedAdmin):
    form = UserForm
    trail_belongings = ((RoleGrant, "user"),)
    list_display = ["username", "first_name", "email", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser", "role_grants__role"]
    search_fields = ["username", "first_name", "email"]
    ordering = ["username"]
    inlines = [RoleGrantInline]
    actions = ["mail_password_link", "lift_lockout", "forget_second_factors"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Users are switched off: the trail keeps their names."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change and obj.email:
            put_in_outbox("people.tasks.send_invitation", user_id=obj.pk)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        actor: Any = request.user
        grants = formset.save(commit=False)
        try:
            for gone in formset.deleted_objects:
                services.revoke_role(grant=gone, by=actor, at=timezone.now())
            for new in grants:
                services.grant_role(
                    user=new.user, role=new.role, department=new.department, by=actor, at=timezone.now()
                )
        except PeopleError as refusal:
            messages.error(request, refusal.message)

    @admin.action(description=gettext_lazy("Mail a link to set the password"))
    def mail_password_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        users = list(queryset.filter(is_active=True).exclude(email=""))
        for user in users:
            put_in_outbox("people.tasks.send_invitation", user_id=user.pk)
        count = len(users)
        text = ngettext("%(count)s link is on its way.", "%(count)s links are on their way.", count)
        messages.success(request, text % {"count": count})

    @admin.action(description=gettext_lazy("Let them try to sign in again"))
    def lift_lockout(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            services.lift_lockout(user=user)
        messages.success(request, _("They may try again now."))

    @admin.action(description=gettext_lazy("Forget their second factors (lost phone)"))
    def forget_second_factors(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        Authenticator.objects.filter(user__in=queryset.exclude(username=request.user.get_username())).delete()
        messages.success(request, _("They set up a second factor at their next sign-in."))
