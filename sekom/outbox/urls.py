from django.urls import path

from sekom.outbox import return_views, sender_views, views

app_name = "outbox"
urlpatterns = [
    path("", views.mailings, name="list"),
    path("avsandare/", sender_views.sender, name="sender"),
    path("avsandare/lage/", sender_views.sender_report, name="sender_report"),
    path("avsandare/kontrollera/", sender_views.check_sender, name="check_sender"),
    path("stopplista/", return_views.silenced, name="silenced"),
    path("stopplista/<int:pk>/slapp/", return_views.lift, name="lift"),
    path("<int:pk>/returer/", return_views.returns, name="returns"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/lage/", views.status, name="status"),
    path("<int:pk>/kort/", views.card, name="card"),
    path("<int:pk>/mottagare.xlsx", views.workbook, name="workbook"),
    path("<int:pk>/brev/", views.letter, name="letter"),
    path("<int:pk>/skicka/", views.approve, name="approve"),
    path("<int:pk>/angra/", views.undo, name="undo"),
    path("<int:pk>/pausa/", views.pause, name="pause"),
    path("<int:pk>/fortsatt/", views.resume, name="resume"),
    path("<int:pk>/avbryt/", views.cancel, name="cancel"),
]
