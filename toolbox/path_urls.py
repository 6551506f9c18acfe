"""Addresses of paths, journeys, examples, opinions and the glossary."""

from django.urls import path

from toolbox import (
    example_views,
    glossary_views,
    journey_views,
    opinion_views,
    path_office_views,
    path_views,
)

open_patterns = [
    path("arbetsgangar/", path_views.paths, name="paths"),
    path("arbetsgangar/vag/<int:pk>/", journey_views.show_journey, name="journey"),
    path("arbetsgangar/vag/<int:pk>/lage/", journey_views.look, name="look_at_journey"),
    path("arbetsgangar/vag/<int:pk>/dela/", journey_views.share, name="share_journey"),
    path("arbetsgangar/vag/<int:pk>/avsluta/", journey_views.end, name="end_journey"),
    path("arbetsgangar/vag/<int:pk>/sa-langt.pdf", journey_views.so_far, name="so_far"),
    path("arbetsgangar/vag/<int:pk>/steg/<slug:key>/", journey_views.work, name="work"),
    path(
        "arbetsgangar/vag/<int:pk>/steg/<slug:key>/lage/",
        journey_views.look_at_work,
        name="look_at_work",
    ),
    path("arbetsgangar/vag/<int:pk>/steg/<slug:key>/markera/", journey_views.mark, name="mark"),
    path("arbetsgangar/vag/<int:pk>/steg/<slug:key>/fil/", journey_views.add_file, name="add_file"),
    path("arbetsgangar/fil/<int:pk>/", journey_views.work_file, name="work_file"),
    path("arbetsgangar/fil/<int:pk>/ta-bort/", journey_views.remove_file, name="remove_file"),
    path("arbetsgangar/<slug:slug>/", path_views.show_path, name="path"),
    path("arbetsgangar/<slug:slug>/borja/", path_views.begin, name="begin"),
    path("arbetsgangar/<slug:slug>/lar-av-andra/", path_views.learn_from, name="learn_from"),
    path("verktygslada/exempel/", example_views.examples, name="examples"),
    path("verktygslada/exempel/<int:pk>/", example_views.show_example, name="example"),
    path("verktygslada/exempel/<int:pk>/andra/", example_views.edit_example, name="edit_example"),
    path(
        "verktygslada/exempel/<int:pk>/skicka-in/", example_views.send_example, name="send_example"
    ),
    path("verktygslada/exempel/<int:pk>/prova/", example_views.wish_to_try, name="wish_to_try"),
    path(
        "verktygslada/exempel/skriv/<slug:slug>/", example_views.write_example, name="write_example"
    ),
    path("verktygslada/ordlista/", glossary_views.glossary, name="glossary"),
    path("omdome/", opinion_views.give_opinion, name="give_opinion"),
]

office_patterns = [
    path("kansli/arbetsgangar/", path_office_views.manage_paths, name="manage_paths"),
    path("kansli/arbetsgangar/<slug:slug>/", path_office_views.manage_path, name="manage_path"),
    path(
        "kansli/arbetsgangar/<slug:slug>/granska/",
        path_office_views.preview_path,
        name="preview_path",
    ),
    path(
        "kansli/arbetsgangar/<slug:slug>/vidare/",
        path_office_views.move_path_on,
        name="move_path_on",
    ),
    path(
        "kansli/arbetsgangar/<slug:slug>/adress/",
        path_office_views.rename_path,
        name="rename_path",
    ),
    path(
        "kansli/arbetsgangar/<slug:slug>/version/<int:number>/",
        path_office_views.restore_path,
        name="restore_path",
    ),
    path("kansli/arbetsgangar/<slug:slug>/steg/", path_office_views.edit_step, name="add_step"),
    path(
        "kansli/arbetsgangar/<slug:slug>/steg/<slug:key>/",
        path_office_views.edit_step,
        name="edit_step",
    ),
    path(
        "kansli/arbetsgangar/<slug:slug>/steg/<slug:key>/flytta/",
        path_office_views.arrange_step,
        name="arrange_step",
    ),
    path(
        "kansli/exempel/<int:pk>/publicera/", example_views.publish_example, name="publish_example"
    ),
    path(
        "kansli/exempel/<int:pk>/skicka-tillbaka/",
        example_views.send_back_example,
        name="send_back_example",
    ),
    path(
        "kansli/exempel/<int:pk>/ta-ner/", example_views.take_down_example, name="take_down_example"
    ),
    path("kansli/ordlista/nytt/", glossary_views.edit_term, name="add_term"),
    path("kansli/ordlista/<int:pk>/", glossary_views.edit_term, name="edit_term"),
    path("kansli/ordlista/<int:pk>/ta-bort/", glossary_views.delete_term, name="delete_term"),
    path("kansli/omdomen/", opinion_views.opinions, name="opinions"),
    path("kansli/omdomen/rapport.xlsx", opinion_views.opinions_report, name="opinions_report"),
    path("kansli/omdomen/<int:pk>/last/", opinion_views.put_aside, name="put_opinion_aside"),
]
