"""Which ideas a user may review, an author's ideas, and the standings."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import Rank

from feedback.models import Suggestion, SuggestionAward
from people.models import Role, Staff
from people.queries import department_subtree

REVIEWS_IDEAS = (Role.OFFICE, Role.CUSTOMER_SERVICE)
SEES_IDEAS = (*REVIEWS_IDEAS, Role.LEADING_GROUP, Role.AUDITOR)


def suggestions_seen_by(user: Any, rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """The company's ideas, or those that concern the duty's departments."""
    if user.has_role_everywhere(*SEES_IDEAS):
        return rows
    departments = user.departments_for(*SEES_IDEAS)
    return rows.filter(department__in=department_subtree(departments).values("pk"))


def suggestions_of(author: Staff) -> QuerySet[Suggestion]:
    """A member of staff's ideas with the points they gave, newest first."""
    return (
        Suggestion.objects.filter(author=author)
        .select_related("category", "department", "level")
        .annotate(points=Sum("awards__points"))
        .order_by("-received_at", "-id")
    )


def suggestion_behind(token_hash: bytes) -> Suggestion | None:
    """The idea a customer follows with a link."""
    return Suggestion.objects.filter(token_hash=token_hash).select_related("category").first()


def standings(first: date, last: date) -> QuerySet[Any, Any]:
    """Points for ideas between two days by person, best first; equal points share a place.

    Rows of staff, staff__name, points, ideas, place.
    """
    adopted = Q(kind=SuggestionAward.Kind.ADOPTION)
    return (
        SuggestionAward.objects.filter(awarded_on__range=(first, last))
        .values("staff", "staff__name")
        .annotate(points=Sum("points"), ideas=Count("suggestion", filter=adopted, distinct=True))
        .filter(points__gt=0)
        .annotate(place=Window(Rank(), order_by=F("points").desc()))
        .order_by("place", "staff__name")
    )
