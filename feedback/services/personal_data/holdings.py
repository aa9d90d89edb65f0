"""Where data of a customer are kept: by model the way to the customer, what erasing makes of it, and what stays.

Every text, file and JSON field of a model that belongs to a customer is named here, as erased or as kept; a test finds new
ones. Figures (scores, moments, states, amounts) are not named: they stay, so that totals do not change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BinaryField, Case, F, Func, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from feedback import models

ERASED = "–"


@dataclass(frozen=True)
class Holding:
    """One model's rows of a customer; `erased` has the new value by field, `kept` the texts that are nobody's."""

    model: Any
    path: str
    erased: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


class RandomHash(Func):
    """A token hash nobody knows the token of, another one for each row."""

    template = "sha256(convert_to(gen_random_uuid()::text, 'UTF8'))"
    output_field = BinaryField()


# Replies to text questions go, chosen options stay.
CHOICES_ONLY = RawSQL(
    """
    (SELECT coalesce(jsonb_object_agg(reply.key, reply.value), '{}'::jsonb) FROM jsonb_each(replies) AS reply
     WHERE EXISTS (
        SELECT FROM feedback_surveyquestion question JOIN feedback_invitation asked ON asked.form_id = question.form_id
        WHERE asked.id = invitation_id AND question.code = reply.key AND question.kind IN ('single', 'multiple')))
    """,
    [],
)


def dash_if_filled(name: str) -> Any:
    """What must not be empty where it was not says no more than that something was there."""
    return Case(When(**{name: ""}, then=Value("")), default=Value(ERASED), output_field=TextField())


def own_address() -> Any:
    """An address that is nobody's, another one for each row."""
    return Func(Value("erased-"), Cast(F("id"), TextField()), Value("@example.invalid"), function="concat")


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        models.ServiceRequest,
        "customer",
        {
            "subject": ERASED,
            "contact_name": "",
            "contact_email": "",
            "contact_phone": "",
            "external_id": "",
            "link_seed": "",
            "token_hash": RandomHash(),
        },
        ("tier_reasons", "area", "agent_reason", "source"),
    ),
    Holding(models.TimelineEntry, "request__customer", {"text": "", "data": {}}),
    Holding(
        models.Attachment,
        "request__customer",
        {"name": ERASED, "file": "", "sha256": b""},
        ("content_type",),
    ),
    Holding(models.Milestone, "request__customer"),
    Holding(models.Pause, "request__customer", {"note": ""}),
    Holding(models.SlaEvent, "request__customer"),
    Holding(models.SlaAlert, "milestone__request__customer"),
    Holding(models.Presence, "request__customer"),
    Holding(
        models.Complaint,
        "request__customer",
        {name: dash_if_filled(name) for name in ("root_cause", "remedy", "call_back_note")},
    ),
    Holding(
        models.Compensation,
        "complaint__request__customer",
        {name: dash_if_filled(name) for name in ("reason", "decision_note")},
    ),
    Holding(
        models.ServiceError,
        "request__customer",
        {name: dash_if_filled(name) for name in ("what", "told_customer")},
        ("lesson",),
    ),
    Holding(models.Interaction, "customer", {}, ("source", "external_id", "topic")),
    Holding(models.Invitation, "customer", {"token_hash": RandomHash(), "seed": ""}),
    Holding(
        models.SurveyAnswer,
        "invitation__customer",
        {
            "words": "",
            "replies": CHOICES_ONLY,
            "network_hash": None,
            "receipt_hash": None,
            "follow_up_note": dash_if_filled("follow_up_note"),
        },
        ("stars", "invalid_reason"),
    ),
    Holding(models.FollowUp, "answer__invitation__customer"),
    Holding(models.AnswerNotice, "answer__invitation__customer", {}, ("siblings", "reason")),
    Holding(models.SamplingDecision, "customer"),
    Holding(models.StopLink, "customer", {"seed": "", "token_hash": RandomHash()}),
    Holding(
        models.Commendation,
        "customer",
        {"about": "", "words": "", "shown_words": "", "from_name": "", "from_contact": ""},
        ("reason",),
    ),
    Holding(
        models.Suggestion,
        "customer",
        {
            "title": ERASED,
            "text": "",
            "from_name": "",
            "from_email": "",
            "token_hash": None,
            "answer": dash_if_filled("answer"),
        },
        ("number", "outcome"),
    ),
    Holding(models.SuggestionAward, "suggestion__customer"),
    Holding(models.CustomerTagging, "customer", {"note": ""}, ("why",)),
    Holding(models.CustomerSpend, "customer"),
    Holding(models.CustomerMerge, "survivor", {"old_number": "", "old_values": {}, "reason": ""}, ("moved",)),
    Holding(models.PrivacyAction, "customer", {}, ("counts",)),
    # Not the customer's own rows, but what was written in them is about the customer's case.
    Holding(models.EvidenceEvent, "commendation__customer", {"note": ""}, ("reference", "withdrawn_reason")),
    Holding(
        models.EvidenceEvent, "complaint__request__customer", {"note": ""}, ("reference", "withdrawn_reason")
    ),
    Holding(
        models.EvidenceEvent,
        "service_error__request__customer",
        {"note": ""},
        ("reference", "withdrawn_reason"),
    ),
)
