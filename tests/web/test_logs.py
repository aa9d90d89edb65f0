import json
import logging

import pytest
from structlog.contextvars import bound_contextvars

from starservice.web.logs import json_formatter


def _line(message: str, *arguments: object) -> dict:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    return json.loads(json_formatter().format(record))


def test_log_line_is_json_with_the_request():
    with bound_contextvars(request_id="abc"):
        line = _line("Hello %s", "世界")
    assert (line["event"], line["level"], line["request_id"]) == ("Hello 世界", "warning", "abc")


@pytest.mark.parametrize("path", ["/s/Zm9vYmFy/", "/s/Zm9vYmFy", "'/s/Zm9vYmFy/'"])
def test_log_line_hides_the_key_of_a_survey(path):
    assert "Zm9vYmFy" not in _line("Not Found: %s", path)["event"]
