from training.models.case import ServiceCase
from training.models.certificate import Certificate, CertificateKind, Suspension
from training.models.course import Content, Course, CourseUnit, Delivery, Enrolment, UnitProgress
from training.models.development import (
    CareerStep,
    DevelopmentPlan,
    PlanAction,
    PositionSkill,
    Rotation,
    Skill,
    SkillAssessment,
)
from training.models.exam import Attempt, AttemptQuestion, Exam, ExamPart, Regrade, RubricMark
from training.models.path import LearningPath, PathAssignment, PathRule, PathStep
from training.models.question import Question, QuestionOption, Rubric, RubricCriterion, Topic
from training.models.session import CourseSession, SessionPlace
from training.models.standard import Acknowledgement, Manual, ManualVersion, Standard, StandardIndicator
from training.models.wording import Wording

__all__ = [
    "Acknowledgement",
    "Attempt",
    "AttemptQuestion",
    "CareerStep",
    "Certificate",
    "CertificateKind",
    "Content",
    "Course",
    "CourseSession",
    "CourseUnit",
    "Delivery",
    "DevelopmentPlan",
    "Enrolment",
    "Exam",
    "ExamPart",
    "LearningPath",
    "Manual",
    "ManualVersion",
    "PathAssignment",
    "PathRule",
    "PathStep",
    "PlanAction",
    "PositionSkill",
    "Question",
    "QuestionOption",
    "Regrade",
    "Rotation",
    "Rubric",
    "RubricCriterion",
    "RubricMark",
    "ServiceCase",
    "SessionPlace",
    "Skill",
    "SkillAssessment",
    "Standard",
    "StandardIndicator",
    "Suspension",
    "Topic",
    "UnitProgress",
    "Wording",
]
