"""Addresses of the groups' own pages, under those of the members."""

from django.urls import path

from members import group_views

urlpatterns = [
    path("", group_views.list_groups, name="group_list"),
    path("<slug:slug>/", group_views.show_group, name="group"),
    path("<slug:slug>/lista.xlsx", group_views.group_sheet, name="group_sheet"),
    path("<slug:slug>/mejla/", group_views.mail_group, name="mail_group"),
    path("<slug:slug>/mejl/<int:pk>/", group_views.group_letter, name="group_letter"),
    path("<slug:slug>/mejl/<int:pk>/skicka/", group_views.send_letter, name="send_group_letter"),
    path("<slug:slug>/mejl/<int:pk>/angra/", group_views.undo_letter, name="undo_group_letter"),
]
