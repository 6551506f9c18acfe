"""Surveys: what is asked, of whom, and the one response of each member."""

from surveys.models.definitions import Question, Survey, Version
from surveys.models.reports import Report, report_path
from surveys.models.responses import Answer, AnswerEdit, Comment, Response, Signature
from surveys.models.rounds import SurveyRound, end_of_day

__all__ = [
    "Answer",
    "AnswerEdit",
    "Comment",
    "Question",
    "Report",
    "Response",
    "Signature",
    "Survey",
    "SurveyRound",
    "Version",
    "end_of_day",
    "report_path",
]
