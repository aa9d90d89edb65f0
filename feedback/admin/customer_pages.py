"""Pages about one customer inside the admin: everything that happened, tags, merging, handing out, erasing."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.admin.asking_one import ask_about
from feedback.errors import FeedbackError
from feedback.forms.customers import EraseForm, GroundForm, MergeForm, OtherForm, TagForm, TimelineForm
from feedback.models import Customer, CustomerTagging, ServiceRequest
from feedback.queries.customer_timeline import CustomerTimeline
from feedback.queries.customers import duplicate_keys, lookalikes, sharing, shown_taggings, survivor_of
from feedback.services.merging_customers import merge_customers
from feedback.services.personal_data import erase_customer, export_customer
from feedback.services.tagging import tag_customer, untag_customer
from people.admin.pages import AuditedAdmin, posted
from people.models import Role

PER_PAGE = 25
CARES = (Role.OFFICE, Role.CUSTOMER_SERVICE)
KEEPS_PRIVACY = (Role.OFFICE,)
LOOKALIKES_SHOWN = 20
PAGES = ("timeline", "tags", "merge", "hand_out", "erase")


class CustomerPages(AuditedAdmin):
    """What can be looked at and done besides the fields of a customer."""

    change_form_template = "admin/feedback/customer_form.html"
    change_list_template = "admin/feedback/customer_list.html"

    class Media:
        css = {"all": ["css/customers.css"]}

    def get_urls(self) -> list[Any]:
        def door(address: str, view: Any, name: str) -> Any:
            return path(address, self.admin_site.admin_view(view), name=f"feedback_customer_{name}")

        own = [
            door(f"<path:object_id>/{name.replace('_', '-')}/", getattr(self, f"{name}_view"), name)
            for name in PAGES
        ]
        return [door("duplicates/", self.duplicates_view, "duplicates"), *own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        survivor = survivor_of(int(object_id)) if object_id.isascii() and object_id.isdigit() else None
        if survivor is not None and self.has_view_permission(request):
            messages.info(request, _("Customer #%(old)s was merged into this one.") % {"old": object_id})
            return redirect(self._page("change", survivor))
        return super().change_view(request, object_id, form_url, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of a customer is what happened, whatever the channel."""
        return redirect(self._page("timeline", self.found(request, object_id).pk))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        row = options.get("obj")
        if row is not None:
            living = row.erased_at is None
            context["may_care"] = living and self._cares(request)
            context["may_erase"] = living and self._keeps_privacy(request)
            context["taggings"] = shown_taggings().filter(customer=row)
            context["doubles"] = lookalikes(row)[:LOOKALIKES_SHOWN] if living else ()
        return super().render_change_form(request, context, *args, **options)

    def timeline_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show everything that happened with a customer."""
        row = self.found(request, object_id)
        form = TimelineForm(request.GET)
        kind = form.cleaned_data["kind"] if form.is_valid() else ""
        events: Any = CustomerTimeline(row, request.user, kind)
        context = {
            **self.page_context(request, row, _("What happened with %(customer)s") % {"customer": row}),
            "form": form,
            "page": Paginator(events, PER_PAGE).get_page(request.GET.get("page")),
            "taggings": shown_taggings().filter(customer=row),
        }
        return TemplateResponse(request, "admin/feedback/customer_timeline.html", context)

    def tags_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show why a customer has which tags; give and take them by hand."""
        row = self._to_care_for(request, object_id)
        if "remove" in request.POST:
            return self._untag(request, row)
        form = TagForm(posted(request))

        def answer(cleaned: dict[str, Any]) -> str:
            tag_customer(customer=row, **cleaned, by=request.user, at=timezone.now())
            return _("The customer has the tag now.")

        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, answer(form.cleaned_data))
                return redirect(request.path)
            except FeedbackError as refused:
                form.add_error(None, str(refused))
        held = row.taggings.select_related("tag", "given_by", "removed_by")
        context = {
            **self.page_context(request, row, _("Tags of %(customer)s") % {"customer": row}),
            "form": form,
            "taggings": held.order_by("tag__order", "tag__code"),
        }
        return TemplateResponse(request, "admin/feedback/customer_tags.html", context)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose the double, then whose values stay."""
        row = self._to_care_for(request, object_id)
        chosen = OtherForm(request.GET if "other" in request.GET else None)
        by_search = AutocompleteSelect(ServiceRequest._meta.get_field("customer"), self.admin_site)
        field: Any = chosen.fields["other"]
        field.widget, by_search.choices = by_search, field.choices
        other = chosen.cleaned_data["other"] if chosen.is_bound and chosen.is_valid() else None
        if other is not None:
            return self._merge_with(request, row, other)
        context = {
            **self.page_context(request, row, _("Merge with another customer")),
            "form": chosen,
            "media": self.media + chosen.media,
            "doubles": lookalikes(row)[:LOOKALIKES_SHOWN],
        }
        return TemplateResponse(request, "admin/feedback/customer_merge_choose.html", context)

    def hand_out_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, and hand out everything about a customer as a ZIP."""
        row = self._to_erase(request, object_id)
        form = GroundForm(posted(request))
        if request.method == "POST" and form.is_valid():
            try:
                packed = export_customer(
                    customer=row, **form.cleaned_data, by=request.user, at=timezone.now()
                )
                return _as_download(packed, f"customer-{row.pk}.zip")
            except FeedbackError as refused:
                form.add_error(None, str(refused))
        context = {
            **self.page_context(request, row, _("Hand out the data")),
            "form": form,
            "media": self.media + form.media,
            "submit": _("Download"),
            "explanation": _(
                "A ZIP with everything we keep about this customer, to read and for machines."
                " That you took it is noted."
            ),
        }
        return TemplateResponse(request, "admin/people/ask.html", context)

    def erase_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why and for a typed confirmation, and erase the person."""
        row = self._to_erase(request, object_id)
        form = EraseForm(posted(request), customer=row)

        def answer(cleaned: dict[str, Any]) -> str:
            erase_customer(customer=row, ground=cleaned["ground"], by=request.user, at=timezone.now())
            return _("The person is erased; the figures stay.")

        return ask_about(
            self,
            request,
            row,
            form,
            title=_("Erase the customer"),
            submit=_("Erase for good"),
            answer=answer,
            explanation=_(
                "Name, contact, messages, files and words go, here and in the audit trail. Scores, counts and money stay."
                " This cannot be undone."
            ),
        )

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """List customers who share a telephone number or an e-mail address."""
        if not self._cares(request):
            raise Http404
        page = Paginator(duplicate_keys(), PER_PAGE).get_page(request.GET.get("page"))
        found: dict[tuple[str, str], list[Customer]] = {}
        for what in ("phone", "email"):
            keys = [row["key"] for row in page if row["what"] == what]
            for customer in sharing(what, keys):
                found.setdefault((what, customer.shared), []).append(customer)  # type: ignore[attr-defined]
        groups = [{**row, "customers": found.get((row["what"], row["key"]), [])} for row in page]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Possible duplicates"),
            "page": page,
            "groups": groups,
        }
        return TemplateResponse(request, "admin/feedback/customer_duplicates.html", context)

    def _merge_with(self, request: HttpRequest, row: Customer, other: Customer) -> HttpResponse:
        form = MergeForm(posted(request), stays=row, other=other)

        def answer(cleaned: dict[str, Any]) -> str:
            merge_customers(
                survivor=row,
                other=other,
                take_from_other=form.taken,
                reason=cleaned["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return _("The two are one now.")

        return ask_about(
            self,
            request,
            row,
            form,
            title=_("Merge with another customer"),
            submit=_("Merge"),
            answer=answer,
            explanation=_(
                "Everything of “%(other)s” (#%(other_id)s) moves to “%(customer)s” (#%(customer_id)s)."
                " Choose what stays where the two differ."
            )
            % {"other": other, "other_id": other.pk, "customer": row, "customer_id": row.pk},
        )

    def _untag(self, request: HttpRequest, row: Customer) -> HttpResponse:
        key = request.POST["remove"]
        tagging = CustomerTagging.objects.filter(customer=row, pk=key if key.isdigit() else 0).first()
        if tagging is not None:
            untag_customer(tagging=tagging, by=request.user, at=timezone.now())
            messages.success(request, _("The tag is taken away."))
        return redirect(request.path)

    def _cares(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.has_role(*CARES)

    def _keeps_privacy(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.has_role_everywhere(*KEEPS_PRIVACY)

    def _to_care_for(self, request: HttpRequest, object_id: str) -> Any:
        row = self.found(request, object_id)
        if not self._cares(request) or row.erased_at is not None:
            raise Http404
        return row

    def _to_erase(self, request: HttpRequest, object_id: str) -> Any:
        row = self.found(request, object_id)
        if not self._keeps_privacy(request) or row.erased_at is not None:
            raise Http404
        return row

    def _page(self, name: str, pk: int) -> str:
        return reverse(f"admin:feedback_customer_{name}", args=[pk])


def _as_download(packed: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(packed, content_type="application/zip", headers=headers)
