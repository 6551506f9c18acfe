"""Addresses of the website: each page of its own at the root, so this comes after all others."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, include, path

from newsletter import (
    article_views,
    drafting_views,
    page_views,
    picture_views,
    reading_views,
    website_views,
)
from newsletter.feeds import News

app_name = "newsletter"


def drafting_patterns(written: drafting_views.Written) -> list[URLPattern]:
    """The addresses of one draft of this sort: newsletter:edit_page, newsletter:edit_article."""
    views = {
        "": (drafting_views.edit, "edit"),
        "forhandsgranska/": (drafting_views.preview, "preview"),
        "adress/": (drafting_views.rename, "rename"),
        "avpublicera/": (drafting_views.archive, "archive"),
        "version/<int:number>/": (drafting_views.restore, "restore"),
    }
    return [
        path(f"<int:pk>/{place}", view, {"written": written}, f"{what}_{written.name}")
        for place, (view, what) in views.items()
    ]


website_patterns = [
    path("", website_views.pages, name="pages"),
    path("lankar/", website_views.links, name="links"),
    *drafting_patterns(drafting_views.PAGE),
]

news_patterns = [
    path("", article_views.articles, name="articles"),
    *drafting_patterns(drafting_views.ARTICLE),
]

urlpatterns = [
    path("kansli/webbplats/", include(website_patterns)),
    path("kansli/nyheter/", include(news_patterns)),
    path("nyheter/", reading_views.news, name="news"),
    path("nyheter/<slug:slug>/", reading_views.article, name="article"),
    path("nyhetsbrev/", reading_views.archive, name="archive"),
    path("nyhetsbrev/<slug:slug>/", reading_views.issue, name="issue"),
    path("bilder/<int:pk>/<str:name>", picture_views.picture, name="picture"),
    path("flode.xml", login_not_required(News()), name="feed"),
    path("<slug:slug>/", page_views.show, name="page"),
]
