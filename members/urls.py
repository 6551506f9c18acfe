"""Addresses of the directory, and of the secretariat's pages about members."""

from django.urls import include, path

from members import (
    contact_views,
    directory_views,
    gap_views,
    handover_views,
    manage_views,
    membership_views,
    own_views,
    personal_views,
    round_views,
    still_right_views,
    views,
)

app_name = "members"

manage_patterns = [
    path("medlemmar/", include("members.import_urls")),
    path("medlemmar/lagg-till/", manage_views.take_in, name="take_in"),
    path("medlemmar/plats/<int:pk>/utse/", manage_views.appoint, name="appoint"),
    path("medlemmar/uppdrag/<int:pk>/ratta/", manage_views.correct, name="correct"),
    path("medlemmar/uppdrag/<int:pk>/avboka/", manage_views.cancel, name="cancel"),
    path(
        "medlemmar/<slug:slug>/plats/<slug:kind>/",
        manage_views.add_member_seat,
        name="add_member_seat",
    ),
    path("medlemmar/uppdrag/<int:pk>/avsluta/", manage_views.end, name="end"),
    path("medlemmar/fragor/", round_views.rounds, name="rounds"),
    path("medlemmar/fragor/ny/", round_views.ask, name="ask"),
    path("medlemmar/fragor/<int:pk>/", round_views.show_round, name="round"),
    path("medlemmar/fragor/<int:pk>/svar.xlsx", round_views.round_sheet, name="round_sheet"),
    path("medlemmar/fragor/<int:pk>/angra/", round_views.undo_round, name="undo_round"),
    path("medlemmar/fragor/adress/<int:pk>/", round_views.judge_address, name="judge_address"),
    path("medlemmar/mandatskifte/", round_views.mandate_change, name="mandate_change"),
    path("medlemmar/paminn/", gap_views.remind, name="remind"),
    path("medlemmar/ringt/", gap_views.note_call, name="note_call"),
    path("medlemmar/ringt/<int:pk>/angra/", gap_views.forget_call, name="forget_call"),
    path("medlemmar/person/<int:pk>/", personal_views.show_person, name="person"),
    path("medlemmar/person/<int:pk>/radera/", personal_views.erase_person, name="erase"),
    path(
        "medlemmar/person/<int:pk>/historik/", personal_views.person_history, name="person_history"
    ),
    path("medlemmar/plats/<int:pk>/historik/", personal_views.seat_history, name="seat_history"),
    path("medlemmar/lasningar/", personal_views.readings, name="readings"),
    path("medlemmar/tidigare/", membership_views.former_members, name="former"),
    path("medlemmar/<slug:slug>/medlemskap/", membership_views.membership, name="membership"),
    path("medlemmar/<slug:slug>/medlemskap/beslut/", membership_views.decide, name="decide"),
    path("medlemmar/<slug:slug>/medlemskap/uttrade/", membership_views.leave, name="leave"),
    path("medlemmar/<slug:slug>/medlemskap/stanna/", membership_views.stay, name="stay"),
    path("medlemmar/<slug:slug>/dokument/", membership_views.add_document, name="add_document"),
    path("medlemmar/<slug:slug>/andra/", manage_views.edit_member, name="edit_member"),
    path("grupper/", include("members.group_manage_urls")),
    path("teams/", include("members.team_urls")),
]

link_patterns = [
    path("", still_right_views.still_right, name="still_right"),
    path("andrat/", still_right_views.changed, name="still_right_changed"),
    path("slutat/", still_right_views.left, name="still_right_left"),
]

urlpatterns = [
    path("stammer/<str:token>/", include(link_patterns)),
    path("medlemmar/", views.list_members, name="list"),
    path("medlemmar/medlemmar.xlsx", directory_views.sheet, name="sheet"),
    path("medlemmar/kontakter.vcf", directory_views.cards, name="cards"),
    path("medlemmar/uppdrag/<int:pk>/kontakt.vcf", directory_views.card, name="card"),
    path("medlemmar/uppdrag/<int:pk>/bekrafta/", views.confirm, name="confirm"),
    path("medlemmar/uppdrag/<int:pk>/lamna-over/", handover_views.hand_over, name="hand_over"),
    path(
        "medlemmar/lamna-over/<str:token>/",
        handover_views.hand_over_by_link,
        name="hand_over_by_link",
    ),
    path("medlemmar/overlamning/<str:token>/", handover_views.show_handover, name="handover"),
    path(
        "medlemmar/overlamning/<str:token>/angra/",
        handover_views.undo_handover,
        name="undo_handover",
    ),
    path("min-sida/mina-uppgifter/", personal_views.my_data, name="my_data"),
    path("min-sida/mina-uppgifter/fil/", personal_views.my_data_file, name="my_data_file"),
    path("min-sida/mina-uppgifter/radera/", personal_views.ask_erasure, name="ask_erasure"),
    path("min-sida/mina-uppgifter/angra/", personal_views.withdraw_erasure, name="keep_data"),
    path("medlemmar/<slug:slug>/historik/", personal_views.member_history, name="history"),
    path("medlemmar/dokument/<int:pk>/", membership_views.document, name="document"),
    path(
        "medlemmar/dokument/<int:pk>/ta-bort/",
        membership_views.remove_document,
        name="remove_document",
    ),
    path(
        "grupper/<slug:slug>/dokument/",
        membership_views.add_group_document,
        name="add_group_document",
    ),
    path("min-sida/vem-ser-mig/", own_views.who_sees_me, name="who_sees_me"),
    path("medlemmar/<slug:slug>/redigera/", own_views.edit_own_member, name="edit_own"),
    path("medlemmar/<slug:slug>/mejla/", contact_views.write, name="write"),
    path("medlemmar/uppdrag/<int:pk>/stammer-inte/", contact_views.doubt, name="doubt"),
    path("medlemmar/tvivel/<int:pk>/", contact_views.settle, name="settle"),
    path("medlemmar/<slug:slug>/", views.show_member, name="detail"),
    path("grupper/", include("members.group_urls")),
    path("kansli/", include(manage_patterns)),
]
