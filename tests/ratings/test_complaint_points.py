"""From a complaint and a service error to the page that explains the month's stars."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from feedback.models import ErrorClass
from feedback.services.complaints import Decision, decide_finding
from feedback.services.service_errors import ErrorReport, record_error, withdraw_error
from ratings.models import StarResult
from ratings.services import publish_month, rate_month
from tests import factories as f
from tests.feedback.complaint_world import DAY, LATER, complaint_world

pytestmark = pytest.mark.django_db

AT, TODAY = datetime(2026, 11, 2, tzinfo=UTC), date(2026, 11, 2)


@pytest.fixture
def w(settings):
    settings.MFA_REQUIRED = False
    world = complaint_world()
    f.CertificateFactory(staff=world.served)
    for _number in range(5):
        f.SurveyAnswerFactory(staff=world.served, department=world.department, score=4)
    return world


def uphold(w, at=LATER, **changes):
    facts = {
        "finding": "upheld",
        "about": w.served,
        "happened_on": DAY,
        "root_cause": "Late",
        "remedy": "Done",
    }
    decision = Decision(**{**facts, "note": "A promise was forgotten", **changes})
    return decide_finding(request=w.request, decision=decision, by=w.supervisor.user, at=at)


def published(w):
    month = rate_month(first_day=f.FIRST, at=AT, today=TODAY)
    publish_month(month=month, by=w.head.user, at=AT)
    return StarResult.objects.get(staff=w.served)


def explanation(client, w):
    client.force_login(w.served.user, "django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("portal:result", args=[f.FIRST])).content.decode()


def test_upheld_complaint_is_explained_by_its_number_without_the_customer(client, w):
    w.request.contact_name = "Ms Secret"
    w.request.save()
    uphold(w)
    result = published(w)
    assert result.steps["points"]["items"] == [{"kind": "complaint", "count": 1, "points": "-0.20"}]
    assert str(result.score) == "3.80"
    page = explanation(client, w)
    assert w.request.number in page
    assert "A promise was forgotten" in page
    assert "−0.20" in page
    assert "Conduct of staff" in page
    assert "Ms Secret" not in page
    assert w.request.subject not in page


def test_service_error_is_explained_with_its_class_and_lesson(client, w):
    report = ErrorReport(
        error_class=ErrorClass.objects.get(code="promise-broken"),
        staff=w.served,
        happened_on=DAY,
        what="Never called Mr Chan back",
        lesson="Put it in the calendar",
    )
    error = record_error(report=report, by=w.supervisor.user, at=LATER)
    result = published(w)
    assert result.steps["points"]["sum"] == "-0.10"
    page = explanation(client, w)
    assert "Promise not kept" in page
    assert "Put it in the calendar" in page
    assert "Mr Chan" not in page
    withdraw_error(error=error, reason="It was called", by=w.supervisor.user, at=AT)
    assert "put right by a correction" in explanation(client, w)


def test_complaint_upheld_after_publication_waits_for_a_correction_and_says_so(client, w):
    result = published(w)
    assert "put right by a correction" not in explanation(client, w)
    uphold(w, at=AT)
    assert StarResult.objects.get(pk=result.pk).score == result.score
    page = explanation(client, w)
    assert w.request.number in page
    assert "put right by a correction" in page
    office = f.UserFactory(roles=["office"])
    client.force_login(office, "django.contrib.auth.backends.ModelBackend")
    panel = client.get(reverse("feedback:complaint", args=[w.request.pk])).content.decode()
    assert "published and do not change by themselves" in panel
    assert reverse("admin:ratings_starresult_correct", args=[result.pk]) in panel


def test_counted_points_need_no_correction(client, w):
    uphold(w)
    published(w)
    assert "put right by a correction" not in explanation(client, w)


def test_withdrawn_points_of_a_published_month_need_one_too(client, w):
    uphold(w)
    published(w)
    uphold(w, at=AT, finding="not_upheld", reason="Not hers")
    page = explanation(client, w)
    assert "put right by a correction" in page
    assert w.request.number not in page
