"""Service requests: taken in, read, written on and resolved by other systems."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.access import WORKS_SERVICE, may_work_on, requests_seen_by
from feedback.errors import EmptyMessageError, FeedbackError, RequestError
from feedback.links import tracking_link
from feedback.models import Category, Channel, Customer, Milestone, ServiceRequest, Tier, TimelineEntry
from feedback.numbers import id_in
from feedback.queries.customers import customer_numbered
from feedback.services import desk
from feedback.services.customer_messages import customer_message
from feedback.services.intake import Contact, open_request
from starservice.web.api import StablePages, refusals

LONGEST_TEXT = 20_000
NUMBER = OpenApiParameter("number", str, OpenApiParameter.PATH, description="As in R000123.")


class MilestoneSerializer(serializers.ModelSerializer):
    """One promised moment; without a due moment the clock stands still."""

    class Meta:
        model = Milestone
        fields = ("kind", "due_at", "met_at", "breached_at")


class EntrySerializer(serializers.ModelSerializer):
    """Something that happened; `data` has codes and facts."""

    id = serializers.IntegerField(source="pk")
    employee_no = serializers.CharField(source="staff.employee_no", default=None, allow_null=True)

    class Meta:
        model = TimelineEntry
        fields = ("id", "kind", "at", "employee_no", "text", "data", "is_public")


class RequestSerializer(serializers.ModelSerializer):
    """A service request or complaint as it stands."""

    number = serializers.CharField()
    channel = serializers.CharField(source="channel.code")
    category = serializers.CharField(source="category.code", default=None, allow_null=True)
    tier = serializers.CharField(source="tier.code")
    department = serializers.CharField(source="department.code", default=None, allow_null=True)
    employee_no = serializers.CharField(
        source="agent.employee_no", default=None, allow_null=True, help_text="Who handles it."
    )
    customer_no = serializers.CharField(source="customer.external_id", default=None, allow_null=True)
    milestones = MilestoneSerializer(many=True)

    class Meta:
        model = ServiceRequest
        fields = (
            "number",
            "kind",
            "subject",
            "status",
            "channel",
            "category",
            "tier",
            "tier_reasons",
            "department",
            "employee_no",
            "agent_reason",
            "customer_no",
            "contact_name",
            "contact_email",
            "contact_phone",
            "language",
            "area",
            "source",
            "external_id",
            "created_at",
            "first_replied_at",
            "resolved_at",
            "closed_at",
            "confirmed_at",
            "reopened_count",
            "next_due_at",
            "milestones",
        )


class RequestWithTimelineSerializer(RequestSerializer):
    """A request with all that happened to it, oldest first."""

    timeline = EntrySerializer(many=True)

    class Meta(RequestSerializer.Meta):
        fields = (*RequestSerializer.Meta.fields, "timeline")  # type: ignore[assignment]


class TakenSerializer(RequestSerializer):
    """A request just taken in, with the link its customer follows it by."""

    link = serializers.SerializerMethodField()

    class Meta(RequestSerializer.Meta):
        fields = (*RequestSerializer.Meta.fields, "link")  # type: ignore[assignment]

    def get_link(self, request: ServiceRequest) -> str:
        return tracking_link(request)


class NewRequestSerializer(serializers.Serializer):
    """What a customer asks for; known by `source` and `external_id`."""

    source = serializers.SlugField(max_length=40, help_text="The system that knows it.")  # type: ignore[assignment]
    external_id = serializers.CharField(max_length=255, help_text="That system's own id.")
    kind = serializers.ChoiceField(ServiceRequest.Kind.choices, default=ServiceRequest.Kind.REQUEST)
    subject = serializers.CharField(
        max_length=150,
        required=False,
        allow_blank=True,
        default="",
        help_text="Else the first line of the text.",
    )
    text = serializers.CharField(max_length=LONGEST_TEXT)
    channel = serializers.SlugField(max_length=40, help_text="Code of a channel in use.")
    category = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text="Else the words decide."
    )
    tier = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text="Else proposed, with the reasons.",
    )
    customer_no = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    contact_name = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    contact_email = serializers.EmailField(max_length=254, required=False, allow_blank=True, default="")
    contact_phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(
        ServiceRequest._meta.get_field("language").choices or [], required=False, allow_blank=True, default=""
    )
    area = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {
            "channel": Channel.objects.filter(code=attrs["channel"], is_active=True).first(),
            "category": Category.objects.select_related("tier", "department")
            .filter(code=attrs["category"], is_active=True)
            .first(),
            "tier": Tier.objects.filter(code=attrs["tier"], is_active=True).first(),
            "customer_no": customer_numbered(attrs["customer_no"]),
        }
        unknown = {
            name: [_("This is unknown.")] for name, row in found.items() if row is None and attrs[name]
        }
        if unknown:
            raise serializers.ValidationError(unknown)
        return {**attrs, **found}


class MessageSerializer(serializers.Serializer):
    """Words; sent again with the same `client_key` they are written once."""

    text = serializers.CharField(max_length=LONGEST_TEXT)
    client_key = serializers.UUIDField(required=False, allow_null=True, default=None)


class CustomerMessageSerializer(serializers.Serializer):
    """What the customer said."""

    text = serializers.CharField(max_length=LONGEST_TEXT)


class ResolutionSerializer(serializers.Serializer):
    """The last reply; it may be empty where one was given before."""

    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")
    client_key = serializers.UUIDField(required=False, allow_null=True, default=None)


class RequestFilters(serializers.Serializer):
    """Which requests are wanted."""

    status = serializers.ChoiceField(ServiceRequest.Status.choices, required=False)
    kind = serializers.ChoiceField(ServiceRequest.Kind.choices, required=False)
    category = serializers.CharField(max_length=40, required=False)
    employee_no = serializers.CharField(max_length=40, required=False, help_text="Who handles them.")
    source = serializers.CharField(max_length=40, required=False)  # type: ignore[assignment]
    external_id = serializers.CharField(max_length=255, required=False)
    changed_since = serializers.DateTimeField(required=False)

    def applied_to(self, requests: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
        """Narrow requests to what is wanted."""
        paths = {
            "category": "category__code",
            "employee_no": "agent__employee_no",
            "changed_since": "changed_at__gte",
        }
        return requests.filter(
            **{paths.get(name, name): value for name, value in self.validated_data.items()}
        )


class RequestPages(StablePages):
    ordering = "-pk"


@extend_schema(tags=["requests"])
class RequestApi(viewsets.GenericViewSet):
    """Service requests and complaints the caller may read; who may work on one may write on it."""

    serializer_class = RequestSerializer
    pagination_class = RequestPages
    queryset = ServiceRequest.objects.none()
    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]?[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[ServiceRequest]:
        seen = requests_seen_by(self.request.user, ServiceRequest.objects.all())
        rows = seen.select_related("channel", "category", "tier", "department", "agent", "customer")
        return rows.prefetch_related("milestones")

    def found(self, number: str) -> ServiceRequest:
        """The request with this number; what one may not read is not there."""
        one = self.get_queryset().filter(pk=id_in(number) or 0).first()
        if one is None:
            raise NotFound
        return one

    @extend_schema(
        summary="Service requests, newest first",
        parameters=[RequestFilters],
        responses={200: RequestSerializer(many=True), **refusals(400, 404)},
    )
    def list(self, request: Request) -> Response:
        filters = RequestFilters(data=request.query_params)
        filters.is_valid(raise_exception=True)
        page = self.paginate_queryset(filters.applied_to(self.get_queryset()))
        return self.get_paginated_response(RequestSerializer(page, many=True).data)

    @extend_schema(
        summary="One service request with its timeline",
        parameters=[NUMBER],
        responses={200: RequestWithTimelineSerializer, **refusals(404)},
    )
    def retrieve(self, request: Request, number: str) -> Response:
        entries = TimelineEntry.objects.select_related("staff").order_by("at", "pk")
        rows = self.get_queryset().prefetch_related(Prefetch("timeline", entries))
        one = rows.filter(pk=id_in(number) or 0).first()
        if one is None:
            raise NotFound
        return Response(RequestWithTimelineSerializer(one).data)

    @extend_schema(
        summary="Take in a service request or complaint",
        request=NewRequestSerializer,
        responses={200: TakenSerializer, 201: TakenSerializer, **refusals(400, 403, 413, 415)},
    )
    def create(self, request: Request) -> Response:
        """Answers 201 when it is new, else 200 with the first. Customer service of the whole company and the office only."""
        user: Any = request.user
        if not user.has_role_everywhere(*WORKS_SERVICE):
            raise PermissionDenied
        serializer = NewRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        key = {"source": given["source"], "external_id": given["external_id"]}
        known = ServiceRequest.objects.filter(**key).exists()
        try:
            made = taken_in(given, user)
        except FeedbackError as refused:
            raise serializers.ValidationError({"non_field_errors": [str(refused)]}) from refused
        code = status.HTTP_200_OK if known else status.HTTP_201_CREATED
        return Response(TakenSerializer(self.get_queryset().get(pk=made.pk)).data, status=code)

    @extend_schema(
        summary="Write down what the customer said",
        parameters=[NUMBER],
        request=CustomerMessageSerializer,
        responses={201: RequestSerializer, **refusals(400, 403, 404, 409, 413, 415)},
    )
    @action(detail=True, methods=["post"])
    def messages(self, request: Request, number: str) -> Response:
        """A wait ends, a resolved request is opened again; one closed long ago is followed by a new one, which is answered."""
        one = self.worked_on(number)
        given = self.given(CustomerMessageSerializer, request)
        return self.done(
            lambda: customer_message(request=one, text=given["text"], at=timezone.now()).request,
            status.HTTP_201_CREATED,
        )

    @extend_schema(
        summary="Reply to the customer",
        parameters=[NUMBER],
        request=MessageSerializer,
        responses={201: RequestSerializer, **refusals(400, 403, 404, 409, 413, 415)},
    )
    @action(detail=True, methods=["post"])
    def replies(self, request: Request, number: str) -> Response:
        """A person's reply: the first one keeps the promise of an answer."""
        one = self.worked_on(number)
        given = self.given(MessageSerializer, request)
        return self.done(
            lambda: desk.reply(request=one, by=request.user, at=timezone.now(), **given).request,
            status.HTTP_201_CREATED,
        )

    @extend_schema(
        summary="Add an internal note",
        parameters=[NUMBER],
        request=MessageSerializer,
        responses={201: RequestSerializer, **refusals(400, 403, 404, 409, 413, 415)},
    )
    @action(detail=True, methods=["post"])
    def notes(self, request: Request, number: str) -> Response:
        """The customer does not see it."""
        one = self.worked_on(number)
        given = self.given(MessageSerializer, request)
        return self.done(
            lambda: desk.add_note(request=one, by=request.user, at=timezone.now(), **given).request,
            status.HTTP_201_CREATED,
        )

    @extend_schema(
        summary="Resolve a request",
        parameters=[NUMBER],
        request=ResolutionSerializer,
        responses={200: RequestSerializer, **refusals(400, 403, 404, 409, 413, 415)},
    )
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, number: str) -> Response:
        """Refused with 409 while nobody has replied, and where it was resolved already."""
        one = self.worked_on(number)
        given = self.given(ResolutionSerializer, request)
        return self.done(
            lambda: desk.resolve(request=one, by=request.user, at=timezone.now(), **given), status.HTTP_200_OK
        )

    def given(self, serializer_class: type[serializers.Serializer], request: Request) -> dict[str, Any]:
        serializer = serializer_class(data=request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def worked_on(self, number: str) -> ServiceRequest:
        """The request with this number, if the caller may change it; asked before what was sent is read."""
        one = self.found(number)
        if not may_work_on(self.request.user, one):
            raise PermissionDenied
        return one

    def done(self, change: Callable[[], ServiceRequest], code: int) -> Response:
        """Change a request, and answer how it stands; what cannot be done is a conflict."""
        try:
            changed = change()
        except EmptyMessageError as refused:
            raise serializers.ValidationError({"text": [str(refused)]}) from refused
        except RequestError as refused:
            return Response({"detail": str(refused)}, status=status.HTTP_409_CONFLICT)
        fresh = ServiceRequest.objects.select_related(
            "channel", "category", "tier", "department", "agent", "customer"
        )
        return Response(RequestSerializer(fresh.get(pk=changed.pk)).data, status=code)


def taken_in(given: dict[str, Any], user: Any) -> ServiceRequest:
    """Open the request that was described; the same again is the first."""
    customer: Customer | None = given["customer_no"]
    contact = Contact(given["contact_name"], given["contact_email"], given["contact_phone"])
    names = (
        "source",
        "external_id",
        "kind",
        "subject",
        "text",
        "channel",
        "category",
        "tier",
        "language",
        "area",
    )
    return open_request(
        **{name: given[name] for name in names},
        customer=customer,
        contact=contact,
        at=timezone.now(),
        by=user,
    )
