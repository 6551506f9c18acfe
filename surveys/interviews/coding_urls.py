"""Addresses of coding, themes, memos and the compilation."""

from django.urls import path

from surveys.interviews import coding_views, compilation_views, qda_views, theme_views

patterns = [
    path("intervju/<int:pk>/koda/", coding_views.code, name="code"),
    path("intervju/<int:pk>/koda/lage/", coding_views.look_at_coding, name="look_at_coding"),
    path("intervju/<int:pk>/blindkodning/", coding_views.code_blind, name="code_blind"),
    path("uttalande/<int:pk>/", coding_views.show_statement, name="statement"),
    path("uttalande/<int:pk>/laga/", coding_views.mend, name="mend"),
    path("uttalande/<int:pk>/ta-bort/", coding_views.remove_statement, name="remove_statement"),
    path("uttalande/<int:pk>/minnesanteckning/", coding_views.add_memo, name="add_memo"),
    path("<int:pk>/teman/", theme_views.themes, name="themes"),
    path("tema/<int:pk>/", theme_views.show_theme, name="theme"),
    path("tema/<int:pk>/flytta/", theme_views.move_theme, name="move_theme"),
    path("tema/<int:pk>/steg/", theme_views.step_theme, name="step_theme"),
    path("tema/<int:pk>/sla-ihop/", theme_views.merge_theme, name="merge_theme"),
    path("tema/<int:pk>/dela/", theme_views.split_theme, name="split_theme"),
    path("tema/<int:pk>/ta-bort/", theme_views.remove_theme, name="remove_theme"),
    path("tema/<int:pk>/mal/", theme_views.tie_theme, name="tie_theme"),
    path("tema/<int:pk>/mal/<int:link_id>/", theme_views.untie_theme, name="untie_theme"),
    path("tema/<int:pk>/minnesanteckning/", theme_views.add_theme_memo, name="add_theme_memo"),
    path("andring/<int:pk>/angra/", theme_views.undo_change, name="undo_change"),
    path("<int:pk>/minnesanteckningar/", theme_views.memos, name="memos"),
    path("minnesanteckning/<int:pk>/", theme_views.edit_memo, name="edit_memo"),
    path("<int:pk>/sammanstallning/", compilation_views.compilation, name="compilation"),
    path(
        "<int:pk>/sammanstallning.xlsx",
        compilation_views.compilation_file,
        {"suffix": "xlsx"},
        name="compilation_xlsx",
    ),
    path(
        "<int:pk>/sammanstallning.csv",
        compilation_views.compilation_file,
        {"suffix": "csv"},
        name="compilation_csv",
    ),
    path("<int:pk>/ta-med/", qda_views.exchange, name="exchange"),
    path("<int:pk>/projekt.qdpx", qda_views.project_file, name="project_qdpx"),
    path("<int:pk>/kodbok.qdc", qda_views.codebook_file, name="codebook_qdc"),
]
