"""Every address × every role × own and foreign things → the code. An address without a row fails."""

import re

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import watching

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous",
    "stranger",
    "auditor",
    "expert",
    "other_expert",
    "board",
    "social",
    "presidium",
    "administrator",
)

# Without signing in → 302 to the sign-in page. Not visible, or a page that the role lacks → 404. Visible but the deed
# refused → 403. The expert is assigned to both audits, the other one to none. The answer on board_request is in, that
# on social_request is a draft. Columns: as ROLES.
TABLE = """
GET reports:todo -                              302 200 200 200 200 200 200 200 200
GET reports:audits -                            302 404 200 200 200 200 200 200 404
GET reports:audit audit                         302 404 200 200 404 200 200 200 404
GET reports:audit draft                         302 404 200 200 404 404 404 404 404
GET reports:history audit                       302 404 200 200 404 404 404 404 404
GET reports:history draft                       302 404 200 200 404 404 404 404 404
GET reports:overview -                          302 404 200 200 200 200 200 200 404
GET reports:register -                          302 404 200 200 200 200 200 200 404
GET reports:register_csv -                      302 404 200 200 200 200 200 200 404
GET reports:register_excel -                    302 404 200 200 200 200 200 200 404
POST reports:register_table -                   302 404 400 400 400 400 400 400 404
GET reports:register_round -                    302 404 200 200 200 404 404 404 404
GET reports:register_audit -                    302 404 200 200 200 404 404 404 404
GET reports:register_office -                   302 404 200 404 404 404 404 404 404
POST reports:view_save -                        302 404 302 302 302 302 302 302 404
POST reports:view_remove saved_view             302 404 302 404 404 404 404 404 404
GET reports:body board                          302 404 200 200 404 200 404 200 404
GET reports:body social                         302 404 200 200 404 404 200 200 404
GET reports:hand_over_list board                302 404 200 403 404 200 404 403 404
GET reports:hand_over_list social               302 404 200 403 404 404 200 403 404
POST reports:hand_over_pdf board                302 404 302 403 404 302 404 403 404
GET reports:unit addressee                      302 404 200 200 404 200 404 200 404
GET reports:unit draft_addressee                302 404 404 404 404 404 404 404 404
GET reports:unit entered_addressee              302 404 200 404 404 200 404 200 404
GET reports:reports -                           302 404 200 200 200 200 200 200 404
POST reports:register_pdf -                     302 404 302 302 302 302 302 302 404
GET reports:compilation_new -                   302 404 200 200 200 403 403 403 404
POST reports:compilation_new -                  302 404 200 200 200 403 403 403 404
GET reports:compilation compiled                302 404 200 404 404 404 404 404 404
GET reports:compilation released_compiled       302 404 200 404 404 200 404 200 404
GET reports:compilation listed                  302 404 200 404 404 404 404 404 404
GET reports:compilation_file compiled           302 404 200 404 404 404 404 404 404
GET reports:compilation_file released_compiled  302 404 200 404 404 200 404 200 404
GET reports:compilation_file listed             302 404 200 404 404 404 404 404 404
POST reports:compilation_cancel compiled        302 404 403 404 404 404 404 404 404
GET reports:compilation_release compiled        302 404 200 404 404 404 404 404 404
POST reports:compilation_release released_compiled 302 404 403 404 404 403 404 403 404
POST reports:compilation_release listed         302 404 403 404 404 404 404 404 404
GET reports:compilation accounted               302 404 200 404 404 404 404 404 404
GET reports:compilation_file accounted          302 404 200 404 404 404 404 404 404
POST reports:compilation_release accounted      302 404 403 404 404 404 404 404 404
GET reports:year_review -                       302 404 200 403 403 403 403 403 404
POST reports:year_review -                      302 404 200 403 403 403 403 403 404
GET reports:pack_new -                          302 404 200 403 403 403 403 403 404
POST reports:pack_new -                         302 404 200 403 403 403 403 403 404
GET reports:compilation packed                  302 404 200 404 404 404 404 200 404
GET reports:compilation_file packed             302 404 200 404 404 404 404 200 404
GET reports:accountability -                    302 404 200 403 403 403 403 403 404
POST reports:accountability -                   302 404 302 403 403 403 403 403 404
GET reports:report_new audit                    302 404 200 200 404 404 404 404 404
GET reports:report_new draft                    302 404 403 403 404 404 404 404 404
GET reports:report unreleased                   302 404 200 200 404 404 404 404 404
GET reports:report released                     302 404 200 200 404 200 200 200 404
GET reports:report_file unreleased              302 404 200 200 404 404 404 404 404
GET reports:report_file released                302 404 200 200 404 200 200 200 404
GET reports:report_release unreleased           302 404 200 403 404 404 404 404 404
POST reports:report_release released            302 404 403 403 404 403 403 403 404
GET reports:draft_paper social_request          302 404 404 404 404 404 200 404 404
GET reports:draft_paper board_request           302 404 404 404 404 403 404 404 404
POST reports:receipt_paper board_request        302 404 404 404 404 302 404 404 404
POST reports:receipt_paper social_request       302 404 404 404 404 404 404 404 404
GET reports:answer_paper draft_paper            302 404 404 404 404 404 200 404 404
GET reports:answer_paper copy_paper             302 404 404 404 404 200 404 404 404
GET reports:answer_paper_file draft_paper       302 404 404 404 404 404 200 404 404
GET reports:answer_paper_file copy_paper        302 404 404 404 404 200 404 404 404
GET reports:meetings -                          302 404 200 200 200 404 404 404 404
GET reports:meeting_new -                       302 404 200 200 200 404 404 404 404
GET reports:meeting sitting                     302 404 200 200 200 404 404 404 404
POST reports:meeting sitting                    302 404 200 403 403 404 404 404 404
GET reports:meeting_edit sitting                302 404 200 200 200 404 404 404 404
GET reports:meeting_end sitting                 302 404 200 200 200 404 404 404 404
GET reports:meeting_notice sitting              302 404 200 200 200 404 404 404 404
GET reports:agenda_add sitting                  302 404 200 200 200 404 404 404 404
GET reports:agenda_item matter                  302 404 200 200 404 404 404 404 404
GET reports:agenda_item secret_matter           302 404 200 404 404 404 404 404 404
POST reports:sitting_paper_new sitting          302 404 302 403 403 404 404 404 404
GET reports:sitting_paper sitting_paper         302 404 200 404 404 404 404 404 404
GET reports:sitting_paper_file sitting_paper    302 404 200 404 404 404 404 404 404
POST reports:overview_paper_new -               302 404 302 302 302 302 302 302 404
GET reports:overview_paper extract              302 404 200 404 404 404 404 404 404
GET reports:overview_paper_file extract         302 404 200 404 404 404 404 404 404
GET audit:new -                                 302 404 200 200 200 404 404 404 404
GET audit:edit draft                            302 404 200 200 404 404 404 404 404
GET audit:edit audit                            302 404 403 403 404 403 403 403 404
GET audit:experts draft                         302 404 200 403 404 404 404 404 404
GET audit:experts audit                         302 404 200 403 404 403 403 403 404
GET audit:members draft                         302 404 200 200 404 404 404 404 404
GET audit:members audit                         302 404 403 403 404 403 403 403 404
GET audit:contacts draft                        302 404 200 200 404 404 404 404 404
GET audit:contacts audit                        302 404 200 200 404 403 403 403 404
GET audit:parties draft                         302 404 200 200 404 404 404 404 404
GET audit:parties audit                         302 404 403 403 404 403 403 403 404
GET audit:step draft                            302 404 200 200 404 404 404 404 404
GET audit:step audit                            302 404 403 403 404 403 403 403 404
GET audit:fact_checks draft                     302 404 200 200 404 404 404 404 404
GET audit:fact_checks audit                     302 404 200 200 404 404 404 404 404
GET audit:fact_check_new draft                  302 404 200 200 404 404 404 404 404
GET audit:fact_check_new audit                  302 404 403 403 404 404 404 404 404
GET audit:fact_check fact_check                 302 404 404 404 404 200 404 404 404
POST audit:fact_check_close fact_check          302 404 302 302 404 404 404 404 404
GET audit:comment_answer fact_comment           302 404 200 200 404 404 404 404 404
GET audit:notes draft                           302 404 200 200 404 404 404 404 404
GET audit:fact_checks checked                   302 404 200 200 404 404 404 404 404
GET audit:notes checked                         302 404 200 200 404 404 404 404 404
GET reports:audit checked                       302 404 200 200 404 404 404 404 404
GET audit:notes audit                           302 404 200 200 404 404 404 404 404
GET audit:note_new draft                        302 404 200 200 404 404 404 404 404
GET audit:note note                             302 404 200 403 404 404 404 404 404
GET audit:evidence_new draft                    302 404 200 200 404 404 404 404 404
GET audit:evidence_file evidence                302 404 200 200 404 404 404 404 404
GET responses:purge audit                       302 404 200 200 404 404 404 404 404
GET responses:purge draft                       302 404 403 403 404 404 404 404 404
GET audit:material draft                        302 404 200 200 404 404 404 404 404
GET audit:material audit                        302 404 403 403 404 403 403 403 404
GET audit:sample_new draft                      302 404 200 200 404 404 404 404 404
GET audit:sample sample                         302 404 200 200 404 404 404 404 404
GET audit:sample_remove sample                  302 404 200 200 404 404 404 404 404
GET audit:assess_body draft_question_body       302 404 403 200 404 404 404 404 404
GET audit:delivery draft                        302 404 200 200 404 404 404 404 404
GET audit:stances draft                         302 404 200 403 404 404 404 404 404
GET audit:stances audit                         302 404 403 403 404 403 403 403 404
GET audit:dissent_new draft                     302 404 200 403 404 404 404 404 404
GET audit:dissent dissent                       302 404 200 403 404 404 404 404 404
GET audit:scales -                              302 404 200 200 200 404 404 404 404
GET reports:missive audit                       302 404 200 200 404 404 404 404 404
GET reports:missive draft                       302 404 200 200 404 404 404 404 404
GET responses:correction audit                  302 404 200 403 404 404 404 404 404
GET responses:correction draft                  302 404 403 403 404 404 404 404 404
GET responses:propose_correction audit          302 404 200 200 404 404 404 404 404
GET responses:propose_correction draft          302 404 403 403 404 404 404 404 404
GET responses:proposed_correction proposed_correction 302 404 200 200 404 404 404 404 404
POST responses:proposed_correction proposed_correction 302 404 200 403 404 404 404 404 404
GET responses:receive board_delivery            302 404 200 200 404 200 404 404 404
GET audit:document sent_file                    302 404 200 200 404 200 200 200 404
GET audit:questions_paste draft                 302 404 200 200 404 404 404 404 404
GET audit:questions_paste audit                 302 404 403 403 404 403 403 403 404
POST audit:question_move draft_question         302 404 302 302 404 404 404 404 404
POST audit:question_move question               302 404 403 403 404 403 403 403 404
GET recommendations:paste draft                 302 404 200 200 404 404 404 404 404
GET recommendations:paste audit                 302 404 403 403 404 403 403 403 404
POST recommendations:move draft_addressee       302 404 302 302 404 404 404 404 404
GET audit:years -                               302 404 200 200 200 404 404 404 404
GET audit:year year                             302 404 200 403 403 404 404 404 404
GET audit:wish draft_asked                      302 404 200 200 404 404 404 404 404
GET audit:wish board_party                      302 404 403 403 404 404 404 404 404
GET audit:reference board_party                 302 404 200 200 404 200 404 403 404
GET audit:reference draft_party                 302 404 200 200 404 404 404 404 404
GET audit:question_new draft                    302 404 200 200 404 404 404 404 404
GET audit:question_new audit                    302 404 403 403 404 403 403 403 404
GET audit:question draft_question               302 404 200 200 404 404 404 404 404
GET audit:question question                     302 404 403 403 404 403 403 403 404
GET audit:question_remove draft_question        302 404 200 200 404 404 404 404 404
POST audit:question_remove question             302 404 403 403 404 403 403 403 404
GET audit:assess draft_question                 302 404 403 200 404 404 404 404 404
GET audit:assess question                       302 404 403 403 404 403 403 403 404
GET audit:document audit_file                   302 404 200 200 404 404 404 404 404
GET audit:document draft_file                   302 404 200 200 404 404 404 404 404
GET recommendations:new draft                   302 404 200 200 404 404 404 404 404
GET recommendations:new audit                   302 404 403 403 404 403 403 403 404
GET responses:repeats draft_recommendation 302 404 200 200 404 404 404 404 404
GET responses:repeats recommendation      302 404 200 403 404 404 404 404 404
GET recommendations:edit draft_recommendation   302 404 200 200 404 404 404 404 404
GET recommendations:edit recommendation         302 404 403 403 404 403 404 403 404
GET recommendations:remove draft_recommendation 302 404 200 200 404 404 404 404 404
POST recommendations:remove recommendation      302 404 403 403 404 403 404 403 404
GET responses:decide_audit draft                302 404 200 403 404 404 404 404 404
GET responses:decide_audit audit                302 404 403 403 404 404 404 404 404
GET responses:hand_over draft                   302 404 200 403 404 404 404 404 404
GET responses:enter draft                       302 404 200 403 404 404 404 404 404
GET responses:enter audit                       302 404 403 403 404 404 404 404 404
GET responses:enter_many -                      302 404 200 404 404 404 404 404 404
GET responses:hand_over audit                   302 404 403 403 404 404 404 404 404
GET responses:handed_over audit                 302 404 200 200 404 404 404 404 404
GET responses:handed_over draft                 302 404 404 404 404 404 404 404 404
GET responses:requests -                        302 404 200 200 200 200 200 200 404
GET responses:arrived -                         302 404 200 200 200 404 404 404 404
GET responses:request board_request             302 404 200 200 404 200 404 200 404
GET responses:request social_request            302 404 200 200 404 404 200 200 404
POST responses:request board_request            302 404 403 403 404 403 404 403 404
POST responses:request social_request           302 404 403 403 404 404 302 403 404
GET responses:review social_request             302 404 404 404 404 404 200 404 404
GET responses:withdraw board_request            302 404 404 404 404 403 404 404 404
GET responses:withdraw social_request           302 404 404 404 404 404 404 404 404
POST responses:withdraw board_request           302 404 404 404 404 403 404 404 404
GET responses:new_version board_request         302 404 404 404 404 200 404 404 404
POST responses:new_version board_request        302 404 404 404 404 302 404 404 404
POST responses:new_version social_request       302 404 404 404 404 404 404 404 404
GET responses:objection board_request           302 404 200 200 404 200 404 404 404
GET responses:objection social_request          302 404 404 404 404 404 404 404 404
POST responses:objection board_request          302 404 200 403 404 403 404 404 404
GET responses:link_new -                        200 200 200 200 200 200 200 200 200
GET responses:link_request -                    404 404 404 404 404 404 404 404 404
POST responses:link_request -                   404 404 404 404 404 404 404 404 404
GET responses:link_receipt -                    404 404 404 404 404 404 404 404 404
GET responses:link_document audit               404 404 404 404 404 404 404 404 404
GET responses:only_files social_request         302 404 404 404 404 404 200 404 404
GET responses:only_files board_request          302 404 404 404 404 302 404 404 404
POST responses:only_files social_request        302 404 404 404 404 404 302 404 404
POST responses:only_files board_request         302 404 404 404 404 403 404 404 404
GET responses:extension social_request          302 404 302 302 404 404 302 403 404
GET responses:extension board_request           302 404 403 403 404 403 404 403 404
GET responses:extension_settle extension        302 404 200 200 404 404 200 200 404
POST responses:extension_settle extension       302 404 200 403 404 404 403 403 404
POST responses:extension_take_back extension    302 404 403 403 404 404 302 403 404
GET responses:exchange social_request           302 404 200 200 404 404 200 404 404
GET responses:exchange board_request            302 404 200 200 404 200 404 404 404
POST responses:exchange social_request          302 404 200 200 404 404 200 404 404
GET responses:contact_note social_request       302 404 200 200 404 404 404 404 404
POST responses:contact_note board_request       302 404 200 200 404 404 404 404 404
GET responses:register social_request           302 404 200 200 404 404 404 404 404
GET responses:register board_request            302 404 403 403 404 404 404 404 404
POST responses:register social_request          302 404 200 200 404 404 404 404 404
GET responses:due_date social_request           302 404 200 403 404 404 403 403 404
GET responses:due_dates audit                   302 404 200 403 404 404 404 404 404
GET responses:mails board_request               302 404 200 200 404 404 404 404 404
POST responses:mails social_request             302 404 302 302 404 404 404 404 404
GET responses:ladder -                          302 404 200 404 404 404 404 404 200
GET responses:ladder_new -                      302 404 403 404 404 404 404 404 302
GET responses:ladder_settle proposed_ladder     302 404 200 404 404 404 404 404 200
POST responses:ladder_settle proposed_ladder    302 404 200 404 404 404 404 404 403
GET responses:request_ladder social_request     302 404 200 403 404 404 403 403 404
POST responses:request_ladder board_request     302 404 403 403 404 403 404 403 404
GET responses:summons board_request             302 404 200 403 404 403 404 403 404
GET responses:own_reminder social_request       302 404 200 403 404 404 403 403 404
POST responses:own_reminder board_request       302 404 403 403 404 403 404 403 404
GET responses:letter letter                     302 404 200 200 404 404 200 404 404
GET responses:letter prepared_letter            302 404 200 200 404 404 404 404 404
POST responses:letter prepared_letter           302 404 200 403 404 404 404 404 404
GET responses:dispatches -                      302 404 200 200 200 200 200 404 404
GET responses:calendar_feed -                   302 200 200 200 200 200 200 200 200
POST responses:calendar_feed -                  302 200 200 200 200 200 200 200 200
GET responses:calendar calendar                 200 200 200 200 200 200 200 200 200
GET responses:receipt board_request             302 404 404 404 404 200 404 404 404
GET responses:receipt social_request            302 404 404 404 404 404 302 404 404
GET responses:receipt_copy board_request        302 404 404 404 404 200 404 404 404
GET responses:receipt_copy social_request       302 404 404 404 404 404 404 404 404
GET responses:answer_form social_request        302 404 403 403 404 404 200 403 404
GET responses:answer_form board_request         302 404 403 403 404 403 404 403 404
GET responses:read_form social_request          302 404 403 403 404 404 200 403 404
POST responses:read_form social_request         302 404 403 403 404 404 200 403 404
POST responses:read_form board_request          302 404 403 403 404 403 404 403 404
GET responses:assign social_request             302 404 404 404 404 404 200 404 404
GET responses:assign board_request              302 404 404 404 404 403 404 404 404
POST responses:assign social_request            302 404 404 404 404 404 200 404 404
POST responses:assign_end assignment            302 404 404 404 404 404 302 404 404
POST responses:attach social_request            302 404 403 403 404 404 200 403 404
POST responses:attach board_request             302 404 403 403 404 403 404 403 404
GET responses:document board_file               302 404 200 200 404 200 404 200 404
GET responses:document secret_file              302 404 200 200 404 200 404 404 404
GET responses:document masked_file              302 404 200 200 404 200 404 200 404
GET responses:document released_file            302 404 200 200 404 200 404 200 404
GET responses:secrecy board_request             302 404 200 200 404 404 404 404 404
GET responses:secrecy social_request            302 404 200 200 404 404 404 404 404
GET responses:secrecy_item marked_item          302 404 200 200 404 404 404 404 404
POST responses:secrecy_item marked_item         302 404 200 200 404 404 404 404 404
GET responses:secrecy_file secret_file          302 404 200 200 404 404 404 404 404
GET responses:secrecy_file board_file           302 404 404 404 404 404 404 404 404
POST responses:secrecy_file masked_file         302 404 200 200 404 404 404 404 404
GET responses:document social_file              302 404 404 404 404 404 200 404 404
POST responses:document_remove board_file       302 404 403 403 404 403 404 403 404
POST responses:document_remove social_file      302 404 403 403 404 404 302 403 404
GET responses:position board_request            302 404 200 403 404 404 404 404 404
GET responses:position social_request           302 404 404 404 404 404 404 404 404
GET responses:reconsider decided_position       302 404 200 403 404 404 404 404 404
GET responses:board -                           302 404 200 404 404 404 404 404 404
GET responses:verdict_file verdict_file         302 404 200 200 404 404 404 404 404
GET responses:follow_up -                       302 404 200 200 200 404 404 404 404
GET responses:follow_up_new -                   302 404 200 200 200 404 404 404 404
GET responses:round_decision social_request     302 404 404 404 404 404 302 404 404
GET responses:round_decision board_request      302 404 404 404 404 302 404 404 404
GET responses:follow_up_audit_new -             302 404 200 200 200 404 404 404 404
GET responses:followed_up following             302 404 200 200 404 404 404 404 404
POST responses:followed_up following            302 404 403 403 404 404 404 404 404
GET responses:followed_unit followed            302 404 200 200 404 404 404 404 404
GET responses:follow_up_round round             302 404 200 200 404 404 404 404 404
GET responses:progress board_addressee          302 404 200 200 404 200 404 404 404
POST responses:progress board_addressee         302 404 403 403 404 200 404 404 404
GET responses:progress social_addressee         302 404 200 200 404 404 200 404 404
GET responses:progress draft_addressee          302 404 404 404 404 404 404 404 404
GET responses:measure_new board_addressee       302 404 403 403 404 200 404 404 404
GET responses:measure board_measure             302 404 403 403 404 200 404 404 404
GET responses:progress_file told_file           302 404 200 200 404 200 404 404 404
GET responses:progress_file draft_told_file     302 404 404 404 404 404 200 404 404
GET responses:judge addressee                   302 404 200 403 404 404 404 404 404
GET responses:judge draft_addressee             302 404 403 403 404 404 404 404 404
GET responses:decide -                          302 404 200 404 404 404 404 404 404
GET importer:read_in -                          302 404 200 200 200 404 404 404 404
GET importer:check reading                      302 404 200 200 404 404 404 404 404
GET importer:reading waiting                    302 404 200 200 404 404 404 404 404
GET importer:reading reading                    302 404 302 302 404 404 404 404 404
POST importer:reading waiting                   302 404 200 200 404 404 404 404 404
GET importer:check waiting                      302 404 302 302 404 404 404 404 404
GET importer:discard reading                    302 404 200 200 404 404 404 404 404
GET importer:register -                         302 404 200 404 404 404 404 404 404
GET importer:roster -                           302 404 404 404 404 404 404 404 200
GET importer:roster_file -                      302 404 404 404 404 404 404 404 200
POST importer:roster_check -                    302 404 404 404 404 404 404 404 400
GET importer:register_template -                302 404 200 404 404 404 404 404 404
GET importer:register_check load                302 404 200 404 404 404 404 404 404
POST importer:register_check load               302 404 200 404 404 404 404 404 404
GET importer:register_discard load              302 404 200 404 404 404 404 404 404
GET reports:audit entered                       302 404 200 404 404 200 404 200 404
GET reports:history entered                     302 404 200 404 404 404 404 404 404
GET reports:missive entered                     302 404 403 404 404 404 404 404 404
GET reports:report_new entered                  302 404 200 404 404 404 404 404 404
GET responses:handed_over entered               302 404 404 404 404 404 404 404 404
GET responses:judge entered_addressee           302 404 200 404 404 404 404 404 404
GET accounts:people -                           302 404 404 404 404 404 404 404 200
GET accounts:person_new -                       302 404 404 404 404 404 404 404 200
GET accounts:person person                      302 404 404 404 404 404 404 404 200
GET accounts:sign_in_reset person               302 404 404 404 404 404 404 404 200
POST accounts:discard_text -                    302 302 302 302 302 302 302 302 302
POST accounts:invite_again person               302 404 404 404 404 404 404 404 302
GET accounts:membership_new person              302 404 404 404 404 404 404 404 200
GET accounts:membership_end membership          302 404 404 404 404 404 404 404 200
GET accounts:bodies -                           302 404 404 404 404 404 404 404 200
GET accounts:body_new -                         302 404 404 404 404 404 404 404 200
GET accounts:body board                         302 404 404 404 404 404 404 404 200
GET accounts:meetings board                     302 404 404 404 404 200 404 404 200
GET accounts:meetings social                    302 404 404 404 404 404 200 404 200
GET responses:draft_purge board_request         302 404 404 404 404 200 404 404 404
GET responses:draft_purge social_request        302 404 404 404 404 404 403 404 404
GET responses:drafting board                    302 404 404 404 404 200 404 404 404
POST responses:drafting social                  302 404 404 404 404 404 302 404 404
GET accounts:meetings_read board                302 404 404 404 404 200 404 404 200
GET accounts:body_end board                     302 404 404 404 404 404 404 404 200
POST accounts:body_reopen board                 302 404 404 404 404 404 404 404 302
GET accounts:log -                              302 404 404 404 404 404 404 404 200
GET accounts:sign_ins -                         302 404 404 404 404 404 404 404 200
GET accounts:settings -                         302 404 404 404 404 404 404 404 200
GET accounts:emblem -                           404 404 404 404 404 404 404 404 404
POST accounts:mail_trial -                      302 404 404 404 404 404 404 404 302
GET accounts:mail_log -                         302 404 404 404 404 404 404 404 200
POST accounts:mail_again failed_mail            302 404 404 404 404 404 404 404 302
POST accounts:mail_again_all -                  302 404 404 404 404 404 404 404 302
POST accounts:outbox_release -                  302 404 404 404 404 404 404 404 302
GET operations:status -                         302 404 404 404 404 404 404 404 200
GET operations:metrics -                        200 200 200 200 200 200 200 200 200
GET demo:components -                           302 200 200 200 200 200 200 200 200
GET demo:post -                                 302 200 200 200 200 200 200 200 200
GET demo:letter letter                          302 404 200 404 404 404 404 404 404
GET health -                                    200 200 200 200 200 200 200 200 200
GET accessibility -                             200 200 200 200 200 200 200 200 200
GET privacy -                                   200 200 200 200 200 200 200 200 200
GET help -                                      200 200 200 200 200 200 200 200 200
GET account_login -                             200 302 302 302 302 302 302 302 302
GET account_logout -                            302 200 200 200 200 200 200 200 200
GET account_reset_password -                    200 200 200 200 200 200 200 200 200
GET account_reset_password_done -               200 200 200 200 200 200 200 200 200
GET account_reset_password_from_key_done -      200 200 200 200 200 200 200 200 200
GET account_reauthenticate -                    302 200 200 200 200 200 200 200 200
GET mfa_reauthenticate -                        302 302 302 302 302 302 302 302 302
GET mfa_reauthenticate_webauthn -               302 302 302 302 302 302 302 302 302
GET mfa_authenticate -                          302 302 302 302 302 302 302 302 302
GET mfa_login_webauthn -                        302 302 302 302 302 302 302 302 302
GET mfa_index -                                 302 200 200 200 200 200 200 200 200
GET mfa_activate_totp -                         302 302 302 302 302 302 302 302 302
GET mfa_deactivate_totp -                       302 404 404 404 404 404 404 404 404
GET mfa_add_webauthn -                          302 302 302 302 302 302 302 302 302
GET mfa_edit_webauthn passkey                   302 302 302 302 302 302 302 302 302
GET mfa_remove_webauthn passkey                 302 302 302 302 302 302 302 302 302
GET mfa_view_recovery_codes -                   302 404 404 404 404 404 404 404 404
GET mfa_generate_recovery_codes -               302 302 302 302 302 302 302 302 302
GET mfa_download_recovery_codes -               302 404 404 404 404 404 404 404 404
GET openid_connect_login -                      404 404 404 404 404 404 404 404 404
GET openid_connect_callback -                   404 404 404 404 404 404 404 404 404
GET socialaccount_login_cancelled -             200 200 200 200 200 200 200 200 200
"""
# Opened by a key in a mail, not by a role; see tests/accounts.
BY_KEY = {"account_reset_password_from_key", "responses:link"}

ROWS = [line.split() for line in TABLE.strip().splitlines()]


def url_names(resolver: URLResolver, namespace: str = "") -> list[str]:
    """Every name there is, found by walking."""
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            found.append(namespace + entry.name)
        else:
            found += url_names(
                entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            )
    return found


def test_every_address_has_a_row():
    assert set(url_names(get_resolver())) == {row[1] for row in ROWS} | BY_KEY


@pytest.mark.parametrize("role", ROLES)
def test_each_row(role, world):
    """Its code; what is hidden looks like what does not exist; every word that the role may see, and no other."""
    watcher = watching.Watcher(world.people.get(role), role)
    column = 3 + ROLES.index(role)
    nowhere: dict[str, str] = {}
    wrong, told = {}, []

    for row in ROWS:
        method, name, thing = row[:3]
        arguments = world.arguments(thing)
        response = watcher.ask(method, reverse(name, args=arguments))
        if response.status_code != int(row[column]):
            wrong[" ".join(row[:3])] = (response.status_code, row[column])
        if response.status_code == 404 and arguments:
            if name not in nowhere:
                missing = reverse(name, args=[999_999 for _ in arguments])
                nowhere[name] = plain(watcher.ask(method, missing))
            if plain(response) != nowhere[name]:
                told.append(" ".join(row[:3]))

    assert (wrong, told) == ({}, [])
    assert (watcher.leaks(), watcher.missed()) == ({}, set())


def plain(response: HttpResponse) -> str:
    """The page without the token that differs each time."""
    return re.sub(r"[0-9A-Za-z]{64}", "", response.content.decode())


def test_impossible_numbers_are_not_found(world):
    watcher = watching.Watcher(world.people["auditor"], "auditor")
    last = {"fragor": "bedomning/", "adressater": "bedomning/"}

    codes = {
        address: watcher.ask("GET", address).status_code
        for number in ("0", "9223372036854775807", "99999999999999999999999")
        for path in ("granskningar", "svar", "rapporter", "las-in", "fragor", "adressater")
        for address in [f"/{path}/{number}/{last.get(path, '')}"]
    }

    assert codes == dict.fromkeys(codes, 404)
