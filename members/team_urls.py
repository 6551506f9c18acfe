"""Addresses of the secretariat's pages about the contact persons' Team."""

from django.urls import path

from members import team_views

urlpatterns = [
    path("", team_views.show_teams, name="teams"),
    path("installningar/", team_views.team_settings, name="team_settings"),
    path("lista/", team_views.make_team_list, name="make_team_list"),
    path("lista/<int:pk>.xlsx", team_views.team_sheet, name="team_sheet"),
    path("lista/<int:pk>/klar/", team_views.team_done, name="team_done"),
    path("lista/<int:pk>/jamfor/", team_views.compare_team, name="compare_team"),
    path("lista/<int:pk>/lage/", team_views.team_progress, name="team_progress"),
]
