"""The people and things the permission table talks about; everything belongs to `staff`, who reports to `manager`."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from rest_framework.authtoken.models import Token

from feedback.draw import ticket_for
from feedback.links import tracking_token
from feedback.models import (
    AnswerNotice,
    ApprovalLimit,
    Category,
    Compensation,
    Complaint,
    CustomerMerge,
    CustomerTag,
    ErrorClass,
    FollowUp,
    NoticeRule,
    PraiseRule,
    PriorityRule,
    PrivacyAction,
    PublicDay,
    SamplingDecision,
    ServiceError,
    ServiceRules,
    SuggestionAward,
)
from feedback.services.attaching import attach
from feedback.services.stopping import stop_token_of
from feedback.tokens import hash_of, token_for
from people.models import Notification, Role
from ratings.models import Appeal, StarCorrection
from tests import factories as f
from tests.training import factories as t
from training.models import LearningPath, PathAssignment, Wording
from training.services.issuing import link_fields, token_of
from training.shipped.media import sample_video

ROLES = [role.value for role in Role]
STAFF = ["staff", "staff_other", "manager", "manager_other"]


def build_world() -> SimpleNamespace:
    """Make one of everything; add yours at the end of the fitting function."""
    w = SimpleNamespace(users={}, records={}, clients={"anonymous": Client()})
    _people(w)
    _evidence(w)
    _desk(w)
    _tracking(w)
    _complaints(w)
    _ratings(w)
    _development(w)
    _incentives(w)
    _exams(w)
    _standards(w)
    _question_bank(w)
    _courses(w)
    _sessions(w)
    for persona, user in w.users.items():
        w.clients[persona] = Client()
        w.clients[persona].force_login(user, "django.contrib.auth.backends.ModelBackend")
    return w


def _sessions(w: Any) -> None:
    w.session = t.CourseSessionFactory(lecturer=w.staff)
    w.session_place = t.SessionPlaceFactory(session=w.session, staff=w.records["staff_other"])


def _development(w: Any) -> None:
    w.plan = t.DevelopmentPlanFactory(staff=w.staff)
    w.plan_action = t.PlanActionFactory(plan=w.plan)
    w.rotation, w.skill = t.RotationFactory(staff=w.staff), t.SkillFactory()
    w.career_step = t.CareerStepFactory(from_position=w.position)


def _people(w: Any) -> None:
    w.users = {role: f.UserFactory(username=role, roles=[role]) for role in ROLES}
    w.users |= {persona: f.UserFactory(username=persona) for persona in STAFF}
    w.users["administrator"] = f.UserFactory(username="administrator", is_superuser=True, is_staff=True)
    w.records = {persona: f.StaffFactory(name=persona, user=w.users[persona]) for persona in STAFF}
    w.department, w.position, w.staff = f.DepartmentFactory(), f.PositionFactory(), w.records["staff"]
    for persona in ("manager", "manager_other"):
        f.AssignmentFactory(staff=w.records[persona], department=w.department, position=w.position)
    for persona, manager in (("staff", "manager"), ("staff_other", "manager_other")):
        w.assignment = f.AssignmentFactory(
            staff=w.records[persona],
            department=w.department,
            position=w.position,
            manager=w.records[manager],
        )
    w.assignment = w.staff.assignments.get()
    w.token, _made = Token.objects.get_or_create(user=w.users["office"])
    w.path = LearningPath.objects.get(code="set-sail")
    w.path_assignment = PathAssignment.objects.create(
        path=w.path, staff=w.staff, cause="by_hand", key="hand", assigned_at=f.NOON, due_on=date(2030, 1, 1)
    )
    w.certificate = f.CertificateFactory(staff=w.staff, **link_fields())
    w.certificate.suspensions.create(first_on=date(2099, 1, 1), reason="Sabbatical")
    w.certificate_token = token_of(w.certificate.link_seed)
    w.certificate_kind = t.CertificateKindFactory()
    w.notification = Notification.objects.create(
        user=w.users["staff"], topic="idea", code="nothing", key="nothing", made_at=f.NOON
    )


def _standards(w: Any) -> None:
    w.manual = t.ManualFactory(is_public=True)
    version = t.ManualVersionFactory(manual=w.manual)
    t.StandardFactory(version=version)
    w.manual_in_force = t.ManualVersionFactory.publish(version)
    w.manual_in_work = t.ManualVersionFactory()
    t.StandardFactory(version=w.manual_in_work, code="greet")


def _question_bank(w: Any) -> None:
    w.bank_topic, w.bank_rubric = t.TopicFactory(), t.RubricFactory()
    w.bank_question = t.QuestionFactory()
    w.bank_attempt = t.AttemptFactory(staff=w.staff, state="submitted", submitted_at=f.NOON)
    text = t.QuestionFactory(kind="text")
    t.AttemptQuestionFactory(attempt=w.bank_attempt, question=text, answer={"text": "Dear guest"})


def _evidence(w: Any) -> None:
    owned = {"staff": w.staff, "department": w.department}
    w.channel, w.customer, w.survey_form = f.ChannelFactory(), f.CustomerFactory(), f.SurveyFormFactory()
    f.SurveyQuestionFactory(form=w.survey_form)
    w.survey_draft = f.SurveyFormFactory(version=None, effective_from=None, published_at=None)
    f.SurveyQuestionFactory(form=w.survey_draft, code="words", kind="text")
    w.interaction = f.InteractionFactory(**owned, channel=w.channel, customer=w.customer)
    w.answer = f.SurveyAnswerFactory(**owned, invitation__form=w.survey_form, invitation__channel=w.channel)
    w.invitation = w.answer.invitation
    w.survey_seed = "seed"
    w.survey_token = token_for(settings.SECRET_KEY, w.survey_seed)
    still_open = {"token_hash": hash_of(w.survey_token), "expires_at": datetime(2100, 1, 1, tzinfo=UTC)}
    f.InvitationFactory(staff=w.staff, form=w.survey_form, channel=w.channel, **still_open)
    w.sampling_rule, w.stop_token = f.SamplingRuleFactory(), stop_token_of(w.customer)
    w.sampling_decision = SamplingDecision.objects.create(
        rule=f.SamplingRuleFactory(), interaction=w.interaction, outcome="quiet", decided_at=f.NOON
    )
    low = f.SurveyAnswerFactory(**owned, needs_follow_up=True, score=1)
    w.follow_up = FollowUp.objects.create(answer=low, opened_at=f.NOON, due_at=f.NOON)
    w.draft_draw, w.open_draw = f.PrizeDrawFactory(), f.PrizeDrawFactory(status="open", seed_hash="a" * 64)
    w.ticket = ticket_for(settings.SECRET_KEY, w.open_draw.pk, "receipt")
    held = {"seed_hash": "a" * 64, "seed": "b" * 64, "entry_count": 3, "drawn_by": w.users["office"]}
    w.held_draw = f.PrizeDrawFactory(status="confirmed", confirmed_by=w.users["administrator"], **held)
    w.notice_rule = NoticeRule.objects.get(kind="same_words")
    w.answer_notice = AnswerNotice.objects.create(answer=w.answer, kind="robot", noticed_at=f.NOON)
    w.mapping = f.ImportMappingFactory()
    w.calendar, w.public_day = f.CalendarFactory(), PublicDay.objects.order_by("day")[0]
    w.import_run, w.import_draft = f.ImportRunFactory(status="done"), f.ImportRunFactory(status="draft")
    w.event = f.EvidenceEventFactory(staff=w.staff, recorded_by=w.users["office"])
    _praise_and_ideas(w)
    _customers(w)


def _customers(w: Any) -> None:
    by = w.users["office"]
    w.customer_tag = CustomerTag.objects.get_or_create(code="world")[0]
    w.customer_merge = CustomerMerge.objects.create(
        survivor=w.customer, old_id=10**15, merged_by=by, merged_at=f.NOON
    )
    w.privacy_action = PrivacyAction.objects.create(
        customer=w.customer, kind="export", ground="asked", done_by=by, done_at=f.NOON
    )


def _desk(w: Any) -> None:
    w.agent = f.AgentFactory(staff=w.staff)
    w.category, w.rule = Category.objects.first(), PriorityRule.objects.first()
    w.service_rules, w.wording = ServiceRules.objects.get(), Wording.objects.first()
    w.request = f.ServiceRequestFactory(agent=w.staff, department=w.department, customer=w.customer)
    w.sla_event = w.request.sla_events.create(
        milestone="response", level=1, due_at=f.NOON, happened_at=f.NOON, made_at=f.NOON
    )
    w.request_entry = w.request.timeline.create(kind="message", at=f.NOON, text="Where is it?")
    w.request_file = w.request_entry.attachments.create(
        request=w.request,
        name="bill.txt",
        content_type="text/plain",
        size=2,
        sha256=b"",
        file=ContentFile(b"ok", "bill"),
    )


def _praise_and_ideas(w: Any) -> None:
    w.commendation = f.CommendationFactory(staff=w.staff)
    w.level = f.SuggestionLevelFactory()
    decided = {"reviewer": w.users["office"], "decided_by": w.users["office"], "decided_at": f.NOON}
    w.suggestion = f.SuggestionFactory(
        author=w.staff, state="adopted", level=w.level, answer="Yes", **decided
    )
    w.idea_token = token_for(settings.SECRET_KEY, "idea")
    f.SuggestionFactory(source="customer", author=None, token_hash=hash_of(w.idea_token))
    w.award = SuggestionAward.objects.create(
        suggestion=w.suggestion,
        staff=w.staff,
        kind="adoption",
        points=30,
        awarded_on=f.NOON.date(),
        given_by=w.users["office"],
        given_at=f.NOON,
    )
    w.praise_rule = PraiseRule.objects.get_or_create(pk=1)[0]


def _tracking(w: Any) -> None:
    """A request with a file, behind a customer's link; the file lies wherever files lie."""
    w.tracked = f.ServiceRequestFactory(channel=w.channel, link_seed="tracked")
    w.tracking_token = tracking_token(w.tracked)
    w.tracked.token_hash = hash_of(w.tracking_token)
    w.tracked.save()
    file = ContentFile(b"%PDF-1.7", name="bill.pdf")
    (w.public_file,) = attach(entry=f.TimelineEntryFactory(request=w.tracked), files=[file])


def _complaints(w: Any) -> None:
    """A complaint about `staff` that `staff_other` handles; money asked for on it and an error of `staff`."""
    handled = {"agent": w.records["staff_other"], "department": w.department, "status": "open"}
    w.case = f.ServiceRequestFactory(kind="complaint", **handled)
    w.complaint = Complaint.objects.create(
        request=w.case, department=w.department, about=w.staff, happened_on=f.FIRST
    )
    w.plain_case = f.ServiceRequestFactory(**handled)
    resolved = {**handled, "status": "resolved", "resolved_at": f.NOON, "first_replied_at": f.NOON}
    w.solved_case = f.ServiceRequestFactory(kind="complaint", **resolved)
    Complaint.objects.create(request=w.solved_case, department=w.department, about=w.staff)
    asked = {"complaint": w.complaint, "kind": "refund", "reason": "Broken", "asked_at": f.NOON}
    w.money = Compensation.objects.create(**asked, amount=100, asked_by=w.users["staff_other"])
    w.limit, w.error_class = ApprovalLimit.objects.get(kind="refund"), ErrorClass.objects.get(code="data")
    w.service_error = ServiceError.objects.create(
        error_class=ErrorClass.objects.get(code="conduct"),
        request=w.plain_case,
        staff=w.staff,
        happened_on=f.FIRST,
        what="Shouted",
        event=f.EvidenceEventFactory(staff=w.staff, kind="service_error", recorded_by=w.users["office"]),
        recorded_at=f.NOON,
    )


def _ratings(w: Any) -> None:
    w.policy = f.PolicyFactory()
    w.dimension = f.DimensionFactory(policy=w.policy)
    w.criterion = f.CriterionFactory(dimension=w.dimension)
    w.month = f.RatingMonthFactory(policy=w.policy)
    authored = {"month": w.month, "staff": w.staff}
    w.evaluation = f.EvaluationFactory(**authored, kind="manager", author=w.records["manager"])
    w.self_evaluation = f.EvaluationFactory(**authored, kind="self", author=w.staff)
    w.result = f.StarResultFactory(**authored, department=w.department)
    w.past = f.RatingMonthFactory(
        policy=w.policy, first_day=date(2026, 9, 1), status="published", published_at=f.NOON
    )
    w.past_result = f.StarResultFactory(
        month=w.past, staff=w.staff, department=w.department, manager=w.records["manager"]
    )
    w.correction = StarCorrection.objects.create(
        result=w.past_result,
        score=4,
        stars=4,
        reason="A colleague's call",
        corrected_by=w.users["office"],
        corrected_at=f.NOON,
    )
    w.appeal = Appeal.objects.create(result=w.past_result, text="Not my call", made_at=f.NOON)


def _incentives(w: Any) -> None:
    w.fund, w.scheme = f.FundFactory(), f.SchemeFactory()
    w.payout_run = f.PayoutRunFactory(month=w.month, scheme=w.scheme, fund=w.fund)
    w.ledger_line = f.LedgerLineFactory()
    w.pay_rate = f.PayRateFactory(staff=w.staff)


def _courses(w: Any) -> None:
    w.course = t.CourseFactory(is_open=False)
    w.course_unit = t.CourseUnitFactory(course=w.course, kind="video", seconds=20)
    w.course_unit.file.save("0123.webm", sample_video())
    t.EnrolmentFactory(staff=w.staff, course=w.course)
    w.service_case = t.ServiceCaseFactory(state="published", published_at=f.NOON)


def _exams(w: Any) -> None:
    w.exam, w.unused_exam = t.ExamFactory(), t.ExamFactory()
    t.ExamPartFactory(exam=w.exam)
    w.sat = t.AttemptFactory(exam=w.exam, staff=w.staff, number=1, graded=True)
    w.sitting = t.AttemptFactory(
        exam=t.ExamFactory(), staff=w.staff, number=1, ends_at=datetime(2100, 1, 1, tzinfo=UTC)
    )
