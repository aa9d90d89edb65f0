"""Accessibility of an open page, by axe-core (vendored with its licence)."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = next(Path(__file__).parent.glob("vendor/axe-core-*/axe.min.js")).read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """Return the serious and critical violations of a page, each with where it is."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {' | '.join(str(node['target']) for node in one['nodes'][:3])}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
