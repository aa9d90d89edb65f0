"""Lists of questions from workbooks and GIFT files: read, compared with the bank, and written."""

from training.questionlist.gift_list import read_gift_list
from training.questionlist.listed import ListedOption, ListedQuestion, Problem
from training.questionlist.planning import Plan, plan_questions
from training.questionlist.sheet import read_sheet
from training.questionlist.writing import gift_of, headings, rows_of

__all__ = [
    "ListedOption",
    "ListedQuestion",
    "Plan",
    "Problem",
    "gift_of",
    "headings",
    "plan_questions",
    "read_gift_list",
    "read_sheet",
    "rows_of",
]
