"""Addresses of interviews: a member's own, and the links that its letters carry."""

from django.urls import path

from surveys.interviews import (
    coding_urls,
    compilation_views,
    interview_views,
    link_views,
    report_views,
    study_views,
)

app_name = "interviews"

study_patterns = [
    path("", study_views.list_studies, name="list"),
    path("natverket/", compilation_views.network, name="network"),
    path("ny/<slug:slug>/", study_views.begin, name="begin"),
    path("<int:pk>/", study_views.show_study, name="study"),
    path("<int:pk>/andra/", study_views.edit_study, name="edit_study"),
    path("<int:pk>/avsluta/", study_views.close, name="close"),
    path("<int:pk>/oppna/", study_views.reopen, name="reopen"),
    path("<int:pk>/dela/", study_views.share, name="share"),
    path("<int:pk>/verksamheter/", study_views.departments, name="departments"),
    path("verksamhet/<int:pk>/", study_views.edit_department, name="edit_department"),
    path("verksamhet/<int:pk>/valj-bort/", study_views.decline, name="decline"),
    path("verksamhet/<int:pk>/ta-bort/", study_views.remove_department, name="remove_department"),
    path("<int:pk>/guide/", study_views.guide, name="guide"),
    path("fraga/<int:pk>/", study_views.edit_question, name="edit_question"),
    path("fraga/<int:pk>/ordna/", study_views.arrange_question, name="arrange_question"),
    path("<int:pk>/deltagare/", study_views.guests, name="guests"),
    path("deltagare/<int:pk>/avsluta/", study_views.end_guest, name="end_guest"),
    path("<int:pk>/mal/", study_views.goals, name="goals"),
    path("<int:pk>/mal/ar/", study_views.choose_term, name="choose_term"),
    path("<int:pk>/mal/las-in/", study_views.take_in_goals, name="take_in_goals"),
    path("<int:pk>/mal/<int:goal_id>/", study_views.edit_goal, name="edit_goal"),
    path("<int:pk>/mal/<int:goal_id>/stryk/", study_views.withdraw_goal, name="withdraw_goal"),
]

interview_patterns = [
    path("<int:pk>/ny-intervju/", interview_views.add, name="add"),
    path("intervju/<int:pk>/", interview_views.show_interview, name="interview"),
    path("intervju/<int:pk>/andra/", interview_views.edit, name="edit"),
    path("intervju/<int:pk>/ta-bort/", interview_views.remove, name="remove"),
    path("intervju/<int:pk>/spara/", interview_views.save_answer, name="save_answer"),
    path("intervju/<int:pk>/klistra-in/", interview_views.paste, name="paste"),
    path("intervju/<int:pk>/skicka/", interview_views.send, name="send"),
    path("intervju/<int:pk>/ta-tillbaka/", interview_views.take_back, name="take_back"),
    path("intervju/<int:pk>/versioner/", interview_views.versions, name="versions"),
    path("intervju/<int:pk>/radera-texter/", interview_views.delete_texts, name="delete_texts"),
]

link_patterns = [
    path("anteckningar/<str:token>/", link_views.read_notes, name="read_notes"),
    path("anteckningar/<str:token>/ratta/", link_views.correct, name="correct"),
    path("med/<str:token>/", link_views.join, name="join"),
]

report_patterns = [
    path("<int:pk>/rapport/", report_views.report, name="report"),
    path("<int:pk>/rapport.pdf", report_views.report_file, {"suffix": "pdf"}, name="report_pdf"),
    path("<int:pk>/rapport.docx", report_views.report_file, {"suffix": "docx"}, name="report_docx"),
    path("<int:pk>/rapport/ny/", report_views.begin_report, name="begin_report"),
    path("<int:pk>/rapport/skriv/", report_views.write_report, name="write_report"),
    path("<int:pk>/rapport/spara/", report_views.save_report_text, name="save_report_text"),
    path("<int:pk>/rapport/valj-citat/", report_views.choose_quotes, name="choose_quotes"),
    path("<int:pk>/rapport/citat/", report_views.look_at_quotes, name="look_at_quotes"),
    path(
        "<int:pk>/rapport/citat/<int:quote_id>/", report_views.look_at_quote, name="look_at_quote"
    ),
    path("<int:pk>/rapport/godkann/", report_views.approve_report, name="approve_report"),
    path("<int:pk>/rapport/lasare/", report_views.show_report_to, name="show_report_to"),
    path(
        "<int:pk>/rapport/utkast.pdf", report_views.draft_file, {"suffix": "pdf"}, name="draft_pdf"
    ),
    path(
        "<int:pk>/rapport/utkast.docx",
        report_views.draft_file,
        {"suffix": "docx"},
        name="draft_docx",
    ),
]

urlpatterns = [
    *study_patterns,
    *interview_patterns,
    *coding_urls.patterns,
    *report_patterns,
    *link_patterns,
]
