"""Handing out and erasing what is kept about one customer."""

import io
import json
import zipfile
from decimal import Decimal

import pghistory.models
import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, models, transaction

from feedback.errors import CustomerError
from feedback.models import (
    Attachment,
    Complaint,
    Customer,
    CustomerTagging,
    DrawEntry,
    Invitation,
    PrivacyAction,
    PrizeDraw,
    ServiceRequest,
    SurveyAnswer,
    TimelineEntry,
)
from feedback.services.merging_customers import merge_customers
from feedback.services.personal_data import HOLDINGS, erase_customer, export_customer
from feedback.services.personal_data.exporting import SECRET
from tests import factories as f

pytestmark = pytest.mark.django_db
NOON = f.NOON
SECRETS = ("Zhou Ling", "13800138000", "zhou@example.com", "my leg hurts", "leg.jpg", "CN-77")


@pytest.fixture
def customer(settings, tmp_path):
    """Zhou Ling, who asked, complained, answered, praised and suggested, and told everybody about her leg."""
    settings.MEDIA_ROOT = tmp_path
    words = "Zhou Ling: my leg hurts"
    zhou = f.CustomerFactory(
        name="Zhou Ling", phone="13800138000", email="zhou@example.com", external_id="CN-77"
    )
    done = {"status": "closed", "resolved_at": NOON, "closed_at": NOON}
    contact = {"contact_name": "Zhou Ling", "contact_email": zhou.email, "contact_phone": zhou.phone}
    request = f.ServiceRequestFactory(
        customer=zhou,
        subject=words,
        kind="complaint",
        external_id="<1@zhou>",
        source="mail",
        **contact,
        **done,
    )
    entry = TimelineEntry.objects.create(
        request=request, kind="message", at=NOON, text=words, data={"from": zhou.email}
    )
    attachment = Attachment(
        request=request, entry=entry, name="leg.jpg", content_type="image/jpeg", size=3, sha256=b"x"
    )
    attachment.file.save("leg.jpg", ContentFile(b"leg"))
    decided = {"decided_by": f.UserFactory(), "decided_at": NOON}
    complaint = Complaint.objects.create(
        request=request, finding="upheld", root_cause=words, remedy=words, **decided
    )
    complaint.root_cause = f"{words}!"
    complaint.save()
    answer = f.SurveyAnswerFactory(
        invitation__customer=zhou, words=words, score=Decimal("1.5"), replies={"why": words}
    )
    SurveyAnswer.objects.filter(pk=answer.pk).update(nps=2)
    f.CommendationFactory(customer=zhou, words=words, from_name="Zhou Ling", from_contact=zhou.phone)
    f.SuggestionFactory(
        source="customer", author=None, customer=zhou, title=words, text=words, from_email=zhou.email
    )
    draw = PrizeDraw.objects.create(title={"en": "Draw"}, first_day=NOON.date(), last_day=NOON.date())
    DrawEntry.objects.create(draw=draw, ticket_hash=b"t", email="Zhou@example.com", entered_on=NOON.date())
    double = f.CustomerFactory(name="Zhou Ling", phone="+8613800138000")
    merge_customers(survivor=zhou, other=double, by=f.UserFactory(), at=NOON, reason="my leg hurts")
    zhou.refresh_from_db()
    return zhou


def erase(customer, **options):
    return erase_customer(customer=customer, ground="asked", **{"by": f.UserFactory(), "at": NOON, **options})


def everything_stored():
    """All rows of our tables, the audit trail's included, as one text."""
    from django.apps import apps
    from django.db import connection

    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label == "feedback"]
    with connection.cursor() as cursor:
        texts = []
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)


def test_erasing_leaves_nothing_personal_anywhere(customer):
    assert all(secret in everything_stored() for secret in SECRETS)
    erase(customer)
    left = everything_stored()
    assert [secret for secret in SECRETS if secret in left] == []


def test_figures_stay(customer):
    before = SurveyAnswer.objects.values_list("score", "nps", "stars", "served_on", "is_valid").get()
    erase(customer)
    assert SurveyAnswer.objects.values_list("score", "nps", "stars", "served_on", "is_valid").get() == before
    request = ServiceRequest.objects.get()
    assert (request.customer_id, request.kind, request.created_at) == (customer.pk, "complaint", NOON)
    assert request.complaint.finding == "upheld"
    assert request.timeline.count() == 1


def test_chosen_options_stay_and_words_go(customer):
    from feedback.models import SurveyQuestion

    form = f.SurveyFormFactory(published_at=None, version=None, effective_from=None)
    Invitation.objects.update(form=form)
    options = [{"code": "shop", "label": {"en": "Shop"}}, {"code": "web", "label": {"en": "Web"}}]
    SurveyQuestion.objects.create(
        form=form, code="where", kind="single", label={"en": "Where"}, options=options
    )
    SurveyQuestion.objects.create(form=form, code="why", kind="text", label={"en": "Why"})
    SurveyAnswer.objects.update(replies={"where": "shop", "why": "my leg hurts"})
    erase(customer)
    assert SurveyAnswer.objects.get().replies == {"where": "shop"}


def test_files_are_deleted(customer, django_capture_on_commit_callbacks):
    attachment = Attachment.objects.get()
    storage, name = attachment.file.storage, attachment.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        erase(customer)
    assert not storage.exists(name)


def test_erasing_is_noted_without_personal_data(customer):
    by = f.UserFactory()
    action = erase(customer, by=by)
    assert (action.kind, action.ground, action.done_by, action.done_at) == ("erasure", "asked", by, NOON)
    assert action.counts["feedback.SurveyAnswer"] == 1
    customer.refresh_from_db()
    assert (customer.erased_at, str(customer)) == (NOON, f"#{customer.pk}")


def test_erasing_waits_for_open_requests(customer):
    f.ServiceRequestFactory(customer=customer)
    with pytest.raises(CustomerError, match="still open"):
        erase(customer)
    assert Customer.objects.get(pk=customer.pk).name == "Zhou Ling"


def test_erasing_is_once_and_for_all(customer):
    erase(customer)
    with pytest.raises(CustomerError, match="already"):
        erase(customer)
    customer.refresh_from_db()
    with pytest.raises(CustomerError, match="erased"):
        export_customer(customer=customer, ground="asked", by=f.UserFactory(), at=NOON)


def test_erasing_leaves_others_alone(customer):
    other = f.SurveyAnswerFactory(invitation__customer=f.CustomerFactory(name="Li"), words="Fine")
    erase(customer)
    other.refresh_from_db()
    assert (other.words, other.invitation.customer.name) == ("Fine", "Li")


def test_trail_keeps_who_did_what_when_and_is_append_only_again(customer):
    events = Complaint.pgh_event_model.objects
    before = list(events.order_by("pgh_id").values_list("pgh_id", "pgh_label", "pgh_created_at"))
    erase(customer)
    after = list(events.order_by("pgh_id").values_list("pgh_id", "pgh_label", "pgh_created_at"))
    assert after[: len(before)] == before
    with pytest.raises(DatabaseError), transaction.atomic():
        events.update(root_cause="x")


def test_every_text_about_a_customer_is_named_as_erased_or_kept():
    """A new model that belongs to customers, or a new text in one, must be entered in HOLDINGS."""
    named = {holding.model: {*holding.erased, *holding.kept} for holding in HOLDINGS}
    missing = []
    for model in _belonging_to_customers():
        texts = {field.name for field in model._meta.concrete_fields if _may_be_personal(field)}
        if model not in named:
            missing.append(model._meta.label)
        elif texts - named[model]:
            missing.append(f"{model._meta.label}: {sorted(texts - named[model])}")
    assert not missing


def _belonging_to_customers():
    found, todo = [], [Customer]
    while todo:
        for relation in todo.pop()._meta.get_fields(include_hidden=True):
            is_reverse = relation.auto_created and not relation.concrete and relation.is_relation
            model = relation.related_model
            if not is_reverse or relation.many_to_many or issubclass(model, pghistory.models.Event):
                continue
            if model not in found:
                found.append(model)
                todo.append(model)
    return found


def _may_be_personal(field):
    texts = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    return isinstance(field, texts) and not field.choices and not isinstance(field, models.UUIDField)


# --- handing out -----------------------------------------------------------------------------------


def exported(customer, **options):
    given = {"ground": "asked", "by": f.UserFactory(), "at": NOON, **options}
    archive = zipfile.ZipFile(io.BytesIO(export_customer(customer=customer, **given)))
    return json.loads(archive.read("data.json")), archive.read("index.html").decode()


def test_everything_is_handed_out(customer):
    CustomerTagging.objects.create(
        customer=customer,
        tag_id=f.feedback.CustomerTag.objects.get(code="vip").pk,
        by_rule=True,
        why=[{"kind": "spend", "year": 2026, "amount": "5.00", "limit": "1.00"}],
        given_at=NOON,
    )
    data, page = exported(customer)
    for secret in SECRETS:
        assert secret in json.dumps(data, ensure_ascii=False)
        assert secret in page
    assert data["feedback.SurveyAnswer"][0]["score"].startswith("1.5")
    assert data["feedback.Attachment"][0]["name"] == "leg.jpg"
    assert "Spent" in page


def test_secrets_of_links_are_not_handed_out(customer):
    data, _page = exported(customer)
    names = {name for rows in data.values() for row in rows for name in row}
    assert not [name for name in names if SECRET & set(name.split("_"))]


def test_handing_out_is_noted(customer):
    by = f.UserFactory()
    exported(customer, by=by, ground="authority")
    action = PrivacyAction.objects.get()
    assert (action.kind, action.ground, action.done_by) == ("export", "authority", by)
    assert action.counts["feedback.ServiceRequest"] == 1


def test_page_escapes_what_people_wrote(customer):
    TimelineEntry.objects.update(text="<script>alert(1)</script>")
    assert "<script>" not in exported(customer)[1]
