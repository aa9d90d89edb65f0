"""Certificates: who may be rated, issued, renewed and revoked by the training department."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from people.access import SEES_EVERYBODY
from people.admin.pages import AuditedAdmin, posted
from people.models import Role, Staff
from people.queries import with_place
from starservice.web.downloads import pdf_response
from training import services
from training.errors import CertificateError
from training.forms.certificates import IssueForm, LiftForm, RenewForm, RevokeForm, SuspendForm
from training.models import Certificate, Suspension
from training.queries import certification_rate, uncertified_staff
from training.services.papers import make_paper
from training.services.suspensions import lift_suspension, suspend_certificate

SOON = timedelta(days=30)


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [
            ("valid", _("valid")),
            ("soon", _("expires within 30 days")),
            ("expired", _("expired")),
            ("suspended", _("suspended")),
            ("later", _("not yet valid")),
            ("revoked", _("revoked")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today, rows = timezone.localdate(), Certificate.objects.all()
        asked = {
            "valid": rows.valid_on(today),
            "soon": rows.expiring_between(today, today + SOON),
            "expired": rows.filter(Q(revoked_on=None) | Q(revoked_on__gt=today), valid_until__lt=today),
            "suspended": rows.suspended_on(today),
            "later": rows.filter(Q(revoked_on=None) | Q(revoked_on__gt=today), valid_from__gt=today),
            "revoked": rows.filter(revoked_on__lte=today),
        }.get(self.value() or "")
        return queryset if asked is None else queryset.filter(pk__in=asked.values("pk"))


@admin.register(Certificate)
class CertificateAdmin(AuditedAdmin):
    view_roles, change_roles = SEES_EVERYBODY, (Role.TRAINING,)
    managers_view = True
    change_form_template = "admin/training/certificate/change_form.html"
    change_list_template = "admin/training/certificate/change_list.html"
    list_display = ["number", "staff", "kind", "valid_from", "valid_until", "state", "why"]
    list_select_related = ["staff", "kind"]
    list_filter = [StateFilter, "kind"]
    search_fields = ["number", "staff__name", "staff__employee_no"]
    autocomplete_fields = ["staff", "kind"]
    trail_belongings = ((Suspension, "certificate"),)
    date_hierarchy = "valid_from"
    form = IssueForm
    export_also = ("revoked_on", "revoked_reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("suspensions")

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if user.has_role_everywhere(*SEES_EVERYBODY, Role.TRAINING):
            return queryset
        return queryset.filter(staff__in=Staff.objects.in_reach_of(user, *SEES_EVERYBODY, Role.TRAINING))

    @admin.display(description=gettext_lazy("state"))
    def state(self, certificate: Certificate) -> Any:
        return certificate.state_on(timezone.localdate()).label

    @admin.display(description=gettext_lazy("reason"))
    def why(self, certificate: Certificate) -> str:
        paused = certificate.suspension_on(timezone.localdate())
        return certificate.revoked_reason or (paused.reason if paused else "")

    @admin.display(description=gettext_lazy("suspensions"))
    def pauses(self, certificate: Certificate) -> Any:
        return render_to_string(
            "admin/training/certificate/_suspensions.html", {"suspensions": certificate.suspensions.all()}
        )

    @admin.display(description=gettext_lazy("what was certified"))
    def contents(self, certificate: Certificate) -> Any:
        if not certificate.certified:
            return "–"
        return render_to_string("training/_certified.html", {"certified": certificate.certified})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A certificate is renewed or revoked; what it said stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        issued = ["staff", "kind", "number", "valid_from", "valid_until"]
        if obj is None:
            return issued
        return [
            *issued,
            "issued_at",
            "renews",
            "pauses",
            *([] if obj.revoked_on is None else ["revoked_on", "revoked_reason"]),
            "contents",
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else ["pauses", "contents"]

    def save_model(self, request: HttpRequest, obj: Certificate, form: Any, change: bool) -> None:
        actor: Any = request.user
        issued = services.issue_certificate(**form.cleaned_data, by=actor, at=timezone.now())
        obj.pk, obj.number = issued.pk, issued.number
        obj._state.adding = False

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        today, found = (
            timezone.localdate(),
            self.get_object(request, unquote(object_id)) if object_id else None,
        )
        context = {
            "may_write": self.has_add_permission(request),
            "state": found.state_on(today) if found else "",
            "paused": self._pause(found) if found else None,
            **(extra_context or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        def door(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"training_certificate_{name}")

        return [
            door("uncertified/", self.uncertified_view, "uncertified"),
            door("<path:object_id>/renew/", self.renew_view, "renew"),
            door("<path:object_id>/suspend/", self.suspend_view, "suspend"),
            door("<path:object_id>/lift/", self.lift_view, "lift"),
            door("<path:object_id>/revoke/", self.revoke_view, "revoke"),
            door("<path:object_id>/certificate.pdf", self.paper_view, "paper"),
            *super().get_urls(),
        ]

    def renew_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the days of the next certificate."""
        certificate, actor = self._found_to_write(request, object_id), request.user
        today = timezone.localdate()
        ended = certificate.valid_until
        first = max(ended + timedelta(days=1), today) if ended else today
        form = RenewForm(posted(request), initial={"valid_from": first})

        def answer(cleaned: dict[str, Any]) -> str:
            by: Any = actor
            new = services.renew_certificate(certificate=certificate, **cleaned, by=by, at=timezone.now())
            return _("The certificate %(number)s follows.") % {"number": new.number}

        title = _("Renew %(number)s of %(staff)s") % {"number": certificate, "staff": certificate.staff}
        return self.ask(request, certificate, form, title, answer, submit=_("Renew"))

    def suspend_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the days and the reason of a suspension."""
        certificate, actor = self._found_to_write(request, object_id), request.user
        form = SuspendForm(posted(request), initial={"first_on": timezone.localdate()})

        def answer(cleaned: dict[str, Any]) -> str:
            by: Any = actor
            suspend_certificate(certificate=certificate, **cleaned, by=by, at=timezone.now())
            return _("The certificate %(number)s is suspended.") % {"number": certificate.number}

        title = _("Suspend %(number)s of %(staff)s") % {"number": certificate, "staff": certificate.staff}
        return self.ask(request, certificate, form, title, answer, submit=_("Suspend"))

    def lift_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask from which day on the certificate certifies again, and why."""
        certificate, actor = self._found_to_write(request, object_id), request.user
        suspension = self._pause(certificate)
        if suspension is None:
            raise Http404
        form = LiftForm(posted(request), initial={"valid_again_on": timezone.localdate()})

        def answer(cleaned: dict[str, Any]) -> str:
            by: Any = actor
            lift_suspension(suspension=suspension, **cleaned, by=by, at=timezone.now())
            return _("The suspension of %(number)s is lifted.") % {"number": certificate.number}

        title = _("Lift the suspension of %(number)s of %(staff)s") % {
            "number": certificate,
            "staff": certificate.staff,
        }
        return self.ask(request, certificate, form, title, answer, submit=_("Lift"))

    def paper_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The certificate as PDF in the reader's language; where a character has no glyph, back with that said."""
        certificate = self.found(request, object_id)
        if certificate.state_on(timezone.localdate()) not in Certificate.PRINTED:
            raise Http404
        try:
            paper = make_paper(certificate=certificate, language=get_language() or "en", at=timezone.now())
        except CertificateError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(self.address_of(certificate))
        return pdf_response(paper, certificate.number)

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask from which day on, and why."""
        certificate, actor = self._found_to_write(request, object_id), request.user
        form = RevokeForm(posted(request), initial={"revoked_on": timezone.localdate()})

        def answer(cleaned: dict[str, Any]) -> str:
            by: Any = actor
            services.revoke_certificate(certificate=certificate, **cleaned, by=by, at=timezone.now())
            return _("The certificate %(number)s is revoked.") % {"number": certificate.number}

        title = _("Revoke %(number)s of %(staff)s") % {"number": certificate, "staff": certificate.staff}
        return self.ask(request, certificate, form, title, answer, submit=_("Revoke"))

    def uncertified_view(self, request: HttpRequest) -> HttpResponse:
        """Staff in rated positions without a certificate today, and who has none for all of this month."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        reach = Staff.objects.in_reach_of(request.user, *SEES_EVERYBODY, Role.TRAINING)
        missing = uncertified_staff(today.replace(day=1), today).filter(pk__in=reach.values("pk"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Staff without a certificate on every day of this month"),
            "staff": with_place(missing, today).order_by("employee_no"),
            "rate": certification_rate(today),
            "may_write": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/training/certificate/uncertified.html", context)

    def _pause(self, certificate: Certificate) -> Suspension | None:
        """The suspension that can be lifted: in force or still to come."""
        today = timezone.localdate()
        rows = certificate.suspensions.all()
        return next((row for row in rows if row.last_on is None or row.last_on >= today), None)

    def _found_to_write(self, request: HttpRequest, object_id: str) -> Certificate:
        certificate = self.found(request, object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        return certificate
