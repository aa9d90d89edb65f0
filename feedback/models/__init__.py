from feedback.models.calendar import (
    Calendar,
    CalendarException,
    ExceptionShift,
    PublicDay,
    Region,
    Weekday,
    WorkingShift,
)
from feedback.models.clock import Milestone, MilestoneKind, Pause, SlaAlert, SlaEvent, SlaLevel
from feedback.models.commendation import Commendation, PraiseRule
from feedback.models.complaint import (
    ApprovalLimit,
    Compensation,
    Complaint,
    ErrorClass,
    MoneyKind,
    ServiceError,
)
from feedback.models.customer import Channel, Customer
from feedback.models.customer_care import (
    CustomerMerge,
    CustomerSpend,
    CustomerTag,
    CustomerTagging,
    PrivacyAction,
    TagRule,
)
from feedback.models.draw import DrawEntry, Prize, PrizeDraw
from feedback.models.evidence import EvidenceEvent
from feedback.models.follow_up import FollowUp
from feedback.models.importing import ImportMapping, ImportRejection, ImportRun
from feedback.models.interaction import Interaction
from feedback.models.notice import AnswerNotice, NoticeKind, NoticeRule, StaffNetwork
from feedback.models.request import OPEN_STATES, Agent, ServiceRequest
from feedback.models.sampling import SamplingDecision, SamplingRule, StopLink
from feedback.models.suggestion import (
    Suggestion,
    SuggestionAward,
    SuggestionCategory,
    SuggestionLevel,
)
from feedback.models.survey import Invitation, SurveyAnswer
from feedback.models.survey_form import SurveyForm, SurveyQuestion
from feedback.models.tier import Category, EscalationStep, PriorityRule, Receiver, ServiceRules, Tier
from feedback.models.timeline import Attachment, Presence, TimelineEntry

__all__ = [
    "OPEN_STATES",
    "Agent",
    "AnswerNotice",
    "ApprovalLimit",
    "Attachment",
    "Calendar",
    "CalendarException",
    "Category",
    "Channel",
    "Commendation",
    "Compensation",
    "Complaint",
    "Customer",
    "CustomerMerge",
    "CustomerSpend",
    "CustomerTag",
    "CustomerTagging",
    "DrawEntry",
    "ErrorClass",
    "EscalationStep",
    "EvidenceEvent",
    "ExceptionShift",
    "FollowUp",
    "ImportMapping",
    "ImportRejection",
    "ImportRun",
    "Interaction",
    "Invitation",
    "Milestone",
    "MilestoneKind",
    "MoneyKind",
    "NoticeKind",
    "NoticeRule",
    "Pause",
    "PraiseRule",
    "Presence",
    "PriorityRule",
    "PrivacyAction",
    "Prize",
    "PrizeDraw",
    "PublicDay",
    "Receiver",
    "Region",
    "SamplingDecision",
    "SamplingRule",
    "ServiceError",
    "ServiceRequest",
    "ServiceRules",
    "SlaAlert",
    "SlaEvent",
    "SlaLevel",
    "StaffNetwork",
    "StopLink",
    "Suggestion",
    "SuggestionAward",
    "SuggestionCategory",
    "SuggestionLevel",
    "SurveyAnswer",
    "SurveyForm",
    "SurveyQuestion",
    "TagRule",
    "Tier",
    "TimelineEntry",
    "Weekday",
    "WorkingShift",
]
