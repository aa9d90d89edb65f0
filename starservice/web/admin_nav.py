"""The admin's navigation: grouped by what people come to do, not by how the code is cut. Costs no query."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

PEOPLE, TRAINING, EVIDENCE, STARS = "people", "training", "evidence", "stars"
MONEY, RULES, SYSTEM = "money", "rules", "system"
GROUPS: Mapping[str, tuple[Any, str]] = {
    PEOPLE: (_("People"), "users"),
    TRAINING: (_("Training"), "graduation"),
    EVIDENCE: (_("Evidence"), "inbox"),
    STARS: (_("Stars"), "star"),
    MONEY: (_("Money"), "wallet"),
    RULES: (_("Rules"), "scale"),
    SYSTEM: (_("System"), "settings"),
}
APP_GROUPS = {
    "people": PEOPLE,
    "training": TRAINING,
    "feedback": EVIDENCE,
    "ratings": STARS,
    "incentives": MONEY,
}
MODEL_GROUPS = {
    "feedback.Channel": RULES,
    "feedback.SurveyForm": RULES,
    "feedback.ImportMapping": RULES,
    "ratings.Policy": RULES,
    "incentives.Scheme": RULES,
    "people.User": SYSTEM,
    "people.RoleGrant": SYSTEM,
}


@dataclass(frozen=True)
class NavPage:
    """A page of the admin that is not a model's list; `allowed` asks the request, without a query of its own."""

    url_name: str
    label: Any
    group: str
    allowed: Callable[[HttpRequest], bool]


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation."""

    label: Any
    url: str
    add_url: str = ""
    current: bool = False


@dataclass
class NavGroup:
    """One task with its lines."""

    code: str
    label: Any
    icon: str
    items: list[NavItem] = field(default_factory=list)

    @property
    def current(self) -> bool:
        return any(item.current for item in self.items)


def group_of(model: type[Model], model_admin: Any) -> str:
    """Return the group a model's list belongs to: the admin's own word, else ours, else the app's."""
    said = getattr(model_admin, "nav_group", "")
    return said or MODEL_GROUPS.get(model._meta.label) or APP_GROUPS.get(model._meta.app_label, SYSTEM)


def navigation(
    request: HttpRequest,
    apps: Iterable[Mapping[str, Any]],
    registry: Mapping[type[Model], Any],
    pages: Iterable[NavPage],
) -> list[NavGroup]:
    """Return the groups with at least one line this person may open."""
    groups = {code: NavGroup(code, label, icon) for code, (label, icon) in GROUPS.items()}
    for page in pages:
        url = _url_of(page) if page.allowed(request) else ""
        if url:
            groups[page.group].items.append(NavItem(page.label, url, "", request.path.startswith(url)))
    for app in apps:
        for line in app["models"]:
            url = line.get("admin_url")
            if url:
                code = group_of(line["model"], registry.get(line["model"]))
                item = NavItem(line["name"], url, line.get("add_url") or "", request.path.startswith(url))
                groups[code].items.append(item)
    return [group for group in groups.values() if group.items]


def _url_of(page: NavPage) -> str:
    try:
        return reverse(page.url_name)
    except NoReverseMatch:
        return ""
