"""Addresses of the website: each page of its own at the root, so this comes after all others."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from newsletter import page_views, picture_views, reading_views, website_views
from newsletter.feeds import News

app_name = "newsletter"

website_patterns = [
    path("", website_views.pages, name="pages"),
    path("lankar/", website_views.links, name="links"),
    path("<int:pk>/", website_views.edit, name="edit_page"),
    path("<int:pk>/forhandsgranska/", website_views.preview, name="preview_page"),
    path("<int:pk>/adress/", website_views.rename, name="rename_page"),
    path("<int:pk>/avpublicera/", website_views.archive, name="archive_page"),
    path("<int:pk>/version/<int:number>/", website_views.restore, name="restore_page"),
]

urlpatterns = [
    path("kansli/webbplats/", include(website_patterns)),
    path("nyheter/", reading_views.news, name="news"),
    path("nyheter/<slug:slug>/", reading_views.article, name="article"),
    path("nyhetsbrev/", reading_views.archive, name="archive"),
    path("nyhetsbrev/<slug:slug>/", reading_views.issue, name="issue"),
    path("bilder/<int:pk>/<str:name>", picture_views.picture, name="picture"),
    path("flode.xml", login_not_required(News()), name="feed"),
    path("<slug:slug>/", page_views.show, name="page"),
]
