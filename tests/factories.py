"""One factory a model; each makes the smallest valid row."""

import hashlib
import secrets
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import factory
import pgtrigger
from factory.django import DjangoModelFactory

from feedback import models as feedback
from incentives import models as incentives
from people import models as people
from ratings import models as ratings
from training import models as training

FIRST = date(2026, 10, 1)
NOON = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = people.User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("pass-word-1")

    @factory.post_generation
    def roles(self, create, extracted, **_kwargs):
        for role in extracted or ():
            people.RoleGrant.objects.create(user=self, role=role)


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = people.Department

    code = factory.Sequence(lambda n: f"dep{n}")
    name = factory.Sequence(lambda n: f"Department {n}")


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = people.Position

    code = factory.Sequence(lambda n: f"pos{n}")
    name = "Agent"


class StaffFactory(DjangoModelFactory):
    class Meta:
        model = people.Staff

    employee_no = factory.Sequence(lambda n: f"E{n:05}")
    name = factory.Sequence(lambda n: f"Staff {n}")
    hired_on = date(2020, 1, 1)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = people.Assignment

    staff = factory.SubFactory(StaffFactory)
    department = factory.SubFactory(DepartmentFactory)
    position = factory.SubFactory(PositionFactory)
    starts_on = date(2020, 1, 1)


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = training.Certificate

    staff = factory.SubFactory(StaffFactory)
    number = factory.Sequence(lambda n: f"C{n:05}")
    valid_from = date(2020, 1, 1)


class ChannelFactory(DjangoModelFactory):
    class Meta:
        model = feedback.Channel
        django_get_or_create = ("code",)

    code = "phone"
    name = {"en": "Phone", "zh-hans": "电话", "zh-hant": "電話"}


class CustomerFactory(DjangoModelFactory):
    class Meta:
        model = feedback.Customer

    name = factory.Sequence(lambda n: f"Customer {n}")


class InteractionFactory(DjangoModelFactory):
    class Meta:
        model = feedback.Interaction

    source = "test"
    external_id = factory.Sequence(lambda n: f"X{n}")
    staff = factory.SubFactory(StaffFactory)
    department = factory.SubFactory(DepartmentFactory)
    channel = factory.SubFactory(ChannelFactory)
    occurred_at = NOON
    served_on = NOON.date()
    answered = True
    resolved = True


class ImportMappingFactory(DjangoModelFactory):
    class Meta:
        model = feedback.ImportMapping

    name = factory.Sequence(lambda n: f"mapping{n}")
    title = "Mapping"
    columns = {"external_id": "No", "staff": "Who", "date": "Day"}


class ImportRunFactory(DjangoModelFactory):
    class Meta:
        model = feedback.ImportRun

    mapping = factory.SubFactory(ImportMappingFactory)
    file_name = "calls.csv"


class SurveyFormFactory(DjangoModelFactory):
    class Meta:
        model = feedback.SurveyForm

    version = factory.Sequence(lambda n: 1000 + n)
    effective_from = date(2020, 1, 1)
    published_at = datetime(2020, 1, 1, tzinfo=UTC)


class SurveyQuestionFactory(DjangoModelFactory):
    """A question of a form, published or not: arranging a survey may what nobody else may."""

    class Meta:
        model = feedback.SurveyQuestion

    form = factory.SubFactory(SurveyFormFactory)
    code = factory.Sequence(lambda n: f"dimension{n}")
    label = {"en": "Attitude", "zh-hans": "态度", "zh-hant": "態度"}
    weight = factory.LazyAttribute(lambda question: Decimal(1) if question.kind == "stars" else None)
    kind = "stars"
    order = factory.Sequence(int)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **options: Any) -> Any:
        with pgtrigger.ignore("feedback.SurveyQuestion:freezes_with_form"):
            return super()._create(model_class, *args, **options)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = feedback.Invitation

    token_hash = factory.LazyFunction(lambda: hashlib.sha256(secrets.token_bytes(16)).digest())
    form = factory.SubFactory(SurveyFormFactory)
    staff = factory.SubFactory(StaffFactory)
    department = factory.SubFactory(DepartmentFactory)
    channel = factory.SubFactory(ChannelFactory)
    served_on = NOON.date()
    sent_at = NOON
    expires_at = NOON + timedelta(days=14)


class SurveyAnswerFactory(DjangoModelFactory):
    """Pass staff=…, department=…, served_on=… and score=…; the invitation follows."""

    class Meta:
        model = feedback.SurveyAnswer

    staff = factory.SubFactory(StaffFactory)
    department = factory.SubFactory(DepartmentFactory)
    served_on = NOON.date()
    score = Decimal(5)
    stars = factory.LazyAttribute(lambda answer: {"overall": int(answer.score)})
    answered_at = NOON
    invitation = factory.SubFactory(
        InvitationFactory,
        staff=factory.SelfAttribute("..staff"),
        department=factory.SelfAttribute("..department"),
        served_on=factory.SelfAttribute("..served_on"),
        answered_at=NOON,
    )


class SamplingRuleFactory(DjangoModelFactory):
    class Meta:
        model = feedback.SamplingRule

    name = factory.Sequence(lambda n: f"Rule {n}")
    is_active = True
    starts_at = datetime(2020, 1, 1, tzinfo=UTC)


class PrizeDrawFactory(DjangoModelFactory):
    """A draw for ever; one prize of each of its two kinds."""

    class Meta:
        model = feedback.PrizeDraw
        skip_postgeneration_save = True

    title = {"en": "Autumn draw"}
    first_day = date(2020, 1, 1)
    last_day = date(2100, 1, 1)

    @factory.post_generation
    def prizes(self, create, extracted, **_kwargs):
        for order, (title, count) in enumerate(extracted or [("Tea set", 1), ("Voucher", 2)], 1):
            feedback.Prize.objects.create(draw=self, title={"en": title}, count=count, order=order)


class EvidenceEventFactory(DjangoModelFactory):
    class Meta:
        model = feedback.EvidenceEvent

    staff = factory.SubFactory(StaffFactory)
    kind = feedback.EvidenceEvent.Kind.COMMENDATION
    happened_on = NOON.date()
    recorded_by = factory.SubFactory(UserFactory)


class CommendationFactory(DjangoModelFactory):
    class Meta:
        model = feedback.Commendation

    source = feedback.Commendation.Source.PUBLIC
    staff = factory.SubFactory(StaffFactory)
    happened_on = NOON.date()
    words = "Very kind and quick"
    received_at = NOON


class SuggestionCategoryFactory(DjangoModelFactory):
    class Meta:
        model = feedback.SuggestionCategory
        django_get_or_create = ("code",)

    code = "process"
    name = {"en": "How we work"}


class SuggestionLevelFactory(DjangoModelFactory):
    class Meta:
        model = feedback.SuggestionLevel
        django_get_or_create = ("code",)

    code = "level"
    name = {"en": "Level"}
    points = 30
    points_when_implemented = 20


class SuggestionFactory(DjangoModelFactory):
    """A staff idea; pass author=None and source="customer" for a customer's."""

    class Meta:
        model = feedback.Suggestion

    number = factory.Sequence(lambda n: f"T-{n}")
    title = "A queue by number"
    text = "People should draw a number at the door."
    category = factory.SubFactory(SuggestionCategoryFactory)
    source = "staff"
    author = factory.SubFactory(StaffFactory)
    received_at = NOON


class PolicyFactory(DjangoModelFactory):
    """A policy not in force; months name theirs."""

    class Meta:
        model = ratings.Policy

    code = factory.Sequence(lambda n: f"policy{n}")
    name = {"en": "Policy"}
    effective_from = date(2020, 1, 1)


class DimensionFactory(DjangoModelFactory):
    class Meta:
        model = ratings.Dimension

    policy = factory.SubFactory(PolicyFactory)
    code = factory.Sequence(lambda n: f"dimension{n}")
    label = {"en": "Attitude"}


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = ratings.Criterion

    dimension = factory.SubFactory(DimensionFactory)
    code = factory.Sequence(lambda n: f"criterion{n}")
    label = {"en": "Friendly"}


class RatingMonthFactory(DjangoModelFactory):
    class Meta:
        model = ratings.RatingMonth

    first_day = FIRST
    policy = factory.SubFactory(PolicyFactory)


class EvaluationFactory(DjangoModelFactory):
    class Meta:
        model = ratings.Evaluation

    month = factory.SubFactory(RatingMonthFactory)
    staff = factory.SubFactory(StaffFactory)
    kind = "manager"
    author = factory.SubFactory(StaffFactory)
    saved_at = NOON
    submitted_at = NOON


class StarResultFactory(DjangoModelFactory):
    class Meta:
        model = ratings.StarResult

    month = factory.SubFactory(RatingMonthFactory)
    staff = factory.SubFactory(StaffFactory)
    department = factory.SubFactory(DepartmentFactory)
    score = Decimal("4.20")
    stars = 4
    digest = "0" * 64


class FundFactory(DjangoModelFactory):
    class Meta:
        model = incentives.Fund

    code = factory.Sequence(lambda n: f"fund{n}")
    name = "Bonus fund"


class SchemeFactory(DjangoModelFactory):
    class Meta:
        model = incentives.Scheme

    code = factory.Sequence(lambda n: f"scheme{n}")
    name = {"en": "Scheme"}
    effective_from = date(2020, 1, 1)
    five_stars = Decimal(1000)
    four_stars = Decimal(600)
    three_stars = Decimal(300)
    two_stars = Decimal(100)
    one_star = Decimal(50)


class LedgerLineFactory(DjangoModelFactory):
    class Meta:
        model = incentives.LedgerLine

    fund = factory.SubFactory(FundFactory)
    kind = "budget"
    amount = Decimal(1000)
    entered_at = NOON


class PayoutRunFactory(DjangoModelFactory):
    class Meta:
        model = incentives.PayoutRun

    month = factory.SubFactory(RatingMonthFactory)
    scheme = factory.SubFactory(SchemeFactory)
    fund = factory.SubFactory(FundFactory)
    total = unscaled_total = Decimal(0)
    prepared_at = NOON


class PayRateFactory(DjangoModelFactory):
    class Meta:
        model = incentives.PayRate

    staff = factory.SubFactory(StaffFactory)
    starts_on = date(2020, 1, 1)
    monthly_amount = Decimal(8000)


class CalendarFactory(DjangoModelFactory):
    """Monday to Friday from nine to twelve and one to six in Shanghai, without public holidays."""

    class Meta:
        model = feedback.Calendar
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"calendar{n}")
    name = factory.Sequence(lambda n: {"en": f"Calendar {n}"})

    @factory.post_generation
    def week(self, create, extracted, **_kwargs):
        for weekday, hours in enumerate(extracted or [[(9, 12), (13, 18)]] * 5):
            for starts, ends in hours:
                feedback.WorkingShift.objects.create(
                    calendar=self, weekday=weekday, starts_at=time(starts), ends_at=time(ends)
                )


class AgentFactory(DjangoModelFactory):
    """An agent for everything, at any time."""

    class Meta:
        model = feedback.Agent

    staff = factory.SubFactory(StaffFactory)


class ServiceRequestFactory(DjangoModelFactory):
    """A bare row of the general tier; services make milestones and the timeline."""

    class Meta:
        model = feedback.ServiceRequest

    subject = factory.Sequence(lambda n: f"Question {n}")
    channel = factory.SubFactory(ChannelFactory)
    tier = factory.LazyFunction(lambda: feedback.Tier.objects.get(code="general"))
    link_seed = factory.LazyFunction(lambda: secrets.token_hex(16))
    token_hash = factory.LazyFunction(lambda: secrets.token_bytes(32))
    created_at = changed_at = NOON


class MilestoneFactory(DjangoModelFactory):
    """A first reply promised within an hour of noon."""

    class Meta:
        model = feedback.Milestone

    request = factory.SubFactory(ServiceRequestFactory)
    kind = feedback.MilestoneKind.RESPONSE
    starts_at = NOON
    target_seconds = 3600
    due_at = NOON + timedelta(hours=1)


class SlaAlertFactory(DjangoModelFactory):
    """The breach of that milestone, right after its due moment."""

    class Meta:
        model = feedback.SlaAlert

    milestone = factory.SubFactory(MilestoneFactory)
    level = 1
    due_at = factory.LazyAttribute(lambda alert: alert.milestone.due_at)
    fires_at = factory.LazyAttribute(lambda alert: alert.due_at + timedelta(microseconds=1))


class TimelineEntryFactory(DjangoModelFactory):
    """What a customer wrote."""

    class Meta:
        model = feedback.TimelineEntry

    request = factory.SubFactory(ServiceRequestFactory)
    kind = feedback.TimelineEntry.Kind.MESSAGE
    at = NOON
    text = "It does not work."
    is_public = True
