from django.urls import path

from sekom.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.mailings, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/lage/", views.status, name="status"),
    path("<int:pk>/brev/", views.letter, name="letter"),
    path("<int:pk>/skicka/", views.approve, name="approve"),
    path("<int:pk>/angra/", views.undo, name="undo"),
    path("<int:pk>/pausa/", views.pause, name="pause"),
    path("<int:pk>/fortsatt/", views.resume, name="resume"),
    path("<int:pk>/avbryt/", views.cancel, name="cancel"),
]
