"""Our admin lists beside Django's stock lists of the same rows: milliseconds a page and number of queries.

Stock means `ModelAdmin` with the same columns, filters and search on Django's own site and templates. The two take
turns in one run on 10 000 staff, 1 000 000 answers and interactions; medians are compared.
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from people.models import User
from ratings.services import ensure_month
from tests.bench.database import throwaway_database

STAFF, ROWS = 10_000, 1_000_000
LEAST_ROWS = 1_000
ROUNDS, PAGES = 5, 4
SHARED = ("list_filter", "list_select_related", "search_fields", "ordering", "sortable_by", "date_hierarchy")
STOCK_TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": []}]


class StockSite(admin.AdminSite):
    """Django's own site with everything registered as Django would."""

    def __init__(self) -> None:
        super().__init__("admin")
        for model, ours in admin.site._registry.items():
            self.register(model, stock_class(ours))


def stock_class(ours: Any) -> type[admin.ModelAdmin]:
    """Return ModelAdmin with the same columns and filters over the same rows."""
    columns = [getattr(ours, name) if hasattr(type(ours), name) else name for name in ours.list_display]
    shared = {name: getattr(ours, name) for name in SHARED}

    def get_queryset(self: Any, request: Any) -> Any:
        return ours.get_queryset(request)

    return type(
        "Stock",
        (admin.ModelAdmin,),
        {
            **shared,
            "list_display": columns,
            "list_per_page": ours.list_per_page,
            "get_queryset": get_queryset,
        },
    )


def fill(staff: int, rows: int) -> None:
    ensure_month(first_day=date(2025, 10, 1), at=datetime(2025, 11, 1, tzinfo=UTC))
    company = (Path(__file__).parent / "month_company.sql").read_text()
    with connection.cursor() as cursor:
        cursor.execute(company, {"staff": staff, "answers": rows})
        cursor.execute("ANALYZE")


def page(model_admin: Any, user: User, query: dict[str, str]) -> Callable[[], None]:
    """Return what makes one page of a list, as a signed-in person asks for it."""

    def ask() -> None:
        request: Any = RequestFactory().get("/", query)
        request.user = User.objects.get(pk=user.pk)
        model_admin.changelist_view(request).render()

    return ask


def measured(ask: Callable[[], None]) -> tuple[float, int]:
    """Milliseconds of one page, templates compiled before, and its queries."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    times = []
    for _turn in range(PAGES):
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times), len(queries)


def compare(label: str, ours: Callable[[], None], stock: Callable[[], None]) -> None:
    our_times, stock_times, queries = [], [], (0, 0)
    for _round in range(ROUNDS):
        our_time, our_queries = measured(ours)
        with override_settings(TEMPLATES=STOCK_TEMPLATES):
            stock_time, stock_queries = measured(stock)
        our_times.append(our_time)
        stock_times.append(stock_time)
        queries = our_queries, stock_queries
    ours_ms, stock_ms = statistics.median(our_times), statistics.median(stock_times)
    print(
        f"{label}: {ours_ms:.0f} ms, {queries[0]} queries; stock {stock_ms:.0f} ms, {queries[1]} queries; "
        f"ratio {ours_ms / stock_ms:.2f} (at most 1.00)",
        flush=True,
    )


def rows_of(model: Any) -> int:
    return model.objects.count() if model._meta.managed else 0


def main(staff: int = STAFF, rows: int = ROWS) -> None:
    with throwaway_database(), override_settings(DEBUG=False, STORAGES=plain_storages()):
        fill(staff, rows)
        user = User.objects.create(username="bench", is_superuser=True, is_staff=True)
        stock = StockSite()
        for model, ours in admin.site._registry.items():
            count = rows_of(model)
            if count < LEAST_ROWS:
                continue
            pair = ours, stock._registry[model]
            label = f"list of {count} {model._meta.verbose_name_plural}"
            compare(label, *(page(one, user, {}) for one in pair))
            if ours.search_fields:
                compare(f"{label}, search", *(page(one, user, {"q": "E00042"}) for one in pair))


def plain_storages() -> dict[str, Any]:
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {**settings.STORAGES, "staticfiles": static}


if __name__ == "__main__":
    main()
