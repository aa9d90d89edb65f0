"""Survey invitations in the admin: sent for chosen interactions, shown once with their links, revoked."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback import tokens
from feedback.admin.asking import ChosenRows
from feedback.admin.filters import DayFilter, DepartmentFilter
from feedback.admin.survey_filters import StateFilter
from feedback.errors import InvitationError
from feedback.links import link_for
from feedback.models import Invitation
from feedback.queries.reach import SEES_SURVEYS, SENDS_SURVEYS, survey_rows_seen_by
from feedback.queries.surveys import interactions_to_ask_about, invitations_sent_with
from feedback.services import revoke_invitations, send_invitations
from starservice.web.downloads import table_response
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator
from starservice.web.qr import qr_svg

CODES_SHOWN = 60
SHOWN_FOR = timedelta(hours=1)
MOST_LINKS = 100_000


class SendForm(forms.Form):
    """How the links reach the customers."""

    email = forms.BooleanField(
        required=False, label=gettext_lazy("Write to customers whose e-mail address is known")
    )


@admin.action(description=gettext_lazy("Send survey invitations…"), permissions=["ask_customers"])
def send_survey_invitations(
    model_admin: Any, request: HttpRequest, interactions: QuerySet[Any]
) -> HttpResponse | None:
    """Invite the customers of the chosen interactions and show the links, once."""
    seed = tokens.new_seed()
    sent = {}

    def answer(cleaned: dict[str, Any]) -> str:
        sent["count"] = send_invitations(
            interactions=interactions, at=timezone.now(), by=request.user, seed=seed, email=cleaned["email"]
        )
        if not sent["count"]:
            raise InvitationError(_("None of them was served and has not been asked yet: nothing was sent."))
        return ngettext(
            "%(count)s customer is asked for a rating.",
            "%(count)s customers are asked for a rating.",
            sent["count"],
        ) % {"count": sent["count"]}

    new = interactions_to_ask_about(interactions).count()
    explanation = ngettext(
        "%(count)s customer was served and has not been asked yet.",
        "%(count)s customers were served and have not been asked yet.",
        new,
    ) % {"count": new}
    page = ChosenRows(model_admin, request, interactions, "send_survey_invitations").ask(
        title=_("Send survey invitations"),
        submit=_("Send"),
        form_class=SendForm,
        answer=answer,
        explanation=explanation,
    )
    return page or redirect("admin:feedback_invitation_sent", seed, sent["count"])


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was asked about whom; the links themselves are shown to the sender alone, right after sending."""

    view_roles = SEES_SURVEYS
    managers_view = True
    list_display = [
        "sent_at",
        "staff",
        "department",
        "channel",
        "served_on",
        "way",
        "state",
        "reminded_at",
    ]
    list_select_related = ["staff", "department", "channel"]
    list_filter = [StateFilter, DayFilter, "way", "channel", DepartmentFilter]
    paginator = CappedPaginator
    search_fields = ["staff__name", "staff__employee_no"]
    sortable_by = ["sent_at", "served_on"]
    actions = ["revoke"]
    fields = [
        "staff",
        "department",
        "channel",
        "served_on",
        "form",
        "sent_at",
        "sent_by",
        "way",
        "emailed_at",
    ]
    fields += ["reminded_at", "expires_at", "answered_at", "revoked_at"]
    empty_text = gettext_lazy("Choose interactions and send survey invitations for them.")

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return survey_rows_seen_by(user, queryset)

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whether the user's duty is to ask customers."""
        return request.user.has_role(*SENDS_SURVEYS)  # type: ignore[union-attr]

    @admin.display(description=gettext_lazy("state"))
    def state(self, invitation: Invitation) -> str:
        return str(invitation.state(timezone.now()).label)

    @admin.action(description=gettext_lazy("Revoke…"), permissions=["send"])
    def revoke(self, request: HttpRequest, invitations: QuerySet[Any]) -> HttpResponse | None:
        """Close links nobody has answered."""

        def answer(_cleaned: dict[str, Any]) -> str:
            count = revoke_invitations(invitations=invitations, at=timezone.now())
            return ngettext("%(count)s link was closed.", "%(count)s links were closed.", count) % {
                "count": count
            }

        return ChosenRows(self, request, invitations, "revoke").ask(
            title=_("Revoke invitations"), submit=_("Revoke"), form_class=forms.Form, answer=answer
        )

    def get_urls(self) -> list[Any]:
        pages = [("", self.sent_view, "sent"), ("links.xlsx", self.links_view, "links")]
        own = [
            path(
                f"sent/<str:seed>/<int:count>/{tail}",
                self.admin_site.admin_view(view),
                name=f"feedback_invitation_{name}",
            )
            for tail, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def sent_view(self, request: HttpRequest, seed: str, count: int) -> HttpResponse:
        """Show the links with codes to print, to their sender, for an hour."""
        shown = list(self._just_sent(request, seed, min(count, CODES_SHOWN)))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Links of the invitations just sent"),
            "sheets": [(sent, link, qr_svg(link, _("QR code of the survey"))) for sent, link in shown],
            "seed": seed,
            "count": count,
            "codes_shown": CODES_SHOWN,
        }
        return private(TemplateResponse(request, "admin/feedback/invitations_sent.html", context))

    def links_view(self, request: HttpRequest, seed: str, count: int) -> HttpResponse:
        """The links as a workbook."""
        headings = [
            _("Interaction"),
            _("Customer"),
            _("E-mail"),
            _("Phone"),
            _("Served by"),
            _("Day"),
            _("Link"),
        ]
        rows = [texts_of(*sent) for sent in self._just_sent(request, seed, min(count, MOST_LINKS))]
        return private(table_response(kind="xlsx", name="survey-links", headings=headings, rows=rows))

    def _just_sent(self, request: HttpRequest, seed: str, count: int) -> Iterator[tuple[Invitation, str]]:
        numbers = {
            tokens.hash_of(tokens.token_for(settings.SECRET_KEY, seed, number)): number
            for number in range(count)
        }
        since = timezone.now() - SHOWN_FOR
        sent = invitations_sent_with(numbers).filter(sent_by=request.user, sent_at__gte=since)  # type: ignore[misc]
        found = list(sent) if self.has_send_permission(request) else []
        if not found:
            raise Http404
        for invitation in sorted(found, key=lambda one: numbers[bytes(one.token_hash)]):
            yield invitation, link_for(seed, numbers[bytes(invitation.token_hash)])


def private(response: Any) -> Any:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def texts_of(invitation: Invitation, link: str) -> list[Any]:
    """One row of the workbook of links."""
    customer, interaction = invitation.customer, invitation.interaction
    return [
        interaction.external_id if interaction else "",
        customer.name if customer else "",
        customer.email if customer else "",
        customer.phone if customer else "",
        invitation.staff.name,
        invitation.served_on,
        link,
    ]
