"""Interviews: a member's study, whom it meets, what they answer, and the goals it looks to."""

from surveys.interviews.models.comparisons import NetworkComparison
from surveys.interviews.models.interviews import AnswerText, Interview
from surveys.interviews.models.reports import Report, ReportEdition, ReportQuote, ReportText
from surveys.interviews.models.statements import Change, Coding, Link, Memo, Statement, Theme
from surveys.interviews.models.studies import (
    Dimension,
    GoalTerm,
    GuideQuestion,
    LocalGoal,
    Study,
    StudyDepartment,
    StudyGuest,
)

__all__ = [
    "AnswerText",
    "Change",
    "Coding",
    "Dimension",
    "GoalTerm",
    "GuideQuestion",
    "Interview",
    "Link",
    "LocalGoal",
    "Memo",
    "NetworkComparison",
    "Report",
    "ReportEdition",
    "ReportQuote",
    "ReportText",
    "Statement",
    "Study",
    "StudyDepartment",
    "StudyGuest",
    "Theme",
]
