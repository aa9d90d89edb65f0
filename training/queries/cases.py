"""Cases and wording as staff find them."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from training.models import ServiceCase, Standard, Wording


def published_cases(words: str = "", standard: str = "") -> QuerySet[ServiceCase]:
    """Published cases with the words, of a standard (its code); the newest first."""
    cases = ServiceCase.objects.filter(state=ServiceCase.State.PUBLISHED)
    for word in words.split():
        cases = cases.filter(
            Q(code__icontains=word)
            | Q(title__icontains=word)
            | Q(happened__icontains=word)
            | Q(root_cause__icontains=word)
            | Q(gap__icontains=word)
            | Q(measure__icontains=word)
            | Q(lesson__icontains=word)
        )
    return cases.filter(standard_code=standard) if standard else cases


def standards_with_cases() -> list[str]:
    """The codes of standards that published cases fell short of."""
    codes = published_cases().exclude(standard_code="").order_by("standard_code")
    return list(codes.values_list("standard_code", flat=True).distinct())


def newest_standards(codes: Iterable[str]) -> dict[str, Standard]:
    """The standards of the codes as last published, else as last written; one query."""
    known = Standard.objects.filter(code__in=list(codes)).select_related("version__manual")
    in_order = known.order_by(F("version__published_at").asc(nulls_first=True), "version__number", "pk")
    return {standard.code: standard for standard in in_order}


def found_wordings(words: str = "") -> QuerySet[Wording]:
    """Wording in use with the words, by shortcut."""
    wordings = Wording.objects.filter(is_active=True)
    for word in words.lstrip("/").split():
        wordings = wordings.filter(
            Q(shortcut__icontains=word)
            | Q(situation__icontains=word)
            | Q(empathy__icontains=word)
            | Q(answer__icontains=word)
            | Q(follow_up__icontains=word)
        )
    return wordings
