"""What customers spent, in."""

from dataclasses import asdict
from decimal import Decimal

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.models import CustomerSpend
from feedback.services.spending import SpendFacts, receive_spending
from people.models import Role
from starservice.web.api import HoldsRole, refusals

MAX_ROWS = 1000


class SpendSerializer(serializers.Serializer):
    """What one customer spent in one calendar year."""

    customer_no = serializers.CharField(max_length=80, help_text="Made if it is new.")
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=Decimal(0))


class SpendReceivedSerializer(serializers.Serializer):
    """What became of the amounts."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()


@extend_schema(tags=["evidence"])
class CustomerSpendApi(viewsets.GenericViewSet):
    """Yearly spending in. The same customer and year again replaces the amount; tags follow with the daily rules."""

    permission_classes = (HoldsRole,)
    roles = (Role.OFFICE, Role.CUSTOMER_SERVICE)
    serializer_class = SpendSerializer
    queryset = CustomerSpend.objects.none()

    @extend_schema(
        summary="Take up to 1000 amounts, all or none",
        request=SpendSerializer(many=True),
        responses={200: SpendReceivedSerializer, **refusals(400, 403, 413, 415)},
    )
    def create(self, request: Request) -> Response:
        """The last row about a customer and year counts."""
        serializer = SpendSerializer(
            data=request.data,
            many=True,
            allow_empty=False,
            max_length=MAX_ROWS,  # type: ignore[call-arg]
        )
        serializer.is_valid(raise_exception=True)
        received = receive_spending(rows=[SpendFacts(**row) for row in serializer.validated_data])
        return Response(asdict(received))
