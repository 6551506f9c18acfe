"""Every address of the portal: Swedish, ASCII, for ever."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from sekom import health, network_views, sitemaps, views
from sekom.outbox import return_views

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "sekom.failing.server_error"

urlpatterns = [
    path("", views.start, name="start"),
    path("min-sida/", views.my_page, name="my_page"),
    path("utseende/", views.theme, name="theme"),
    path("sprak/", views.language, name="language"),
    path("integritet/", views.privacy, name="privacy"),
    path("", include("members.urls")),
    path("intervjuer/", include("surveys.interviews.urls")),
    path("", include("surveys.urls")),
    path("", include("toolbox.urls")),
    path("", include("events.urls")),
    path("", include("sekom.search.urls")),
    path("kansli/", views.desk, name="desk"),
    path("natverket/", network_views.show_network, name="network"),
    path("natverket/rapport.pdf", network_views.network_report, name="network_report"),
    path(
        "natverket/kontakter/<slug:word>/", network_views.network_contacts, name="network_contacts"
    ),
    path("kansli/utskick/", include("sekom.outbox.urls")),
    path("post/retur/", return_views.receive, name="receive_return"),
    path("post/handelser/", return_views.provider_events, name="provider_events"),
    # Nobody has a password here, so there is none to set, change or forget.
    path("konto/password/<path:rest>", views.no_passwords),
    path("konto/", include("allauth.urls")),
    path(
        "sitemap.xml",
        login_not_required(sitemap),
        {"sitemaps": sitemaps.SITEMAPS},
        name="sitemap",
    ),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("halsa/", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
    path("admin/", admin.site.urls),
]
if settings.DEMO or settings.TESTING:
    urlpatterns.append(path("demo/", include("sekom.demo.urls")))
# The website's pages are at the root, after everything else.
urlpatterns.append(path("", include("newsletter.urls")))
