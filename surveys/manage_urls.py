"""Addresses of the secretariat's work with surveys, and of the personal links in letters."""

from django.urls import path

from surveys import link_views, manage_views

manage_patterns = [
    path("", manage_views.manage, name="manage"),
    path("importera/", manage_views.import_workbook, name="import"),
    path("version/<int:pk>/", manage_views.version, name="version"),
    path("version/<int:pk>/publicera/", manage_views.publish, name="publish"),
    path("version/<int:pk>/kasta/", manage_views.discard, name="discard"),
    path("version/<int:pk>/blankett.pdf", manage_views.blank, name="blank"),
    path("ny-omgang/", manage_views.round_new, name="round_new"),
    path("omgang/<slug:slug>/", manage_views.round_page, name="manage_round"),
    path("omgang/<slug:slug>/andra/", manage_views.round_edit, name="round_edit"),
    path("omgang/<slug:slug>/kasta/", manage_views.round_discard, name="round_discard"),
    path("omgang/<slug:slug>/brev/", manage_views.letter, name="letter"),
    path("omgang/<slug:slug>/skicka/", manage_views.open_round, name="round_open"),
    path("omgang/<slug:slug>/angra/", manage_views.undo_opening, name="round_undo"),
    path("omgang/<slug:slug>/utskicket/", manage_views.sending, name="sending"),
    path("omgang/<slug:slug>/paminn/<slug:state>/", manage_views.remind, name="remind"),
    path("omgang/<slug:slug>/paminnelse/angra/", manage_views.undo_reminder, name="remind_undo"),
    path("omgang/<slug:slug>/stang/", manage_views.close_round, name="round_close"),
    path("omgang/<slug:slug>/<slug:member>/godta/", manage_views.accept, name="accept"),
    path("omgang/<slug:slug>/<slug:member>/oppna-igen/", manage_views.reopen, name="reopen"),
]

open_patterns = [
    path("enkater/oppna/<str:token>/", link_views.open_link, name="open_link"),
]
