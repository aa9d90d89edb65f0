from ratings.forms.appeal import AppealForm
from ratings.forms.evaluation import EvaluationForm

__all__ = ["AppealForm", "EvaluationForm"]
