from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from feedback.models import Interaction, Invitation, SurveyAnswer
from people.models import Department, Staff, User
from program.demo.people import LOGINS, PASSWORD
from program.demo.reset import empty_database
from ratings.models import Appeal, Policy, RatingMonth, StarResult
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo_wanted(settings):
    settings.DEMO, settings.MFA_REQUIRED = True, False
    with time_machine.travel("2026-11-22T12:00:00+08:00", tick=True):
        yield


def demo(*options):
    out = StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def test_demo_company_is_worth_looking_at_and_the_same_every_time(client):
    text = demo("--months", "2")

    assert Staff.objects.count() == 62
    assert Department.objects.filter(parent__parent__isnull=False).count() >= 7
    assert Staff.objects.filter(name__contains="喆").exists()
    assert Staff.objects.filter(name__contains="𠮷").exists()
    months = list(RatingMonth.objects.order_by("first_day"))
    assert [month.status for month in months] == ["locked", "published", "collecting"]
    assert set(StarResult.objects.filter(reason="").values_list("stars", flat=True)) >= {3, 4}
    assert StarResult.objects.filter(reason="not_certified").exists()
    assert Appeal.objects.filter(status="open").count() == 1
    answered = SurveyAnswer.objects.count() / Invitation.objects.count()
    assert 0.35 < answered < 0.45
    assert Invitation.objects.filter(answered_at__isnull=True, expires_at__gt=timezone.now()).exists()

    # The link that is printed opens a survey, and every sign-in works.
    survey = next(line for line in text.splitlines() if "no sign-in" in line).split("8000")[1]
    assert client.get(survey).status_code == 200
    for login in LOGINS:
        user = User.objects.get(username=login.username)
        assert user.check_password(PASSWORD)
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        assert client.get(login.path).status_code == 200, login
    assert User.objects.get(username="manager").is_manager

    digests = [month.digest for month in months]
    calls = Interaction.objects.count()
    empty_database()
    assert not Staff.objects.exists()
    assert Policy.objects.filter(first_used_at__isnull=True).count() == Policy.objects.count() > 0
    demo("--months", "2")
    assert [month.digest for month in RatingMonth.objects.order_by("first_day")] == digests
    assert Interaction.objects.count() == calls


def test_demo_leaves_a_company_alone():
    f.StaffFactory()
    with pytest.raises(CommandError, match="--reset"):
        demo()
    assert demo("--if-empty") == ""
    assert Staff.objects.count() == 1


def test_demo_asks_before_it_removes_everything(monkeypatch):
    f.StaffFactory()
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        demo("--reset")
    assert Staff.objects.count() == 1


def test_demo_is_refused_where_nobody_asked_for_one(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        demo()
    assert not Staff.objects.exists()


@pytest.mark.parametrize("options", [("--months", "0"), ("--months", "25"), ("--until", "2026-11-23")])
def test_demo_refuses_what_makes_no_sense(options):
    with pytest.raises(CommandError):
        demo(*options)


def test_logins_alone_load_nothing():
    assert PASSWORD in demo("--logins")
    assert not Staff.objects.exists()
