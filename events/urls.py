"""Addresses of events, meetings and actions: everybody's, and the secretariat's under /kansli/."""

from django.urls import include, path

from events import (
    action_views,
    after_views,
    agenda_views,
    day_views,
    event_views,
    meeting_office_views,
    meeting_views,
    planning_views,
    signup_views,
)

app_name = "events"

signup_patterns = [
    path("evenemang/<slug:slug>/anmalan/", signup_views.sign_up, name="sign_up"),
    path(
        "evenemang/<slug:slug>/anmalan/kollegor/",
        signup_views.sign_up_colleagues,
        name="sign_up_colleagues",
    ),
    path("mina-anmalningar/", signup_views.my_signups, name="my_signups"),
    path("mina-anmalningar/<int:pk>/byt/", signup_views.swap_colleague, name="swap_colleague"),
    path(
        "mina-anmalningar/<int:pk>/avboka/", signup_views.cancel_colleague, name="cancel_colleague"
    ),
    path("anmalan/<str:token>/", signup_views.own_signup, name="own_signup"),
    path("anmalan/<str:token>/tacka-ja/", signup_views.accept_offer, name="accept_offer"),
    path("anmalan/<str:token>/tacka-nej/", signup_views.decline_signup, name="decline_signup"),
    path("anmalan/<str:token>/avboka/", signup_views.cancel_signup, name="cancel_signup"),
    path("anmalan/<str:token>/byt/", signup_views.swap_signup, name="swap_signup"),
    path("anmalan/<str:token>/svar/", signup_views.edit_answers, name="edit_answers"),
]

signup_office_patterns = [
    path("<slug:slug>/anmalningar/", signup_views.manage_signups, name="manage_signups"),
    path("<slug:slug>/anmalningar.xlsx", signup_views.signups_sheet, name="signups_sheet"),
    path("<slug:slug>/platser/", signup_views.change_capacity, name="change_capacity"),
]

action_patterns = [
    path("atgarder/", action_views.actions, name="actions"),
    path("atgarder/atgarder.xlsx", action_views.actions_sheet, name="actions_sheet"),
    path("atgarder/ny/", action_views.new_action, name="new_action"),
    path("atgarder/rapport/<int:pk>/", action_views.act_on_report, name="act_on_report"),
    path("atgarder/<int:pk>/", action_views.show_action, name="action"),
    path("atgarder/<int:pk>/andra/", action_views.change_action, name="change_action"),
    path("atgarder/<int:pk>/lank/", action_views.add_action_link, name="add_action_link"),
    path(
        "atgarder/lankar/<int:pk>/ta-bort/",
        action_views.remove_action_link,
        name="remove_action_link",
    ),
    path("atgarder/svar/<str:token>/", action_views.answer_action, name="answer_action"),
    path("moten/<slug:slug>/atgarder/", action_views.meeting_actions, name="meeting_actions"),
]

meeting_patterns = [
    path("", meeting_views.list_meetings, name="meetings"),
    path("beslut/", meeting_views.decisions, name="decisions"),
    path("papper/<int:pk>/", meeting_views.paper, name="paper"),
    path("justera/<str:token>/", meeting_views.approve_by_link, name="approve_notes_by_link"),
    path("<slug:slug>/", meeting_views.show_meeting, name="meeting"),
    path("<slug:slug>/justera/", meeting_views.approve, name="approve_notes"),
    path("<slug:slug>/punkter/<int:pk>/kommentar/", meeting_views.comment, name="comment_on_notes"),
    path("<slug:slug>/punkter/<int:pk>/beslut/", meeting_office_views.decide, name="decide"),
    path(
        "<slug:slug>/punkter/<int:pk>/rattelse/", meeting_office_views.correct, name="correct_notes"
    ),
    path(
        "<slug:slug>/dagordning.pdf",
        meeting_views.document,
        {"what": "agenda"},
        name="agenda_pdf",
    ),
    path(
        "<slug:slug>/anteckningar.pdf",
        meeting_views.document,
        {"what": "notes"},
        name="notes_pdf",
    ),
    path("<slug:slug>/dagordning/", agenda_views.edit_agenda, name="edit_agenda"),
    path("<slug:slug>/dagordning/borja/", agenda_views.begin_agenda, name="begin_agenda"),
    path("<slug:slug>/dagordning/kopiera/", agenda_views.copy_agenda, name="copy_agenda"),
    path("<slug:slug>/dagordning/<int:pk>/", agenda_views.edit_item, name="edit_item"),
    path(
        "<slug:slug>/dagordning/<int:pk>/flytta/",
        agenda_views.arrange_item,
        name="arrange_item",
    ),
    path(
        "<slug:slug>/dagordning/<int:pk>/papper/",
        agenda_views.add_paper,
        name="add_paper",
    ),
    path(
        "<slug:slug>/papper/<int:pk>/ta-bort/",
        agenda_views.remove_paper,
        name="remove_paper",
    ),
    path("<slug:slug>/anteckna/", meeting_office_views.take_notes, name="take_notes"),
    path("<slug:slug>/anteckna/lage/", meeting_office_views.look, name="look_at_notes"),
    path("<slug:slug>/anteckna/<int:pk>/", meeting_office_views.save_note, name="save_note"),
    path("<slug:slug>/deltagare/", meeting_office_views.say_participants, name="say_participants"),
    path("<slug:slug>/beslut/<int:pk>/", meeting_office_views.edit_decision, name="edit_decision"),
    path("<slug:slug>/skicka-ut/", meeting_office_views.send_out, name="send_out_notes"),
    path("<slug:slug>/ta-tillbaka/", meeting_office_views.take_back, name="take_back_notes"),
    path(
        "<slug:slug>/sprid/dagordning/",
        meeting_office_views.spread,
        {"what": "agenda"},
        name="spread_agenda",
    ),
    path(
        "<slug:slug>/sprid/anteckningar/",
        meeting_office_views.spread,
        {"what": "notes"},
        name="spread_notes",
    ),
    path("<slug:slug>/brev/<int:pk>/", meeting_office_views.letter, name="meeting_letter"),
    path(
        "<slug:slug>/brev/<int:pk>/angra/",
        meeting_office_views.undo_letter,
        name="undo_meeting_letter",
    ),
]

event_patterns = [
    path("evenemang/", event_views.list_events, name="list"),
    path("evenemang/<slug:slug>/", event_views.show_event, name="detail"),
    path(
        "evenemang/<slug:slug>/anmalan/serie/",
        event_views.sign_up_for_series,
        name="sign_up_for_series",
    ),
    path("evenemang/<slug:slug>/material/<int:pk>/", event_views.material, name="material"),
    path("material/<str:token>/", event_views.own_material, name="own_material"),
    path("material/<str:token>/<int:pk>/", event_views.own_material_file, name="own_material_file"),
    path("medverkande/<str:token>/", event_views.speaker, name="speaker"),
    path(
        "medverkande/<str:token>/resultat/<slug:slug>.pdf",
        event_views.speaker_report,
        name="speaker_report",
    ),
]

planning_patterns = [
    path("", planning_views.manage_events, name="manage_events"),
    path("ny/", planning_views.begin_event, name="begin_event"),
    path("<slug:slug>/", planning_views.manage_event, name="manage_event"),
    path("<slug:slug>/andra/", planning_views.edit_event, name="edit_event"),
    path("<slug:slug>/tid/", planning_views.move_event, name="move_event"),
    path("<slug:slug>/serie/", planning_views.repeat_event, name="repeat_event"),
    path("<slug:slug>/publicera/", planning_views.publish_event, name="publish_event"),
    path("<slug:slug>/stall-in/", planning_views.cancel_event, name="cancel_event"),
    path("<slug:slug>/ta-bort/", planning_views.delete_event, name="delete_event"),
    path("<slug:slug>/material/", planning_views.add_material, name="add_material"),
    path("<slug:slug>/material/<int:pk>/", planning_views.change_material, name="change_material"),
    path(
        "<slug:slug>/medverkande/<int:pk>/lank/",
        planning_views.speaker_link,
        name="speaker_link",
    ),
]

# Around the day: what everybody and participants meet, and what the secretariat does.
around_patterns = [
    path("evenemang/kalender.ics", after_views.public_calendar, name="public_calendar"),
    path("kalender/<str:key>.ics", after_views.own_calendar, name="own_calendar"),
    path("min-sida/kalender/", after_views.renew_calendar, name="renew_calendar"),
    path("min-sida/kalender/avsluta/", after_views.end_calendar, name="end_calendar"),
    path("evenemang/<slug:slug>/utvardering/", after_views.evaluation, name="evaluation"),
    path("utvardering/<str:token>/", after_views.evaluate, name="evaluate"),
    path("intyg/", after_views.look_up_certificate, name="look_up_certificate"),
    path("intyg/hamta/<str:token>/", after_views.get_certificate, name="get_certificate"),
    path("intyg/<str:code>/", after_views.check_certificate, name="check_certificate"),
    path("intyg/<str:code>/intyg.pdf", after_views.certificate_pdf, name="certificate_pdf"),
]

day_office_patterns = [
    path("narvaro/", day_views.attendance_of_members, name="attendance_of_members"),
    path("<slug:slug>/paminnelser/", day_views.reminders, name="reminders"),
    path("<slug:slug>/incheckning/", day_views.check_in, name="check_in"),
    path("<slug:slug>/narvaro/", day_views.attendance, name="attendance"),
    path("<slug:slug>/narvaro.xlsx", day_views.attendance_sheet, name="attendance_sheet"),
    path("<slug:slug>/narvaro/teams/", day_views.read_report, name="read_report"),
    path("<slug:slug>/narvaro/teams/notera/", day_views.note_report, name="note_report"),
    path("<slug:slug>/efter/", day_views.after, name="after"),
    path("<slug:slug>/efter/tack/", day_views.send_letter, {"what": "thanks"}, name="send_thanks"),
    path(
        "<slug:slug>/efter/saknade/", day_views.send_letter, {"what": "missed"}, name="send_missed"
    ),
    path("<slug:slug>/efter/utvardering/", day_views.open_evaluation, name="open_evaluation"),
    path(
        "<slug:slug>/efter/utvardering/stang/", day_views.close_evaluation, name="close_evaluation"
    ),
]

urlpatterns = [
    *around_patterns,
    path("kansli/evenemang/", include(day_office_patterns)),
    *event_patterns,
    path("kansli/evenemang/", include(planning_patterns)),
    path("moten/", include(meeting_patterns)),
    *action_patterns,
    *signup_patterns,
    path("kansli/evenemang/", include(signup_office_patterns)),
]
