"""What customers tell and bring, in the admin; one module a noun, registered by being imported here."""

from feedback.admin.agents import AgentAdmin, ServiceRulesAdmin
from feedback.admin.answers import SurveyAnswerAdmin
from feedback.admin.calendar_pages import try_view, year_view
from feedback.admin.calendars import CalendarAdmin
from feedback.admin.commendations import CommendationAdmin, PraiseRuleAdmin
from feedback.admin.complaint_figures import figures_view
from feedback.admin.complaints import ComplaintAdmin
from feedback.admin.customer_care import CustomerMergeAdmin, CustomerTagAdmin, PrivacyActionAdmin
from feedback.admin.customers import ChannelAdmin, CustomerAdmin
from feedback.admin.draws import PrizeDrawAdmin
from feedback.admin.evidence import EvidenceEventAdmin
from feedback.admin.follow_ups import FollowUpAdmin
from feedback.admin.importing import ImportMappingAdmin, ImportRunAdmin
from feedback.admin.interactions import InteractionAdmin
from feedback.admin.invitations import InvitationAdmin
from feedback.admin.money import ApprovalLimitAdmin, CompensationAdmin
from feedback.admin.notices import AnswerNoticeAdmin, NoticeRuleAdmin
from feedback.admin.priority import PriorityRuleAdmin
from feedback.admin.public_days import PublicDayAdmin
from feedback.admin.requests import ServiceRequestAdmin
from feedback.admin.results import results_view
from feedback.admin.sampling import SamplingDecisionAdmin, SamplingRuleAdmin
from feedback.admin.service_errors import ErrorClassAdmin, ServiceErrorAdmin
from feedback.admin.sla_events import SlaEventAdmin
from feedback.admin.suggestions import (
    SuggestionAdmin,
    SuggestionAwardAdmin,
    SuggestionCategoryAdmin,
    SuggestionLevelAdmin,
)
from feedback.admin.survey_forms import SurveyFormAdmin
from feedback.admin.tiers import CategoryAdmin, TierAdmin

__all__ = [
    "AgentAdmin",
    "AnswerNoticeAdmin",
    "ApprovalLimitAdmin",
    "CalendarAdmin",
    "CategoryAdmin",
    "ChannelAdmin",
    "CommendationAdmin",
    "CompensationAdmin",
    "ComplaintAdmin",
    "CustomerAdmin",
    "CustomerMergeAdmin",
    "CustomerTagAdmin",
    "ErrorClassAdmin",
    "EvidenceEventAdmin",
    "FollowUpAdmin",
    "ImportMappingAdmin",
    "ImportRunAdmin",
    "InteractionAdmin",
    "InvitationAdmin",
    "NoticeRuleAdmin",
    "PraiseRuleAdmin",
    "PriorityRuleAdmin",
    "PrivacyActionAdmin",
    "PrizeDrawAdmin",
    "PublicDayAdmin",
    "SamplingDecisionAdmin",
    "SamplingRuleAdmin",
    "ServiceErrorAdmin",
    "ServiceRequestAdmin",
    "ServiceRulesAdmin",
    "SlaEventAdmin",
    "SuggestionAdmin",
    "SuggestionAwardAdmin",
    "SuggestionCategoryAdmin",
    "SuggestionLevelAdmin",
    "SurveyAnswerAdmin",
    "SurveyFormAdmin",
    "TierAdmin",
    "figures_view",
    "results_view",
    "try_view",
    "year_view",
]
