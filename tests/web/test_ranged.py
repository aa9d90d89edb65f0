import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from starservice.web.ranged import asked_range, ranged_response


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=20-10", None),
        ("bytes=0-5,10-15", None),
        ("bytes=-", None),
        ("lines=1-2", None),
    ],
)
def test_a_range_is_read(header, asked):
    assert asked_range(header, 100) == asked


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_no_byte_is_beyond_the_end(header):
    with pytest.raises(ValueError):
        asked_range(header, 100)


def answer(header):
    headers = {"Range": header} if header else {}
    file = ContentFile(bytes(range(100)), name="a")
    return ranged_response(RequestFactory(headers=headers).get("/"), file, "video/webm")


def test_a_part_is_answered_with_its_place():
    part = answer("bytes=10-12")

    assert (part.status_code, b"".join(part.streaming_content)) == (206, bytes([10, 11, 12]))
    assert part.headers["Content-Range"] == "bytes 10-12/100"
    assert part.headers["Content-Length"] == "3"


def test_the_whole_says_that_parts_are_possible():
    whole = answer("")

    assert (whole.status_code, whole.headers["Accept-Ranges"]) == (200, "bytes")
    assert b"".join(whole.streaming_content) == bytes(range(100))


def test_beyond_the_end_is_refused():
    assert (answer("bytes=100-").status_code, answer("bytes=100-").headers["Content-Range"]) == (
        416,
        "bytes */100",
    )
