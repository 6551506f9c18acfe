"""Addresses of the toolbox: everybody's, the members', and the secretariat's under /kansli/."""

from django.urls import include, path

from toolbox import (
    framework_office_views,
    guest_views,
    path_urls,
    tool_office_views,
    views,
)

app_name = "toolbox"

tool_patterns = [
    path("verktygslada/", views.list_tools, name="list"),
    path("verktygslada/korstabell/", views.cross, name="cross"),
    path("verktygslada/ramverk/", views.frameworks, name="frameworks"),
    path("verktygslada/ramverk/<slug:slug>/", views.framework, name="framework"),
    path("verktygslada/ramverk/<slug:slug>/<str:code>/", views.item, name="item"),
    path("verktygslada/fil/<int:file_id>/<str:name>", views.tool_file, name="file"),
]

guest_patterns = [
    path("verktygslada/utkast/<str:token>/", guest_views.guest, name="guest"),
    path("verktygslada/utkast/<str:token>/skriv/", guest_views.guest_edit, name="guest_edit"),
    path("verktygslada/utkast/<str:token>/skicka/", guest_views.guest_send, name="guest_send"),
    path(
        "verktygslada/utkast/<str:token>/fil/<int:file_id>/",
        guest_views.guest_file,
        name="guest_file",
    ),
]

framework_office_patterns = [
    path("ramverk/", framework_office_views.manage_frameworks, name="manage_frameworks"),
    path("ramverk/<slug:slug>/", framework_office_views.edit_framework, name="edit_framework"),
    path("ramverk/<slug:slug>/las-in/", framework_office_views.take_in, name="take_in"),
    path("ramverk/<slug:slug>.csv", framework_office_views.export, name="framework_csv"),
]

tool_office_patterns = [
    path("", tool_office_views.manage_tools, name="manage_tools"),
    path("<slug:slug>/", tool_office_views.edit_tool, name="edit_tool"),
    path("<slug:slug>/granska/", tool_office_views.review_tool, name="review_tool"),
    path("<slug:slug>/granska/vidare/", tool_office_views.move_tool_on, name="move_tool_on"),
    path("<slug:slug>/granska/publicera/", tool_office_views.publish_tool, name="publish_tool"),
    path("<slug:slug>/granska/adress/", tool_office_views.rename_tool, name="rename_tool"),
    path("<slug:slug>/granska/agare/", tool_office_views.look_after_tool, name="look_after_tool"),
    path("<slug:slug>/granska/lank/", tool_office_views.invite_to_tool, name="invite_to_tool"),
    path("<slug:slug>/granska/kommentar/", tool_office_views.remark_on_tool, name="remark_on_tool"),
    path("<slug:slug>/filer/", tool_office_views.add_tool_file, name="add_tool_file"),
    path(
        "<slug:slug>/filer/<int:file_id>/",
        tool_office_views.leave_tool_file,
        name="leave_tool_file",
    ),
    path("<slug:slug>/versioner/", tool_office_views.tool_versions, name="tool_versions"),
    path(
        "<slug:slug>/versioner/<int:number>/", tool_office_views.restore_tool, name="restore_tool"
    ),
]

urlpatterns = [
    *tool_patterns,
    *guest_patterns,
    path("kansli/verktygslada/", include([*framework_office_patterns, *tool_office_patterns])),
    *path_urls.open_patterns,
    *path_urls.office_patterns,
    path("verktygslada/<slug:slug>/", views.show_tool, name="tool"),
]
