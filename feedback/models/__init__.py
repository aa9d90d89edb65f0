from feedback.models.customer import Channel, Customer
from feedback.models.evidence import EvidenceEvent
from feedback.models.importing import ImportMapping, ImportRejection, ImportRun
from feedback.models.interaction import Interaction
from feedback.models.survey import Invitation, SurveyAnswer, SurveyDimension, SurveyForm

__all__ = [
    "Channel",
    "Customer",
    "EvidenceEvent",
    "ImportMapping",
    "ImportRejection",
    "ImportRun",
    "Interaction",
    "Invitation",
    "SurveyAnswer",
    "SurveyDimension",
    "SurveyForm",
]
