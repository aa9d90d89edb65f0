"""What the admin pages about money share: doors for the whole company, and asking before a step is taken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from incentives.access import SEES_MONEY, may
from incentives.errors import PayoutError
from people.admin.pages import AuditedAdmin


@dataclass(frozen=True)
class Question:
    """What is asked before a step; texts may name the row's facts as %(…)s."""

    title: Any
    action_label: Any
    done: Any
    text: Any = ""
    consequences: Sequence[Any] = field(default_factory=tuple)
    danger: bool = False


class MoneyAdmin(AuditedAdmin):
    """Only duties for the whole company open these pages."""

    view_roles: tuple[str, ...] = SEES_MONEY

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        user: Any = request.user
        return user.has_role_everywhere(*self.view_roles, *self.change_roles)

    def _may_change(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.has_role_everywhere(*self.change_roles)

    def require(self, request: HttpRequest, step: str) -> None:
        """Turn away whose duty does not include the step."""
        if not may(request.user, step):
            raise PermissionDenied

    def ask_first(
        self,
        request: HttpRequest,
        row: Any,
        question: Question,
        act: Callable[[dict[str, Any]], Any],
        *,
        facts: Mapping[str, Any],
        form: Form | None = None,
    ) -> HttpResponse:
        """Ask, and on the answer take the step and show its row; what is refused is said beside the form."""
        form = form or Form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                row = act(form.cleaned_data) or row
                messages.success(request, question.done % facts)
                return HttpResponseRedirect(self.address_of(row))
            except PayoutError as refusal:
                form.add_error(None, str(refusal))
        context = self.page_context(request, row, question.title % facts)
        context |= {
            "form": form,
            "question": question.text % facts if question.text else "",
            "consequences": [line % facts for line in question.consequences],
            "action_label": question.action_label,
            "danger": question.danger,
            "back_url": self.address_of(row),
        }
        return TemplateResponse(request, "admin/incentives/confirm.html", context)
