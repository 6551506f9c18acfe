"""Addresses of imports and merges, under the secretariat's pages about members."""

from django.urls import path

from members import import_views, merge_views

urlpatterns = [
    path("importera/", import_views.imports, name="imports"),
    path("importera/<int:pk>/", import_views.show_import, name="import"),
    path("importera/<int:pk>/kolumner/", import_views.columns, name="import_columns"),
    path("importera/<int:pk>/val/", import_views.choose, name="import_choose"),
    path("importera/<int:pk>/skriv/", import_views.confirm, name="import_confirm"),
    path("importera/<int:pk>/angra/", import_views.undo, name="import_undo"),
    path("importera/<int:pk>/ta-bort/", import_views.discard, name="import_discard"),
    path("dubbletter/", merge_views.doubles, name="doubles"),
    path("dubbletter/<int:keep>/<int:gone>/", merge_views.merge, name="merge"),
    path("dubbletter/<int:pk>/angra/", merge_views.part, name="part"),
]
