"""Charts of stars: one person's months, the way to one score, and how many have how many stars."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from ratings.models import Policy
from ratings.models.policy import Source
from ratings.queries.history import HistoryRow, Share
from ratings.queries.story import Story
from starservice.web import charts
from starservice.web.formats import format_share

register = template.Library()


def thresholds_of(policy: Policy) -> dict[int, Decimal]:
    """Return the score each number of stars begins at."""
    return {
        5: policy.five_from,
        4: policy.four_from,
        3: policy.three_from,
        2: policy.two_from,
        1: charts.LOWEST,
    }


@register.inclusion_tag("components/chart_line.html")
def history_chart(rows: list[HistoryRow], employee_no: str = "") -> dict[str, Any]:
    """{% history_chart history %}: one's own months; with an employee number, the manager's view of them."""
    shown = rows[:12][::-1]
    points = [
        charts.MonthScore(
            month=row.first_day,
            score=row.score,
            stars=row.stars,
            provisional=row.result.provisional,
            url=_result_url(row, employee_no),
        )
        for row in shown
    ]
    bands = thresholds_of(shown[-1].result.month.policy) if shown else charts.STANDARD_BANDS
    return {"chart": charts.history_line(points, bands), "title": _("Score by month")}


def _result_url(row: HistoryRow, employee_no: str) -> str:
    if employee_no:
        return reverse("admin:ratings_person", args=[employee_no, row.first_day])
    return reverse("portal:result", args=[row.first_day])


@register.inclusion_tag("components/chart_waterfall.html")
def story_waterfall(story: Story) -> dict[str, Any]:
    """{% story_waterfall story %}: what each source and the points brought, up to the score."""
    told = story.explanation
    labels = dict(Source.choices)
    steps = [
        charts.Step(
            label=str(labels[source.code]).capitalize(),
            amount=source.part,
            note=_("%(value)s × %(share)s")
            % {
                "value": source.adjusted and round(source.adjusted, 2),
                "share": format_share(source.share / 100),
            },
        )
        for source in told.there
    ]
    if told.points and told.points.items:
        steps.append(charts.Step(label=_("Points"), amount=told.points.counted))
    steps.append(charts.Step(label=_("Score"), amount=told.score, total=True))
    bands = thresholds_of(story.result.month.policy)
    return {"chart": charts.waterfall(steps, thresholds=bands), "title": _("From evidence to score")}


@register.inclusion_tag("components/chart_bars.html")
def star_distribution(shares: Iterable[Share], title: str, address: str = "") -> dict[str, Any]:
    """{% star_distribution shares title %}: bars from five stars to not rated; `address` makes the counts links."""
    counts = [
        charts.StarCount(
            stars=share.stars,
            count=share.count,
            url=f"{address}?stars={share.stars or 'none'}" if address else "",
        )
        for share in shares
    ]
    return {"bars": charts.distribution(counts), "title": title, "counted": _("Staff")}
