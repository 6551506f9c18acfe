from django.urls import path

from sekom.search import views

urlpatterns = [
    path("sok/", views.search, name="search"),
    path("sok/forgaves/", views.note_miss, name="note_miss"),
    path("kansli/sok/", views.manage, name="manage_search"),
    path("kansli/sok/ord/<int:pk>/", views.edit_synonyms, name="edit_synonyms"),
    path("kansli/sok/ord/<int:pk>/bort/", views.delete_synonyms, name="delete_synonyms"),
    path("kansli/sok/forgaves/<int:pk>/bort/", views.forget_miss, name="forget_miss"),
]
