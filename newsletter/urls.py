"""Addresses of the website: each page of its own at the root, so this comes after all others."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, include, path
from django.views.decorators.http import conditional_page

from newsletter import (
    api_views,
    article_views,
    audience_views,
    choice_views,
    drafting_views,
    editing_views,
    file_views,
    issue_views,
    key_views,
    page_views,
    picture_views,
    reader_views,
    reading_views,
    sending_views,
    spread_views,
    subscriber_views,
    website_views,
)
from newsletter.feeds import Newest, News, NewsJson

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

issue_patterns = [
    path("", issue_views.issues, name="issues"),
    path("spridning/", spread_views.reach, name="reach"),
    path("api-nycklar/", key_views.api_keys, name="api_keys"),
    path("api-nycklar/<int:pk>/aterkalla/", key_views.revoke_api_key, name="revoke_api_key"),
    path("<int:pk>/", editing_views.edit, name="edit_issue"),
    path("<int:pk>/kopiera/", issue_views.copy, name="copy_issue"),
    path("<int:pk>/kasta/", issue_views.discard, name="discard_issue"),
    path("<int:pk>/brev/", issue_views.letter, name="issue_letter"),
    path("<int:pk>/mottagare/", audience_views.audience, name="issue_audience"),
    path("<int:pk>/mottagare/lista.xlsx", audience_views.sheet, name="issue_audience_sheet"),
    path("<int:pk>/granska/", sending_views.review, name="review_issue"),
    path("<int:pk>/utkast/", sending_views.unschedule, name="unschedule_issue"),
    path("<int:pk>/utskick/", sending_views.sending, name="issue_sending"),
    path("<int:pk>/utskick/<int:mailing_pk>/angra/", sending_views.take_back, name="take_back"),
    path("<int:pk>/block/<int:block_pk>/tillbaka/", editing_views.put_back, name="put_back"),
]

subscriber_patterns = [
    path("", subscriber_views.subscribers, name="subscribers"),
    path("excel/", subscriber_views.subscriber_sheet, name="subscriber_sheet"),
    path("<uuid:uid>/", subscriber_views.subscriber, name="subscriber"),
    path("<uuid:uid>/fraga-igen/", subscriber_views.ask_again, name="ask_again"),
    path("<uuid:uid>/radera/", subscriber_views.erase_subscriber, name="erase_subscriber"),
]

api_patterns = [
    path("", api_views.issues, name="api_issues"),
    path("<int:pk>/", api_views.issue, name="api_issue"),
    path("<int:pk>/skicka/", api_views.send, name="api_send"),
    path("<int:pk>/angra/", api_views.take_back, name="api_take_back"),
]

urlpatterns = [
    path("api/nyhetsbrev/", include(api_patterns)),
    path("kansli/prenumeranter/", include(subscriber_patterns)),
    path("kansli/nyhetsbrev/", include(issue_patterns)),
    path("kansli/webbplats/", include(website_patterns)),
    path("kansli/nyheter/", include(news_patterns)),
    path("nyheter/", reading_views.news, name="news"),
    path("nyheter/flode.xml", login_not_required(conditional_page(News())), name="news_feed"),
    path("nyheter/flode.json", login_not_required(conditional_page(NewsJson())), name="news_json"),
    path("nyheter/<slug:slug>/", reading_views.article, name="article"),
    path("nyhetsbrev/", reading_views.archive, name="archive"),
    path("nyhetsbrev/prenumerera/", reader_views.subscribe, name="subscribe"),
    path("nyhetsbrev/prenumerera/tack/", reader_views.asked, name="asked"),
    path("nyhetsbrev/prenumerera/ja/<str:word>/", reader_views.say_yes, name="say_yes"),
    path("nyhetsbrev/mina-val/", choice_views.own_choices, name="own_choices"),
    path("nyhetsbrev/mina-val/<str:word>/", choice_views.choices, name="choices"),
    path("nyhetsbrev/mina-val/<str:word>/uppgifter.json", choice_views.own_data, name="own_data"),
    path("nyhetsbrev/ny-adress/<str:word>/", choice_views.new_address, name="new_address"),
    path(
        "nyhetsbrev/avsluta/<str:signed>/",
        reader_views.leave_with_one_click,
        name="leave_with_one_click",
    ),
    path("nyhetsbrev/sprid/", spread_views.spread, name="spread"),
    path("nyhetsbrev/sprid/<str:word>/", spread_views.spread_letter, name="spread_letter"),
    path("nyhetsbrev/sprid/<str:word>/utkast.eml", spread_views.letter_draft, name="letter_draft"),
    path("nyhetsbrev/<slug:slug>/", reading_views.issue, name="issue"),
    path("nyhetsbrev/<slug:slug>/sprid/", spread_views.spread_issue, name="spread_issue"),
    path("nyhetsbrev/<slug:slug>/utkast.eml", spread_views.spread_draft, name="spread_draft"),
    path("nyhetsbrev/<slug:slug>/besok/", spread_views.count_visit, name="count_visit"),
    path("nyhetsbrev/fil/<slug:code>/", file_views.file, name="file"),
    path("nyhetsbrev/fil/<slug:code>/<str:name>", file_views.file_content, name="file_content"),
    path("n/<slug:code>/", spread_views.shared, name="shared"),
    path("bilder/<int:pk>/<str:name>", picture_views.picture, name="picture"),
    path("flode.xml", login_not_required(conditional_page(Newest())), name="feed"),
    path("<slug:slug>/", page_views.show, name="page"),
]
