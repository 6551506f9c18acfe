"""Addresses of the toolbox: everybody's, the members', and the secretariat's under /kansli/."""

from django.urls import path

from toolbox import path_urls, views

app_name = "toolbox"

tool_patterns = [
    path("verktygslada/", views.list_tools, name="list"),
    path("verktygslada/korstabell/", views.cross, name="cross"),
    path("verktygslada/ramverk/", views.frameworks, name="frameworks"),
    path("verktygslada/ramverk/<slug:slug>/", views.framework, name="framework"),
    path("verktygslada/ramverk/<slug:slug>/<str:code>/", views.item, name="item"),
    path("verktygslada/fil/<int:file_id>/<str:name>", views.tool_file, name="file"),
]

urlpatterns = [
    *tool_patterns,
    *path_urls.open_patterns,
    *path_urls.office_patterns,
    path("verktygslada/<slug:slug>/", views.show_tool, name="tool"),
]
