"""Every address × every role: who gets in, who is sent to log in, for whom it is not there."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from events import (
    action_links,
    certifying,
    deciding,
    evaluating,
    feeds,
    handing_out,
    inviting_speakers,
    preparing,
    spreading,
)
from events import approving as notes_approving
from events import filing as material_filing
from events import links as signup_links
from events.models import Material, Notes
from members import handing_over, importing, listing_team, verifying, writing_to_groups
from members import links as register_links
from members.models import Group, Holding, Member, Seat, today
from newsletter import reader_links, readers
from newsletter import spreading as passing_on
from newsletter.loading import load_pages
from newsletter.models import Page
from sekom.outbox import foot, one_click, posting
from sekom.outbox.models import Suppression
from sekom.search.models import Synonyms
from sekom.uploads import UploadField
from surveys import links
from surveys.interviews import approving, inviting, remembering, reporting
from tests.event_factories import make_action, make_event, make_meeting, make_signup
from tests.factories import (
    hand_over,
    make_document,
    make_doubt,
    make_draft,
    make_example,
    make_expert,
    make_former_contact,
    make_holding,
    make_journey,
    make_member,
    make_pair,
    make_secretary,
    publish,
)
from tests.interview_factories import make_interview, make_statement, make_study, make_theme
from tests.newsletter_factories import (
    make_article,
    make_file,
    make_issue,
    make_letter,
    make_picture,
    make_sent_issue,
    make_subscriber,
)
from tests.survey_factories import make_response, make_round, make_version
from toolbox import filing, previewing, walking
from toolbox.models import Example, GlossaryTerm

pytestmark = pytest.mark.django_db

# Roles, in the order of the columns: somebody unknown, a former contact, the contact of another
# member, the two contacts of the member that the address is about, the expert group, and the
# secretariat.
ROLES = ("guest", "former", "other", "politician", "officer", "expert", "secretary")

IN, SOON, ELSEWHERE, LOGIN, NO, GONE, POST = 200, 202, 302, "login", 403, 404, 405

ALL = (IN,) * 7
ALL_POST = (POST,) * 7
NOBODY = (GONE,) * 7
KNOWN = (LOGIN, *(IN,) * 6)
KNOWN_POST = (LOGIN, *(POST,) * 6)
KNOWN_NO = (LOGIN, *(NO,) * 6)
KNOWN_NONE = (LOGIN, *(GONE,) * 6)
KNOWN_ELSEWHERE = (LOGIN, *(ELSEWHERE,) * 6)
GUESTS = (IN, *(ELSEWHERE,) * 6)
OFFICE = (*(LOGIN,) * 6, IN)
OFFICE_POST = (*(LOGIN,) * 6, POST)
OFFICE_NONE = (*(LOGIN,) * 6, GONE)
PAIR = (LOGIN, GONE, GONE, IN, IN, GONE, GONE)
NETWORK_SOON = (LOGIN, GONE, *(SOON,) * 5)
# A meeting of the network, for those who write it.
MEETING_PAGES = [
    f"events:{name}"
    for name in (
        *("edit_agenda", "edit_item", "take_notes", "decide", "edit_decision"),
        *("send_out_notes", "correct_notes", "meeting_letter"),
    )
]
MEETING_POSTS = [
    f"events:{name}"
    for name in (
        *("begin_agenda", "copy_agenda", "arrange_item", "add_paper", "remove_paper"),
        *("save_note", "look_at_notes", "say_participants", "take_back_notes"),
        *("spread_agenda", "spread_notes", "undo_meeting_letter"),
    )
]
PAIR_AND_OFFICE = (LOGIN, GONE, GONE, IN, IN, GONE, IN)
NETWORK = (LOGIN, GONE, IN, IN, IN, IN, IN)
READERS = (LOGIN, GONE, GONE, GONE, GONE, IN, IN)
SPREADERS = (LOGIN, GONE, IN, IN, IN, GONE, GONE)

TABLE = {
    "start": ALL,
    "my_page": KNOWN,
    "theme": ALL_POST,
    "language": ALL_POST,
    "privacy": ALL,
    "sitemap": ALL,
    "robots": ALL,
    "favicon": (ELSEWHERE,) * 7,
    "newsletter:pages": OFFICE,
    "newsletter:links": OFFICE,
    "newsletter:edit_page": OFFICE,
    "newsletter:preview_page": OFFICE,
    "newsletter:rename_page": OFFICE_POST,
    "newsletter:archive_page": OFFICE_POST,
    "newsletter:restore_page": OFFICE_POST,
    "newsletter:issues": OFFICE,
    "newsletter:edit_issue": OFFICE,
    "newsletter:copy_issue": OFFICE_POST,
    "newsletter:issue_letter": OFFICE,
    "newsletter:discard_issue": OFFICE_POST,
    "newsletter:put_back": OFFICE_POST,
    "newsletter:issue_audience": OFFICE,
    "newsletter:review_issue": OFFICE,
    "newsletter:unschedule_issue": OFFICE_POST,
    "newsletter:issue_sending": OFFICE,
    "newsletter:take_back": OFFICE_POST,
    "newsletter:issue_audience_sheet": OFFICE,
    "newsletter:articles": OFFICE,
    "newsletter:edit_article": OFFICE,
    "newsletter:preview_article": OFFICE,
    "newsletter:rename_article": OFFICE_POST,
    "newsletter:archive_article": OFFICE_POST,
    "newsletter:restore_article": OFFICE_POST,
    "newsletter:feed": ALL,
    "newsletter:news_feed": ALL,
    "newsletter:news_json": ALL,
    "newsletter:news": ALL,
    "newsletter:article": ALL,
    "newsletter:api_keys": OFFICE,
    "newsletter:revoke_api_key": OFFICE_POST,
    "newsletter:api_issues": ALL,  # with a key: tests/newsletter/test_api_views.py
    "newsletter:api_issue": ALL,
    "newsletter:api_send": ALL_POST,
    "newsletter:api_take_back": ALL_POST,
    "newsletter:archive": ALL,
    "newsletter:issue": ALL,
    "newsletter:spread": KNOWN_ELSEWHERE,
    "newsletter:spread_issue": SPREADERS,
    "newsletter:spread_draft": SPREADERS,
    "newsletter:spread_letter": ALL,
    "newsletter:letter_draft": ALL,
    "newsletter:shared": (ELSEWHERE,) * 7,
    "newsletter:count_visit": ALL_POST,
    "newsletter:reach": OFFICE,
    "newsletter:subscribers": OFFICE,
    "newsletter:subscriber_sheet": OFFICE,
    "newsletter:subscriber": OFFICE,
    "newsletter:ask_again": OFFICE_POST,
    "newsletter:erase_subscriber": OFFICE_POST,
    "newsletter:subscribe": ALL,
    "newsletter:asked": ALL,
    "newsletter:say_yes": ALL,
    "newsletter:own_choices": (IN, IN, *(ELSEWHERE,) * 5),
    "newsletter:choices": ALL,
    "newsletter:own_data": ALL,
    "newsletter:new_address": ALL,
    "newsletter:leave_with_one_click": ALL,
    "newsletter:picture": ALL,
    "newsletter:file": ALL,
    "newsletter:file_content": ALL,
    "newsletter:page": ALL,
    "health": None,  # of the machine: tests/sekom/test_health.py
    "metrics": None,
    "receive_return": ALL_POST,  # by servers that show a secret: tests/outbox/test_return_views.py
    "provider_events": ALL_POST,
    "members:list": ALL,
    "members:detail": ALL,
    "members:confirm": KNOWN_POST,
    "members:hand_over": (LOGIN, GONE, GONE, IN, IN, GONE, IN),
    "members:hand_over_by_link": ALL,
    "members:handover": ALL,
    "members:undo_handover": ALL_POST,
    "members:sheet": ALL,
    "members:cards": NETWORK,
    "members:card": NETWORK,
    "members:who_sees_me": KNOWN,
    "members:edit_own": (LOGIN, GONE, GONE, IN, IN, GONE, IN),
    "members:cancel": OFFICE,
    "members:add_member_seat": OFFICE_POST,
    "members:write": KNOWN,
    "members:doubt": NETWORK,
    "members:settle": (LOGIN, GONE, GONE, IN, IN, GONE, IN),
    "members:document": (LOGIN, GONE, GONE, IN, IN, GONE, IN),
    "members:remove_document": KNOWN_POST,
    "members:add_group_document": (LOGIN, GONE, GONE, GONE, GONE, IN, IN),
    "members:former": OFFICE,
    "members:membership": OFFICE,
    "members:decide": OFFICE,
    "members:leave": OFFICE,
    "members:stay": OFFICE_POST,
    "members:add_document": OFFICE,
    "members:imports": OFFICE,
    "members:import": OFFICE,
    "members:import_columns": OFFICE,
    "members:import_choose": OFFICE_POST,
    "members:import_confirm": OFFICE_POST,
    "members:import_undo": OFFICE_POST,
    "members:import_discard": OFFICE_POST,
    "members:doubles": OFFICE,
    "members:merge": OFFICE,
    "members:part": OFFICE_POST,
    "members:take_in": OFFICE,
    "members:appoint": OFFICE,
    "members:correct": OFFICE,
    "members:end": OFFICE,
    "members:edit_member": OFFICE,
    "members:rounds": OFFICE,
    "members:ask": OFFICE,
    "members:round": OFFICE,
    "members:round_sheet": OFFICE,
    "members:undo_round": OFFICE_POST,
    "members:judge_address": OFFICE_POST,
    "members:mandate_change": OFFICE,
    "members:still_right": ALL,
    "members:still_right_changed": ALL,
    "members:still_right_left": ALL,
    "members:remind": OFFICE,
    "members:note_call": OFFICE_POST,
    "members:forget_call": OFFICE_POST,
    "members:group_list": ALL,
    "members:group": ALL,
    "members:group_sheet": NETWORK,
    "members:mail_group": (*KNOWN_NONE[:6], IN),  # nobody here chairs it
    "members:group_letter": (*KNOWN_NONE[:6], IN),
    "members:send_group_letter": KNOWN_POST,
    "members:undo_group_letter": KNOWN_POST,
    "members:groups": OFFICE,
    "members:start_group": OFFICE,
    "members:found_group": OFFICE_POST,
    "members:edit_group": OFFICE,
    "members:add_seat": OFFICE_POST,
    "members:elect": OFFICE,
    "members:close_group": OFFICE,
    "members:reopen_group": OFFICE_POST,
    "members:remove_seat": OFFICE_POST,
    "members:teams": OFFICE,
    "members:team_settings": OFFICE,
    "members:make_team_list": OFFICE_POST,
    "members:team_sheet": OFFICE,
    "members:team_done": OFFICE_POST,
    "members:compare_team": OFFICE_NONE,  # the portal has no app registration
    "members:team_progress": OFFICE,
    "members:history": PAIR_AND_OFFICE,
    "members:person": OFFICE,
    "members:person_history": OFFICE,
    "members:seat_history": OFFICE,
    "members:erase": OFFICE,
    "members:readings": OFFICE,
    "members:my_data": KNOWN,
    "members:my_data_file": KNOWN_POST,
    "members:ask_erasure": KNOWN_POST,
    "members:keep_data": KNOWN_POST,
    "surveys:list": KNOWN,
    "surveys:open_link": (IN, IN, IN, IN, ELSEWHERE, IN, IN),
    "surveys:round": (LOGIN, GONE, *(ELSEWHERE,) * 5),
    "surveys:answer": PAIR,
    "surveys:look": KNOWN_POST,
    "surveys:save_answer": KNOWN_POST,
    "surveys:say": KNOWN_POST,
    "surveys:changes": PAIR,
    "surveys:approve": PAIR,
    "surveys:results": NETWORK,
    "surveys:export": READERS,
    "surveys:report": KNOWN_NONE,  # none has been built
    "surveys:report_build": KNOWN_POST,
    "surveys:report_progress": READERS,
    "surveys:receipt": (LOGIN, GONE, GONE, SOON, SOON, GONE, SOON),
    "surveys:manage": OFFICE,
    "surveys:import": OFFICE,
    "surveys:version": OFFICE,
    "surveys:publish": OFFICE_POST,
    "surveys:discard": OFFICE_POST,
    "surveys:blank": OFFICE_NONE,  # it has not been published
    "surveys:round_new": OFFICE,
    "surveys:manage_round": OFFICE,
    "surveys:round_edit": OFFICE_NONE,  # it has been sent out
    "surveys:round_discard": OFFICE_POST,
    "surveys:letter": OFFICE,
    "surveys:round_open": OFFICE_POST,
    "surveys:round_undo": OFFICE_POST,
    "surveys:sending": OFFICE,
    "surveys:remind": OFFICE,
    "surveys:remind_undo": OFFICE_POST,
    "surveys:round_close": OFFICE,
    "surveys:accept": OFFICE,
    "surveys:reopen": OFFICE_POST,
    "interviews:list": KNOWN,
    "interviews:network": NETWORK,
    "interviews:begin": PAIR,
    "interviews:study": PAIR,
    "interviews:edit_study": PAIR,
    "interviews:close": KNOWN_POST,
    "interviews:reopen": KNOWN_POST,
    "interviews:share": KNOWN_POST,
    "interviews:departments": PAIR,
    "interviews:edit_department": PAIR,
    "interviews:decline": KNOWN_POST,
    "interviews:remove_department": KNOWN_POST,
    "interviews:guide": PAIR,
    "interviews:edit_question": PAIR,
    "interviews:arrange_question": KNOWN_POST,
    "interviews:guests": PAIR,
    "interviews:end_guest": KNOWN_POST,
    "interviews:goals": PAIR,
    "interviews:choose_term": KNOWN_POST,
    "interviews:take_in_goals": PAIR,
    "interviews:edit_goal": PAIR,
    "interviews:withdraw_goal": KNOWN_POST,
    "interviews:add": PAIR,
    "interviews:interview": PAIR,
    "interviews:edit": PAIR,
    "interviews:remove": KNOWN_POST,
    "interviews:save_answer": KNOWN_POST,
    "interviews:paste": PAIR,
    "interviews:send": KNOWN_POST,
    "interviews:take_back": KNOWN_POST,
    "interviews:versions": PAIR,
    "interviews:delete_texts": PAIR,
    "interviews:code": PAIR,
    "interviews:look_at_coding": PAIR,
    "interviews:code_blind": PAIR,
    "interviews:statement": PAIR,
    "interviews:mend": KNOWN_POST,
    "interviews:remove_statement": KNOWN_POST,
    "interviews:add_memo": KNOWN_POST,
    "interviews:themes": PAIR,
    "interviews:theme": PAIR,
    "interviews:move_theme": KNOWN_POST,
    "interviews:step_theme": KNOWN_POST,
    "interviews:merge_theme": KNOWN_POST,
    "interviews:split_theme": KNOWN_POST,
    "interviews:remove_theme": KNOWN_POST,
    "interviews:tie_theme": KNOWN_POST,
    "interviews:untie_theme": KNOWN_POST,
    "interviews:add_theme_memo": KNOWN_POST,
    "interviews:undo_change": KNOWN_POST,
    "interviews:memos": PAIR,
    "interviews:edit_memo": PAIR,
    "interviews:compilation": PAIR,
    "interviews:compilation_xlsx": PAIR,
    "interviews:compilation_csv": PAIR,
    "interviews:exchange": PAIR,
    "interviews:project_qdpx": PAIR,
    "interviews:codebook_qdc": PAIR,
    "interviews:begin_report": (LOGIN, GONE, GONE, ELSEWHERE, ELSEWHERE, GONE, GONE),
    "interviews:write_report": PAIR,
    "interviews:save_report_text": KNOWN_POST,
    "interviews:choose_quotes": KNOWN_POST,
    "interviews:look_at_quotes": PAIR,
    "interviews:look_at_quote": KNOWN_POST,
    "interviews:approve_report": PAIR,
    "interviews:show_report_to": KNOWN_POST,
    "interviews:draft_pdf": (LOGIN, GONE, GONE, SOON, SOON, GONE, GONE),
    "interviews:draft_docx": PAIR,
    "interviews:report": (GONE, GONE, GONE, IN, IN, GONE, GONE),
    "interviews:report_pdf": (GONE, GONE, GONE, SOON, SOON, GONE, GONE),
    "interviews:report_docx": (GONE, GONE, GONE, IN, IN, GONE, GONE),
    "interviews:read_notes": ALL,
    "interviews:correct": ALL_POST,
    "interviews:join": ALL,
    "events:sign_up": (LOGIN, 409, *(IN,) * 5),  # 409: the words that it is for the network
    "events:sign_up_colleagues": NETWORK,
    "events:my_signups": KNOWN,
    "events:swap_colleague": (LOGIN, GONE, GONE, GONE, IN, GONE, IN),
    "events:cancel_colleague": KNOWN_POST,
    "events:own_signup": ALL,
    "events:accept_offer": ALL_POST,
    "events:decline_signup": ALL_POST,
    "events:cancel_signup": ALL_POST,
    "events:swap_signup": ALL,
    "events:edit_answers": ALL,
    "events:manage_signups": OFFICE,
    "events:signups_sheet": OFFICE,
    "events:change_capacity": OFFICE_POST,
    "events:list": ALL,
    "events:detail": ALL,
    "events:material": ALL,
    "events:sign_up_for_series": KNOWN_POST,
    "events:own_material": ALL,
    "events:own_material_file": ALL,
    "events:speaker": ALL,
    "events:speaker_report": NOBODY,  # no report has been made
    "events:manage_events": OFFICE,
    "events:begin_event": OFFICE,
    "events:manage_event": OFFICE,
    "events:edit_event": OFFICE,
    "events:move_event": OFFICE,
    "events:repeat_event": OFFICE,
    "events:publish_event": OFFICE_POST,
    "events:cancel_event": OFFICE_POST,
    "events:delete_event": OFFICE_POST,
    "events:add_material": OFFICE_POST,
    "events:change_material": OFFICE_POST,
    "events:speaker_link": OFFICE_POST,
    "events:public_calendar": ALL,
    "events:own_calendar": ALL,
    "events:renew_calendar": KNOWN_POST,
    "events:end_calendar": KNOWN_POST,
    "events:evaluate": ALL,
    "events:evaluation": NETWORK,
    "events:look_up_certificate": ALL,
    "events:get_certificate": ALL,
    "events:check_certificate": ALL,
    "events:certificate_pdf": (SOON,) * 7,
    "events:reminders": OFFICE,
    "events:check_in": OFFICE,
    "events:attendance": OFFICE,
    "events:attendance_sheet": OFFICE,
    "events:attendance_of_members": OFFICE,
    "events:read_report": OFFICE_POST,
    "events:note_report": OFFICE_POST,
    "events:after": OFFICE,
    "events:send_thanks": OFFICE_POST,
    "events:send_missed": OFFICE_POST,
    "events:open_evaluation": OFFICE_POST,
    "events:close_evaluation": OFFICE_POST,
    "search": ALL,
    "note_miss": ALL_POST,
    "manage_search": OFFICE,
    "edit_synonyms": OFFICE,
    "delete_synonyms": OFFICE_POST,
    "forget_miss": OFFICE_POST,
    "desk": OFFICE,
    "network": READERS,
    "network_contacts": READERS,
    "network_report": READERS,
    "outbox:list": OFFICE,
    "outbox:sender": OFFICE,
    "outbox:sender_report": OFFICE,
    "outbox:check_sender": OFFICE_POST,
    "outbox:silenced": OFFICE,
    "outbox:lift": OFFICE,
    "outbox:returns": OFFICE,
    "outbox:detail": OFFICE,
    "outbox:status": OFFICE,
    "outbox:card": OFFICE,
    "outbox:workbook": OFFICE,
    "outbox:letter": OFFICE,
    "outbox:approve": OFFICE_POST,
    "outbox:undo": OFFICE_POST,
    "outbox:pause": OFFICE_POST,
    "outbox:resume": OFFICE_POST,
    "outbox:cancel": OFFICE_POST,
    "demo:people": NOBODY,  # the tests are no demo
    "demo:be": (POST,) * 7,
    "demo:gallery": NOBODY,
    "demo:mailbox": NOBODY,
    "demo:message": NOBODY,
    "demo:message_body": NOBODY,
    "account_login": GUESTS,
    "account_logout": (ELSEWHERE, *(IN,) * 6),
    "account_inactive": ALL,
    "account_signup": GUESTS,  # says that nobody signs up: tests/members/test_logging_in.py
    "account_reauthenticate": KNOWN_NO,
    "account_email": KNOWN,
    "account_email_verification_sent": ALL,
    "account_confirm_email": ALL,  # says that the link leads nowhere
    "account_confirm_login_code": (ELSEWHERE,) * 7,
    "account_request_login_code": GUESTS,
    "toolbox:list": ALL,
    "toolbox:cross": ALL,
    "toolbox:frameworks": ALL,
    "toolbox:framework": ALL,
    "toolbox:item": ALL,
    "toolbox:file": ALL,
    "toolbox:tool": ALL,
    "toolbox:guest": ALL,
    "toolbox:guest_edit": ALL,
    "toolbox:guest_send": ALL_POST,
    "toolbox:guest_file": ALL,
    "toolbox:manage_tools": OFFICE,
    "toolbox:edit_tool": OFFICE,
    "toolbox:review_tool": OFFICE,
    "toolbox:move_tool_on": OFFICE_POST,
    "toolbox:publish_tool": OFFICE_POST,
    "toolbox:rename_tool": OFFICE_POST,
    "toolbox:look_after_tool": OFFICE_POST,
    "toolbox:invite_to_tool": OFFICE_POST,
    "toolbox:remark_on_tool": OFFICE_POST,
    "toolbox:add_tool_file": OFFICE_POST,
    "toolbox:leave_tool_file": OFFICE_POST,
    "toolbox:tool_versions": OFFICE,
    "toolbox:restore_tool": OFFICE_POST,
    "toolbox:manage_frameworks": OFFICE,
    "toolbox:edit_framework": OFFICE,
    "toolbox:take_in": OFFICE,
    "toolbox:framework_csv": OFFICE,
    "toolbox:paths": ALL,
    "toolbox:path": ALL,
    "toolbox:begin": KNOWN_POST,
    "toolbox:learn_from": KNOWN,
    "toolbox:journey": PAIR,
    "toolbox:look_at_journey": PAIR,
    "toolbox:share_journey": KNOWN_POST,
    "toolbox:end_journey": KNOWN_POST,
    "toolbox:so_far": (LOGIN, GONE, GONE, SOON, SOON, GONE, GONE),
    "toolbox:work": PAIR,
    "toolbox:look_at_work": PAIR,
    "toolbox:mark": KNOWN_POST,
    "toolbox:add_file": KNOWN_POST,
    "toolbox:work_file": PAIR,
    "toolbox:remove_file": KNOWN_POST,
    "toolbox:examples": ALL,
    "toolbox:example": (GONE, GONE, GONE, IN, IN, GONE, GONE),  # a draft
    "toolbox:write_example": PAIR,
    "toolbox:edit_example": PAIR,
    "toolbox:send_example": KNOWN_POST,
    "toolbox:wish_to_try": KNOWN_POST,
    "toolbox:publish_example": OFFICE_POST,
    "toolbox:send_back_example": OFFICE_POST,
    "toolbox:take_down_example": OFFICE_POST,
    "toolbox:glossary": ALL,
    "toolbox:add_term": OFFICE,
    "toolbox:edit_term": OFFICE,
    "toolbox:delete_term": OFFICE_POST,
    "toolbox:give_opinion": ALL_POST,
    "toolbox:opinions": OFFICE,
    "toolbox:opinions_report": OFFICE,
    "toolbox:put_opinion_aside": OFFICE_POST,
    "toolbox:manage_paths": OFFICE,
    "toolbox:manage_path": OFFICE,
    "toolbox:preview_path": OFFICE,
    "toolbox:move_path_on": OFFICE_POST,
    "toolbox:rename_path": OFFICE_POST,
    "toolbox:restore_path": OFFICE_POST,
    "toolbox:add_step": OFFICE,
    "toolbox:edit_step": OFFICE,
    "toolbox:arrange_step": OFFICE_POST,
    "events:meetings": KNOWN,
    "events:decisions": KNOWN,
    "events:meeting": NETWORK,
    "events:paper": (LOGIN, GONE, *(ELSEWHERE,) * 5),  # a link leads on
    "events:agenda_pdf": NETWORK_SOON,
    "events:notes_pdf": (*KNOWN_NONE[:6], SOON),  # a draft
    "events:comment_on_notes": KNOWN_POST,
    "events:approve_notes": KNOWN_POST,
    "events:approve_notes_by_link": ALL,
    **dict.fromkeys(MEETING_PAGES, (*KNOWN_NONE[:6], IN)),
    **dict.fromkeys(MEETING_POSTS, KNOWN_POST),
    "events:actions": KNOWN,
    "events:actions_sheet": KNOWN,
    "events:new_action": (*KNOWN_NONE[:6], IN),  # nobody here leads a group
    "events:act_on_report": PAIR,
    "events:action": NETWORK,
    "events:change_action": (*KNOWN_NONE[:6], IN),
    "events:add_action_link": KNOWN_POST,
    "events:remove_action_link": KNOWN_POST,
    "events:answer_action": ALL,
    "events:meeting_actions": KNOWN,
    "account_change_password": NOBODY,
    "account_set_password": NOBODY,
    "account_reset_password": NOBODY,
    "account_reset_password_done": NOBODY,
    "account_reset_password_from_key": NOBODY,
    "account_reset_password_from_key_done": NOBODY,
    "mfa_index": KNOWN,
    "mfa_authenticate": (ELSEWHERE,) * 7,
    "mfa_reauthenticate": KNOWN_NO,
    "mfa_activate_totp": KNOWN_ELSEWHERE,
    "mfa_deactivate_totp": KNOWN_NONE,
    "mfa_view_recovery_codes": KNOWN_NONE,
    "mfa_generate_recovery_codes": KNOWN,
    "mfa_download_recovery_codes": KNOWN_NONE,
    "mfa_list_webauthn": KNOWN,
    "mfa_add_webauthn": KNOWN_ELSEWHERE,
    "mfa_reauthenticate_webauthn": KNOWN_NO,
    "mfa_remove_webauthn": KNOWN_NONE,
    "mfa_edit_webauthn": KNOWN_NONE,
    "mfa_login_webauthn": (ELSEWHERE,) * 7,
    "socialaccount_login_cancelled": ALL,
    "socialaccount_login_error": (LOGIN, *(401,) * 6),
    "socialaccount_signup": (ELSEWHERE,) * 7,
    "socialaccount_connections": KNOWN,
    "usersessions_list": KNOWN,
}


# Those whose row is a group.
GROUP_ADDRESSES = (
    "group",
    "group_sheet",
    "mail_group",
    "edit_group",
    "elect",
    "close_group",
)


def addresses(resolver, namespace=""):
    """Every named address: (name, names of its arguments). The admin's are the admin's."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if inner != "admin:":
                yield from (
                    (name, {**outer, **arguments})
                    for name, arguments in addresses(pattern, inner)
                    for outer in [dict.fromkeys(pattern.pattern.converters)]
                )
        elif isinstance(pattern, URLPattern) and pattern.name:
            names = pattern.pattern.regex.groupindex
            yield f"{namespace}{pattern.name}", dict.fromkeys(names)


def still_right_links():
    """A round that is under way, and the link in the letter to one who was asked."""
    round = verifying.open_round(
        verifying.contacts(), answer_by=today() + timedelta(days=14), by=make_secretary()
    )
    token = verifying.link(round.inquiries.with_names().first()).split("/")[-2]
    links = ("still_right", "still_right_changed", "still_right_left")
    rounds = ("round", "round_sheet", "undo_round")
    return {f"members:{name}": {"token": token} for name in links} | {
        f"members:{name}": {"pk": round.pk} for name in rounds
    }


def imports(secretary):
    """A file on its way into the register, behind each address of an import."""
    draft = importing.upload(b"Kod;Medlem\n2514;Kalix", name="register.csv", by=secretary)
    names = ("import", "import_columns", "import_choose", "import_confirm", "import_undo")
    return {f"members:{name}": {"pk": draft.pk} for name in (*names, "import_discard")}


@pytest.fixture
def world(settings, tmp_path):
    """People in every role, and rows behind every address.

    ({role: client}, {namespace or name of an address: {argument: value}}).
    """
    settings.REQUIRE_TWO_FACTOR = False  # tests/sekom/test_two_factor.py
    settings.MEDIA_ROOT = tmp_path
    member = make_member("Granfors")
    politician, officer = make_pair(member)
    people = {
        "guest": None,
        "former": make_former_contact(),
        "other": make_pair()[0],
        "politician": politician,
        "officer": officer,
        "expert": make_expert(),
        "secretary": make_secretary(),
    }
    load_pages()
    round = make_round()
    response = make_response(round, member, answers={"home": "bygg"}, signed="both")
    mailing = posting.post("surveys/submitted", to=politician, values={"path": "/"})
    experts = Group.objects.get(kind=Group.Kind.EXPERT_GROUP)
    letter = writing_to_groups.write(experts, subject="Hej", text="Hej", by=people["secretary"])
    group = {"slug": experts.slug, "pk": experts.pk}
    team_list = listing_team.make_list(by=people["secretary"])
    values = {
        "members": {"slug": member.slug, "pk": Holding.objects.get(person=officer).pk},
        # What one address alone wants goes by its whole name.
        "members:appoint": {"pk": Seat.objects.of_pairs().vacant().first().pk},
        "members:seat_history": {"pk": member.seats.first().pk},
        **{f"members:{name}": {"pk": officer.pk} for name in ("person", "person_history", "erase")},
        "members:document": {"pk": make_document(member).pk},
        "members:settle": {"pk": make_doubt(Holding.objects.get(person=officer)).pk},
        "members:add_group_document": {"slug": experts.slug},
        "members:merge": {"keep": politician.pk, "gone": officer.pk},
        **imports(people["secretary"]),
        **handover_links(),
        **still_right_links(),
        **{f"members:{name}": group for name in GROUP_ADDRESSES},
        "members:group_letter": {"slug": experts.slug, "pk": letter.pk},
        **{f"members:{name}": {"pk": team_list.pk} for name in ("team_sheet", "team_progress")},
        **tool_addresses(),
        **path_addresses(member, politician, officer),
        **interview_addresses(politician, officer),
        **event_addresses(people["secretary"]),
        **after_addresses(people["secretary"]),
        **signup_addresses(officer),
        **action_addresses(officer),
        **meeting_addresses(people["secretary"]),
        "network_contacts": {"word": "farska"},
        **newsletter_addresses(),
        **reader_addresses(),
        "newsletter": {"slug": "kontakt", "pk": Page.objects.get(slug="kontakt").pk},
        "outbox": {"pk": mailing.pk},
        "outbox:lift": {"pk": Suppression.objects.create(reason="?", address_hash="?").pk},
        "edit_synonyms": {"pk": Synonyms.objects.create(terms="mål, syfte").pk},
        "surveys": {
            "slug": round.slug,
            "member": member.slug,
            "member_slug": member.slug,
            "key": "home",
            "state": "paborjat",
            "file_format": "xlsx",
            "pk": make_version(published=False).pk,
            "token": links.personal_link(response, officer).split("/")[-2],
        },
    }
    clients = {}
    for role, person in people.items():
        clients[role] = Client()
        if person:
            clients[role].force_login(person)
    return clients, values


def action_addresses(officer):
    """An action that the officer's seat answers for, and the link of its reminder."""
    seat = Seat.objects.held_by(officer).get()
    action = make_action(meeting=make_meeting(), responsible=[seat])
    link = {"token": action_links.link_to(action, officer).split("/")[-2]}
    names = ("action", "change_action", "add_action_link", "remove_action_link")
    return {f"events:{name}": {"pk": action.pk} for name in names} | {
        "events:answer_action": link,
        "events:meeting_actions": {"slug": action.meeting.slug},
    }


def meeting_addresses(secretary):
    """A meeting with an item, a paper, a decision and a letter, and the link of an approver."""
    event = make_meeting()
    item = preparing.add_item(event, {"title": "Budget"}, by=secretary)
    paper = preparing.add_paper(item, title="Budget", link="https://example.org/", by=secretary)
    decision = deciding.decide(item, text="Vi antar budgeten.", by=secretary)
    letter = spreading.spread(event, what="agenda", by=secretary)
    approver = Notes.objects.of(event).approvers.create(person=secretary)
    rows = {"paper": paper, "edit_decision": decision, "meeting_letter": letter}
    names = ("edit_item", "decide", "correct_notes")
    pages = (*("meeting", "agenda_pdf", "notes_pdf"), *("edit_agenda", "take_notes"))
    token = register_links.sign(notes_approving.PURPOSE, approver.pk)
    return (
        {f"events:{name}": {"slug": event.slug} for name in (*pages, "send_out_notes")}
        | {f"events:{name}": {"slug": event.slug, "pk": item.pk} for name in names}
        | {f"events:{name}": {"slug": event.slug, "pk": row.pk} for name, row in rows.items()}
        | {"events:approve_notes_by_link": {"token": token}}
    )


def reader_addresses():
    """Where the letters to a subscriber lead."""
    subscriber = make_subscriber()
    reader = readers.of_subscriber(subscriber)
    yes = reader_links.yes_address(subscriber).split("/")[-2]
    moved = reader_links.new_address(subscriber, "ny@example.org").split("/")[-2]
    word = {"word": reader_links.word_of(reader, is_sure=True)}
    return {
        "newsletter:say_yes": {"word": yes},
        "newsletter:choices": word,
        "newsletter:own_data": word,
        "newsletter:new_address": {"word": moved},
        **{
            f"newsletter:{name}": {"uid": subscriber.uid}
            for name in ("subscriber", "ask_again", "erase_subscriber")
        },
        "newsletter:leave_with_one_click": {
            "signed": one_click.sign(make_letter(subscriber).token)
        },
    }


def newsletter_addresses():
    """An article, an issue that has been sent, with its file, and a picture."""
    picture, article, draft = make_picture(), make_article(), make_issue()
    sent = make_sent_issue()
    file = make_file(sent)
    drafted = ("edit", "preview", "rename", "archive", "restore")
    return {
        **{f"newsletter:{what}_article": {"pk": article.pk, "number": 1} for what in drafted},
        **{
            f"newsletter:{name}": {"pk": draft.pk, "block_pk": draft.blocks.get().pk}
            for name in (
                *("edit_issue", "copy_issue", "issue_letter", "put_back", "discard_issue"),
                *("issue_audience", "issue_audience_sheet", "review_issue", "unschedule_issue"),
            )
        },
        **{
            f"newsletter:{name}": {"pk": sent.pk, "mailing_pk": sent.mailing_id}
            for name in ("issue_sending", "take_back", "api_issue", "api_send", "api_take_back")
        },
        "newsletter:article": {"slug": article.slug},
        **spread_addresses(sent),
        "newsletter:picture": {"pk": picture.pk, "name": picture.name},
        "newsletter:file": {"code": file.code},
        "newsletter:file_content": {"code": file.code, "name": file.name},
    }


def spread_addresses(issue):
    """An issue that has been sent, and the links by which it is passed on."""
    word = {"word": foot.sign(make_letter(make_subscriber(), issue).token)}
    link = passing_on.link_to(issue, member=Member.objects.first(), person=None)
    names = ("issue", "spread_issue", "spread_draft", "count_visit")
    return {f"newsletter:{name}": {"slug": issue.slug} for name in names} | {
        "newsletter:spread_letter": word,
        "newsletter:letter_draft": word,
        "newsletter:shared": {"code": link.code},
    }


def tool_addresses():
    """A published tool with a file, behind each address of a tool, and a link into its draft."""
    tool = make_draft()
    file = filing.add_file(tool, SimpleUploadedFile("mall.pdf", b"%PDF-1.7"), title="Mall")
    tool = publish(tool)
    link = {
        "token": previewing.preview_link(tool, guest="Gäst").split("/")[-2],
        "file_id": file.pk,
    }
    guests = ("guest", "guest_edit", "guest_send", "guest_file")
    framework = {"slug": "ramverk", "code": "1"}
    frameworks = ("framework", "item", "edit_framework", "take_in", "framework_csv")
    tools = ("tool", "edit_tool", "review_tool", "tool_versions")
    return (
        {f"toolbox:{name}": link for name in guests}
        | {f"toolbox:{name}": framework for name in frameworks}
        | {f"toolbox:{name}": {"slug": tool.slug} for name in tools}
        | {"toolbox:file": {"file_id": file.pk, "name": file.name}}
    )


def path_addresses(member, politician, officer):
    """A path that the member walks, its file and its drafted example, and a word."""
    journey, _politician, _officer = make_journey(pair=(politician, officer))
    step = journey.path.steps.get(key="ett")
    file = UploadField().clean(SimpleUploadedFile("mall.pdf", b"%PDF-1.7"))
    kept = walking.add_file(journey, step, file=file, by=officer)
    example = make_example(member, by=officer, state=Example.State.DRAFT)
    word = GlossaryTerm.objects.create(term="mål", explanation="Dit ni vill.")
    path = {"slug": journey.path.slug, "key": "ett", "number": 1}
    names = ("path", "learn_from", "manage_path", "preview_path", "add_step", "edit_step")
    walked = {"pk": journey.pk, "key": "ett"}
    journeys = ("journey", "look_at_journey", "so_far", "work", "look_at_work")
    return (
        {f"toolbox:{name}": path for name in names}
        | {f"toolbox:{name}": walked for name in journeys}
        | {"toolbox:work_file": {"pk": kept.pk}, "toolbox:edit_term": {"pk": word.pk}}
        | {f"toolbox:{name}": {"pk": example.pk} for name in ("example", "edit_example")}
        | {"toolbox:write_example": {"slug": member.slug}}
    )


def interview_addresses(politician, officer):
    """A study with goals, an interview and an approved report, and the links of its letters."""
    study = make_study(officer=officer, goals=("Rent vatten",))
    interview = approving.send(make_interview(study, "Mycket.", approved=False), by=officer)
    guest = inviting.invite(study, email="kollega@example.org", name="Kollega", by=officer)
    rows = {
        "edit_department": interview.department,
        "edit_question": study.questions.first(),
        "interview": interview,
        "edit": interview,
        "paste": interview,
        "versions": interview,
        "delete_texts": interview,
        "code": interview,
        "look_at_coding": interview,
        "code_blind": interview,
        "statement": make_statement(interview),
        "theme": make_theme(study),
        "edit_memo": remembering.keep(study, text="Tänk.", by=officer),
    }
    report = reporting.begin(study, by=officer)
    theme = rows["theme"]
    reporting.save_text(report, "theme", theme, text="Vatten.", base=0, by=officer)
    reporting.approve(report, by=politician)
    tokens = {"read_notes": approving.link(interview), "join": inviting.link(guest)}
    return (
        {"interviews": {"pk": study.pk, "slug": study.member.slug, "quote_id": 1}}
        | {f"interviews:{name}": {"pk": row.pk} for name, row in rows.items()}
        | {f"interviews:{name}": {"token": link.split("/")[-2]} for name, link in tokens.items()}
        | {"events:act_on_report": {"pk": study.pk}}
        | {"interviews:edit_goal": {"pk": study.pk, "goal_id": study.goal_term.goals.get().pk}}
    )


def event_addresses(secretary):
    """A published event with public material, and a speaker's link."""
    event = make_event()
    speaker = event.speakers.create(name="Ada")
    link = inviting_speakers.open_link(speaker, by=secretary)
    file = UploadField().clean(SimpleUploadedFile("bilder.pdf", b"%PDF-1.7"))
    public = {"audience": Material.Audience.PUBLIC, "title": "Bilder"}
    material = material_filing.add(event, file=file, by=secretary, **public)
    token = {"token": link.split("/")[-2]}
    own = {"token": handing_out.link_to(make_signup(event)).split("/")[-2], "pk": material.pk}
    return {
        "events": {"slug": event.slug, "pk": material.pk},
        "events:own_material": own,
        "events:own_material_file": own,
        "events:speaker": token,
        "events:speaker_report": token,
    }


def after_addresses(secretary):
    """An event that has been, with what comes after it, and a calendar to subscribe to."""
    held = make_event(starts_at=timezone.now() - timedelta(days=1))
    signup = make_signup(held, attended=True)
    asked = evaluating.open_evaluation(held, by=secretary).asked.get()
    code = {"code": certifying.issue(signup).shown_code}
    return {
        "events:own_calendar": {"key": feeds.renew(secretary).key},
        "events:evaluation": {"slug": held.slug},
        "events:evaluate": {"token": evaluating.link_to(asked).split("/")[-2]},
        "events:get_certificate": {"token": certifying.link_to(signup).split("/")[-2]},
        "events:check_certificate": code,
        "events:certificate_pdf": code,
    }


def signup_addresses(officer):
    """A sign-up that the officer made for a colleague, and the link in its letter."""
    signup = make_signup(make_event(asks_diet=True), signed_up_by=officer)
    token = {"token": signup_links.token_of(signup)}
    names = ("own_signup", "accept_offer", "decline_signup", "cancel_signup", "swap_signup")
    return {f"events:{name}": token for name in (*names, "edit_answers")} | {
        f"events:{name}": {"pk": signup.pk} for name in ("swap_colleague", "cancel_colleague")
    }


def handover_links():
    """A link to the form of handing over, and one to what came of it."""
    holding = make_holding()
    door = handing_over.door(holding, by=holding.person)
    handover = hand_over(holding)
    given = {"token": handing_over.address(handover).split("/")[-2]}
    return {
        "members:hand_over_by_link": {"token": door.split("/")[-2]},
        "members:handover": given,
        "members:undo_handover": given,
    }


def visit(client, address):
    """How a visit ends, with being sent to log in told apart from being sent elsewhere."""
    response = client.get(address)
    response.getvalue()  # a file is closed when it has been read
    if response.status_code == ELSEWHERE and response.url.startswith("/konto/login/?"):
        return LOGIN
    return response.status_code


def test_every_address_lets_in_just_whom_it_should(world):
    clients, values = world
    table = {}

    for name, arguments in addresses(get_resolver()):
        if TABLE.get(name, ()) is None:
            table[name] = None
            continue
        known = values.get(name.partition(":")[0], {}) | values.get(name, {})
        given = {argument: known.get(argument, "1") for argument in arguments}
        address = reverse(name, kwargs=given)
        table[name] = tuple(visit(clients[role], address) for role in ROLES)

    assert table == TABLE


def test_every_page_of_the_admin_asks_for_log_in_and_the_secretariat(world):
    clients, _values = world

    assert [visit(clients[role], "/admin/") for role in ROLES] == [*(ELSEWHERE,) * 6, IN]
