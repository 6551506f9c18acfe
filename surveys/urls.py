"""Addresses of the surveys: the contacts' own, and the secretariat's under /kansli/."""

from django.urls import include, path

from surveys import manage_urls, result_views, views

app_name = "surveys"

answering_patterns = [
    path("svara/", views.answer, name="answer"),
    path("svara/lage/", views.look, name="look"),
    path("svara/fraga/<str:key>/", views.save_answer, name="save_answer"),
    path("svara/fraga/<str:key>/kommentar/", views.say, name="say"),
    path("svara/andringar/", views.changes, name="changes"),
    path("godkann/", views.approve, name="approve"),
]

result_patterns = [
    path("resultat/", result_views.results, name="results"),
    path("resultat/<str:file_format>", result_views.export, name="export"),
    path("rapport.pdf", result_views.report, name="report"),
    path("rapport/bygg/", result_views.build_report, name="report_build"),
    path("rapport/lage/", result_views.report_progress, name="report_progress"),
    path("svar/<slug:member_slug>.pdf", result_views.receipt, name="receipt"),
]

urlpatterns = [
    path("enkater/", views.list_rounds, name="list"),
    *manage_urls.open_patterns,
    path("enkater/<slug:slug>/", views.show_round, name="round"),
    path("enkater/<slug:slug>/", include(answering_patterns)),
    path("enkater/<slug:slug>/", include(result_patterns)),
    path("kansli/enkater/", include(manage_urls.manage_patterns)),
]
