import pytest

from starservice.lib.prose import blocks_of


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("One\nline", [("paragraph", ("One", "line"))]),
        ("One\n\n\nTwo", [("paragraph", ("One",)), ("paragraph", ("Two",))]),
        ("# Greeting\n## Look up", [("heading", ("Greeting",)), ("heading", ("Look up",))]),
        (
            "First:\n- a\n• b\n\nAfter",
            [("paragraph", ("First:",)), ("bullets", ("a", "b")), ("paragraph", ("After",))],
        ),
        ("1. a\n2) b\n3、丙", [("numbers", ("a", "b", "丙"))]),
        ("- a\n\n- b", [("bullets", ("a",)), ("bullets", ("b",))]),
        ("-5 degrees, 3.5 stars", [("paragraph", ("-5 degrees, 3.5 stars",))]),
        ("#5 is a room", [("paragraph", ("#5 is a room",))]),
    ],
)
def test_text_is_taken_apart(text, blocks):
    assert [(block.kind, block.lines) for block in blocks_of(text)] == blocks
