"""The libraries of cases and wording."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Role
from tests.factories import NOON, StaffFactory, UserFactory
from tests.training.factories import ServiceCaseFactory
from training.errors import CaseError
from training.models import ManualVersion, ServiceCase, Standard, Wording
from training.services.cases import archive_case, publish_case

pytestmark = pytest.mark.django_db
WHOLE = {
    "root_cause": {"en": "Nobody told the kitchen."},
    "gap": {"en": "Allergies are repeated."},
    "measure": {"en": "The slip prints them."},
}


def client_of(user):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def client():
    return client_of(StaffFactory(user=UserFactory()).user)


@pytest.fixture
def trainer():
    return UserFactory(username="trainer", roles=[Role.TRAINING])


@pytest.mark.parametrize("missing", [*WHOLE, "happened"])
def test_a_case_is_published_only_whole(trainer, missing):
    case = ServiceCaseFactory(**{**WHOLE, missing: {}})

    with pytest.raises(CaseError):
        publish_case(case=case, by=trainer, at=NOON)

    case.refresh_from_db()
    assert case.state == "draft"


def test_a_published_case_is_found_and_read(client, trainer):
    case = ServiceCaseFactory(code="nuts", title={"en": "Nuts"}, standard_code="allergies", **WHOLE)
    case.wordings.add(Wording.objects.get(shortcut="more"))
    assert client.get("/cases/nuts/").status_code == 404

    publish_case(case=case, by=trainer, at=NOON)

    page = client.get("/cases/nuts/").text
    for words in ("Nobody told the kitchen.", "The slip prints them.", "Ask for more information"):
        assert words in page
    found = [
        one.code for one in client.get("/cases/", {"q": "kitchen", "standard": "allergies"}).context["page"]
    ]
    assert found == ["nuts"]
    assert "nuts" not in [one.code for one in client.get("/cases/", {"q": "kitchen roof"}).context["page"]]


def test_a_case_leads_to_the_standard_as_published(client):
    case = ServiceCase.objects.get(code="phone-at-the-table")
    assert "Greet first" in client.get(f"/cases/{case.code}/").text
    version = Standard.objects.get(code="greet-first").version
    assert "#standard-greet-first" not in client.get(f"/cases/{case.code}/").text

    ManualVersion.objects.filter(pk=version.pk).update(state="published", published_at=NOON)

    address = f"/standards/{version.manual.code}/#standard-greet-first"
    assert address in client.get(f"/cases/{case.code}/").text


def test_an_archived_case_leaves_the_library(client, trainer):
    case = publish_case(case=ServiceCaseFactory(code="old", **WHOLE), by=trainer, at=NOON)

    archive_case(case=case, by=trainer, at=NOON)

    assert "old" not in [one.code for one in client.get("/cases/").context["page"]]
    assert client.get("/cases/old/").status_code == 200


def test_a_draft_that_was_archived_is_not_shown(client, trainer):
    archive_case(case=ServiceCaseFactory(code="never"), by=trainer, at=NOON)

    assert client.get("/cases/never/").status_code == 404


def test_shipped_cases_are_whole_in_each_language():
    parts = ("title", "happened", "root_cause", "gap", "measure", "lesson")
    shipped = list(ServiceCase.objects.prefetch_related("wordings"))

    assert len(shipped) == 6
    for case in shipped:
        assert all(getattr(case, part)[code] for part in parts for code in ("en", "zh-hans", "zh-hant"))
        assert case.wordings.all()
        assert Standard.objects.filter(code=case.standard_code).exists(), case.standard_code


def test_customer_service_writes_and_trainers_publish(trainer):
    case = ServiceCaseFactory(**WHOLE)
    writer = client_of(UserFactory(roles=[Role.CUSTOMER_SERVICE]))
    address = reverse("admin:training_servicecase_publish", args=[case.pk])

    assert writer.get(reverse("admin:training_servicecase_change", args=[case.pk])).status_code == 200
    assert writer.post(address).status_code == 403
    client_of(trainer).post(address)

    case.refresh_from_db()
    assert (case.state, case.published_at is not None) == ("published", True)


def test_the_admin_says_what_a_case_lacks(trainer):
    case = ServiceCaseFactory()
    address = reverse("admin:training_servicecase_publish", args=[case.pk])

    page = client_of(trainer).post(address, follow=True).text

    assert "Before it is published the case needs: root cause, gap to the standard, measure." in page


def test_wording_is_searched_and_shown_to_copy(client):
    page = client.get("/wording/", {"q": "/refund"})

    assert [one.shortcut for one in page.context["page"]] == ["refund"]
    assert "data-copy" in page.text
    assert not client.get("/wording/", {"q": "no such thing"}).context["page"].object_list


@pytest.mark.parametrize("path", ["/cases/", "/wording/"])
def test_libraries_cost_as_much_for_many(client, path, django_assert_max_num_queries):
    def counted():
        with django_assert_max_num_queries(30) as queries:
            client.get(path)
        return len(queries)

    few = counted()
    ServiceCaseFactory.create_batch(12, state="published", published_at=NOON, standard_code="s")
    for number in range(9):
        Wording.objects.create(shortcut=f"w{number}", situation={"en": "x"}, answer={"en": "y"})
    # Standards named by cases are asked for once, by all of them.
    assert counted() <= few + (path == "/cases/")
