from ratings.models.evaluation import Evaluation, EvaluationMark
from ratings.models.month import RatingMonth
from ratings.models.policy import Criterion, Dimension, Indicator, PointRule, Policy
from ratings.models.star import Appeal, StarCorrection, StarResult

__all__ = [
    "Appeal",
    "Criterion",
    "Dimension",
    "Evaluation",
    "EvaluationMark",
    "Indicator",
    "PointRule",
    "Policy",
    "RatingMonth",
    "StarCorrection",
    "StarResult",
]
