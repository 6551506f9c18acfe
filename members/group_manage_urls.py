"""Addresses of the secretariat's pages about groups."""

from django.urls import path

from members import group_manage_views

urlpatterns = [
    path("", group_manage_views.groups, name="groups"),
    path("ny/", group_manage_views.start_group, name="start_group"),
    path("inratta/<slug:kind>/", group_manage_views.found_group, name="found_group"),
    path("<int:pk>/", group_manage_views.edit_group, name="edit_group"),
    path("<int:pk>/plats/", group_manage_views.add_seat, name="add_seat"),
    path("<int:pk>/valj/", group_manage_views.elect, name="elect"),
    path("<int:pk>/stang/", group_manage_views.close_group, name="close_group"),
    path("<int:pk>/oppna/", group_manage_views.reopen_group, name="reopen_group"),
    path("plats/<int:pk>/ta-bort/", group_manage_views.remove_seat, name="remove_seat"),
]
