"""The tokens keep their promises: both dark blocks agree, and words can be read on what they stand on."""

import re

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
BLOCK = re.compile(r"([^{}]+)\{([^{}]*--c-bg[^{}]*)\}")


def colours(block):
    return dict(re.findall(r"(--c-[\w-]+): (#[0-9a-f]{6});", block))


LIGHT, DARK_BY_DEVICE, DARK_BY_CHOICE = (colours(body) for _name, body in BLOCK.findall(TOKENS))


def luminance(colour):
    def linear(part):
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    brighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


TEXTS = [
    (text, ground)
    for text in ("text", "muted", "brand-text", "bad", "good", "warn", "info")
    for ground in ("bg", "surface", "sunken")
]
TEXTS += [(name, f"{name}-soft") for name in ("good", "warn", "bad", "info")]
TEXTS += [("star-text", "star-soft"), ("star-text", "surface"), ("star-text", "bg")]
TEXTS += [("text", f"{name}-soft") for name in ("good", "warn", "bad", "info", "star", "brand")]
TEXTS += [
    ("brand-text", "brand-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("surface", "bad"),
]
TEXTS += [("on-header", "header"), ("on-header-muted", "header")]
GRAPHICS = [
    ("star", "bg"),
    ("star", "surface"),
    ("line-strong", "surface"),
    ("line-strong", "bg"),
    ("focus", "bg"),
]
GRAPHICS += [("focus", "surface"), ("brand", "surface")]


def test_dark_is_the_same_by_device_and_by_choice():
    assert DARK_BY_DEVICE == DARK_BY_CHOICE
    assert LIGHT.keys() == DARK_BY_CHOICE.keys()


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_words_have_a_contrast_of_four_and_a_half(theme, text, ground):
    assert contrast(theme[f"--c-{text}"], theme[f"--c-{ground}"]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), GRAPHICS)
def test_marks_have_a_contrast_of_three(theme, mark, ground):
    assert contrast(theme[f"--c-{mark}"], theme[f"--c-{ground}"]) >= 3


def test_style_sheets_use_only_tokens_that_exist():
    known = set(re.findall(r"(--[\w-]+):", TOKENS))
    for path in (settings.BASE_DIR / "static/css").glob("*.css"):
        css = path.read_text()
        own = set(re.findall(r"(--[\w-]+):", css))
        used = {name for name in re.findall(r"var\((--[\w-]+)", css) if not name.startswith("--pico")}
        assert used - known - own == set(), path.name
