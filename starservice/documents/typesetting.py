"""Typeset a template with facts to PDF."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from starservice.documents.fonts import check_glyphs, families, fonts_with

HERE = Path(__file__).parent
REGIONS = {"zh-hans": ("zh", "cn"), "zh-hant": ("zh", "tw")}


def typeset(
    template: str,
    *,
    texts: Mapping[str, str],
    pictures: Mapping[str, str] | None = None,
    language: str,
    more_fonts: str = "",
    kind: Literal["pdf", "png"] = "pdf",
    dots_per_inch: float | None = None,
) -> bytes:
    """Return a document as PDF (or PNG, to look at).

    `texts` are set as they are, never read as markup; `pictures` are SVG. Raises MissingGlyph naming the characters no font has.
    """
    # Loaded with the first document: processes that make none start faster and smaller.
    import typst

    check_glyphs(texts.values(), more_fonts)
    code, region = REGIONS.get(language, (language, ""))
    facts: dict[str, Any] = {
        **texts,
        "pictures": dict(pictures or {}),
        "fonts": families(language, more_fonts),
        "lang": code,
        "region": region,
    }
    made = typst.compile(
        str(HERE / f"{template}.typ"),
        root=str(HERE),
        font_paths=fonts_with(more_fonts),
        format=kind,
        ppi=dots_per_inch,
        sys_inputs={"facts": json.dumps(facts)},
    )
    return b"".join(_pages(made))


def _pages(made: Any) -> Iterator[bytes]:
    yield from made if isinstance(made, list) else [made]
