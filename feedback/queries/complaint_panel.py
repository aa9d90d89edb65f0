"""Everything the panel of a complaint tells on a request's page, and what its reader may do there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback.access import may_work_on
from feedback.models import Compensation, Complaint, ServiceError, ServiceRequest
from feedback.queries.complaints import complaints_decided_by, is_about
from feedback.queries.money import money_decided_by, with_level


@dataclass(frozen=True)
class Step:
    """One step to the end of a complaint, as a line of a checklist."""

    code: str
    state: str


@dataclass(frozen=True)
class Panel:
    """A request's complaint (None: it is no complaint), money, errors, and the reader's rights."""

    request: ServiceRequest
    complaint: Complaint | None
    money: tuple[Any, ...]
    errors: tuple[ServiceError, ...]
    steps: tuple[Step, ...]
    may_work: bool
    may_decide: bool
    decides: frozenset[int]

    @property
    def may_turn(self) -> bool:
        """Whether the reader may treat the request as a complaint."""
        return self.may_work and self.complaint is None and self.request.status != "closed"

    @property
    def may_call_back(self) -> bool:
        complaint = self.complaint
        return (
            self.may_work
            and complaint is not None
            and self.request.status == ServiceRequest.Status.RESOLVED
            and complaint.called_back_at is None
        )

    @property
    def event(self) -> Any:
        return self.complaint.event if self.complaint else None


def panel_of(request: ServiceRequest, user: Any, day: date) -> Panel:
    """Return the panel of a request for its reader; as many queries whatever it holds."""
    complaint = (
        Complaint.objects.filter(pk=request.pk)
        .select_related("department", "about", "decided_by__staff", "called_back_by__staff", "event", "case")
        .first()
    )
    if request.is_complaint and complaint is None:
        complaint = Complaint(request=request)
    if complaint is not None:
        complaint.request = request
    works = may_work_on(user, request, day) and not (complaint and is_about(user, complaint))
    asked = Compensation.objects.filter(complaint=request.pk).order_by("asked_at", "pk")
    decides = money_decided_by(user, asked.order_by(), day).values_list("pk", flat=True)
    return Panel(
        request=request,
        complaint=complaint,
        money=tuple(with_level(asked).select_related("asked_by__staff", "decided_by__staff")),
        errors=tuple(
            ServiceError.objects.filter(request=request.pk).select_related("error_class", "staff", "event")
        ),
        steps=steps_of(complaint) if complaint else (),
        may_work=works,
        may_decide=complaint is not None and _may_decide(user, request, day),
        decides=frozenset(decides),
    )


def _may_decide(user: Any, request: ServiceRequest, day: date) -> bool:
    return complaints_decided_by(user, Complaint.objects.filter(pk=request.pk), day).exists()


def steps_of(complaint: Complaint) -> tuple[Step, ...]:
    """What is done on the way to the end of a complaint, and what comes next."""
    request = complaint.request
    heard = request.confirmed_at is not None or complaint.called_back_at is not None
    done = [
        ("answered", request.first_replied_at is not None),
        ("decided", bool(complaint.finding)),
        ("solved", request.resolved_at is not None),
        ("heard", heard),
        ("closed", request.status == ServiceRequest.Status.CLOSED),
    ]
    first_open = next((code for code, is_done in done if not is_done), "")
    return tuple(
        Step(code, "done" if is_done else "now" if code == first_open else "later") for code, is_done in done
    )
