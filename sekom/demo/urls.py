from django.urls import path

from sekom.demo import post, views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("som/<int:pk>/", views.be, name="be"),
    path("komponenter/", views.gallery, name="gallery"),
    path("post/", post.mailbox, name="mailbox"),
    path("post/<str:name>/", post.message, name="message"),
    path("post/<str:name>/html/", post.message_body, name="message_body"),
]
