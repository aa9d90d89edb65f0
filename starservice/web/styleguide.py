"""Every component on one page, for developers; it exists only with DEBUG."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from starservice.web.charts import (
    MonthScore,
    StarCount,
    Step,
    distribution,
    history_line,
    sparkline,
    waterfall,
)
from starservice.web.localized import LocalizedFormField
from starservice.web.widgets import StarInput


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As on the employee card.")
    email = forms.EmailField(label="E-mail", required=False)
    day = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    channel = forms.ChoiceField(label="Channel", choices=[("phone", "Phone"), ("chat", "Chat")])
    words = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label="Send me the result", required=False)
    attitude = forms.IntegerField(label="Attitude", widget=StarInput(low="Poor", high="Excellent"))
    title = LocalizedFormField(label="Title in each language", required=False)


class ExampleFilters(forms.Form):
    """Filters as lists have them."""

    q = forms.CharField(label="Search", required=False)
    month = forms.ChoiceField(label="Month", choices=[("10", "October 2026"), ("09", "September 2026")])


def _rows() -> list[dict[str, Any]]:
    names = ["陈晓琳", "Priya Raman", "林志豪", "Thomas Oyelaran", "黃美玲"]
    scores = [("4.86", 5), ("4.21", 4), ("3.47", 3), ("2.08", 2), (None, None)]
    return [
        {"name": name, "score": score, "stars": stars, "n": 40 - 7 * place}
        for place, (name, (score, stars)) in enumerate(zip(names, scores, strict=True))
    ]


def _charts() -> dict[str, Any]:
    texts = ["3.20", "3.41", "", "3.90", "4.12", "4.55", "4.38", "4.61", "4.20", "4.07", "3.96", "4.04"]
    scores = [Decimal(text) if text else None for text in texts]
    points = [
        MonthScore(
            date(2025 + (place + 10) // 12, (place + 10) % 12 + 1, 1),
            score,
            None if score is None else min(5, round(score)),
            provisional=place == 1,
            url=f"?month={place}",
        )
        for place, score in enumerate(scores)
    ]
    steps = [
        Step("Customers", Decimal("2.35"), "4.23 from 12 surveys, counts 56%", "#"),
        Step("Manager", Decimal("1.89"), "4.25, counts 44%"),
        Step("Self-evaluation", None, "Missing"),
        Step("Together", total=True),
        Step("Complaint", Decimal("-0.20"), "1 upheld"),
        Step("Commendation", Decimal("0.05")),
        Step("Score", total=True),
    ]
    counts = [StarCount(5, 6, "#"), StarCount(4, 21, "#"), StarCount(3, 25), StarCount(2, 4), StarCount(1, 0)]
    return {
        "line": history_line(points),
        "sparkline": sparkline(scores),
        "waterfall": waterfall(steps),
        "bars": distribution([*counts, StarCount(None, 4)]),
    }


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    for level in (messages.SUCCESS, messages.WARNING, messages.ERROR, messages.INFO):
        messages.add_message(request, level, "October 2026 was saved. Nothing else has to be done.")
    context = {
        "form": ExampleForm({"name": "", "email": "not an address", "attitude": "4"}),
        "filters": ExampleFilters(),
        "page": Paginator(range(230), 50).page(2),
        "rows": _rows(),
        **_charts(),
        "steps": [("People", "/"), ("陈晓琳", "")],
    }
    return render(request, "web/styleguide.html", context)
