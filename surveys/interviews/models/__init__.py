"""Interviews: a member's study, whom it meets, what they answer, and the goals it looks to."""

from surveys.interviews.models.interviews import AnswerText, Interview
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
    "Dimension",
    "GoalTerm",
    "GuideQuestion",
    "Interview",
    "LocalGoal",
    "Study",
    "StudyDepartment",
    "StudyGuest",
]
