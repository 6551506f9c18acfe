"""Addresses of events, meetings and actions: everybody's, and the secretariat's under /kansli/."""

from django.urls import include, path

from events import action_views, signup_views

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

urlpatterns = [
    *action_patterns,
    *signup_patterns,
    path("kansli/evenemang/", include(signup_office_patterns)),
]
