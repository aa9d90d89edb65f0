from feedback.models.commendation import Commendation, PraiseRule
from feedback.models.customer import Channel, Customer
from feedback.models.evidence import EvidenceEvent
from feedback.models.importing import ImportMapping, ImportRejection, ImportRun
from feedback.models.interaction import Interaction
from feedback.models.sampling import SamplingDecision, SamplingRule, StopLink
from feedback.models.suggestion import (
    Suggestion,
    SuggestionAward,
    SuggestionCategory,
    SuggestionLevel,
)
from feedback.models.survey import Invitation, SurveyAnswer, SurveyDimension, SurveyForm

__all__ = [
    "Channel",
    "Commendation",
    "Customer",
    "EvidenceEvent",
    "ImportMapping",
    "ImportRejection",
    "ImportRun",
    "Interaction",
    "Invitation",
    "PraiseRule",
    "SamplingDecision",
    "SamplingRule",
    "StopLink",
    "Suggestion",
    "SuggestionAward",
    "SuggestionCategory",
    "SuggestionLevel",
    "SurveyAnswer",
    "SurveyDimension",
    "SurveyForm",
]
