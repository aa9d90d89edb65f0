"""Every documented operation keeps its promises, whatever is sent: no crash, no undocumented answer."""

from io import StringIO

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from rest_framework.authtoken.models import Token
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from starservice.wsgi import application
from tests import factories as f

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture
def kept_connection():
    """The server closes what it thinks are old connections after each request; here it is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(kept_connection):
    """The programme office's; it may do everything the API can."""
    month = f.RatingMonthFactory()
    f.StarResultFactory(month=month, staff=f.AssignmentFactory(staff__employee_no="A1").staff)
    f.ChannelFactory(code="phone")
    f.SurveyAnswerFactory()
    return Token.objects.create(user=f.UserFactory(roles=["office"])).key


def test_operations_answer_as_documented(token):
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) >= 10
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            exercise(operation, mode, {"Authorization": f"Token {token}"})


def exercise(operation, mode, headers):
    """Send made-up requests, valid and not; a wrong answer raises with the request that caused it."""

    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        case.call_and_validate(headers=headers, checks=CHECKS)

    try:
        send()
    except Unsatisfiable:
        # Where a request has nothing to get wrong, as in a list without filters.
        assert mode is GenerationMode.NEGATIVE


def test_schema_is_written_without_a_warning():
    out = StringIO()
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=out)
    assert "/api/v1/interactions/bulk/" in out.getvalue()


def test_documentation_page_needs_no_inline_script(client):
    page = client.get("/api/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "<style" not in text
    assert text.count("<script") == text.count("<script src=")
    assert client.get("/api/docs/?script=").headers["Content-Type"].startswith("application/javascript")
