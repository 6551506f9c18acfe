from django.urls import path

from sekom import views

app_name = "members"
urlpatterns = [
    path("medlemmar/", views.start, name="list"),
    path("medlemmar/<slug:slug>/", views.start, name="detail"),
]
