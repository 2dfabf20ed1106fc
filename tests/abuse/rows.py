"""The ways such a platform is attacked or broken that this foundation answers for, and the tests that stand against each.

A guard checks that each test is there. What a row leaves to a later issue is said beside it.
"""

from __future__ import annotations

ROWS: dict[str, tuple[str, ...]] = {
    "Q01 answer keys before their time": ("test_no_canary_is_seen_before_its_time", "test_options_look_alike"),
    "Q02 answers through another's attempt": ("test_the_neighbour_gets_the_answer_of_a_missing_thing",),
    "Q03 double submit": ("test_of_many_at_the_same_instant_one_wins",),
    "Q07 a client says its score": ("test_what_a_client_says_of_its_score_is_not_heard",),
    "Q08 answers after submit": (
        "test_after_handing_in_nothing_is_taken",
        "test_an_answer_after_the_hand_in_changes_nothing",
    ),
    "Q10 autosave to another's attempt": ("test_nora_cannot_save_into_the_attempt_of_tess",),
    "T01 a neighbour's id anywhere": (
        "test_the_neighbour_gets_the_answer_of_a_missing_thing",
        "test_colleagues_without_the_right_to_see_it_get_the_answer_of_a_missing_thing",
    ),
    "T02 organization taken from the client": ("test_t02_a_form_drawn_for_another_organization_does_nothing",),
    "T04 mass assignment": ("test_t04_unasked_fields_are_ignored",),
    "T05 giving a right one does not have": ("test_t05_other_roles_give_nothing",),
    "T06 rights after leaving": ("test_t06_an_administrator_who_is_none_any_more_is_out_on_the_next_request",),
    "C05 guessing certificates": ("test_c05_all_unknown_texts_get_the_same_bytes_after_the_same_work",),
    "C06 what the check page tells": ("test_c06_only_what_the_holder_allows",),
    "C07 check pages indexed": ("test_c07_nobody_lists_it_and_no_address_travels_on",),
    "C08 double issue": ("test_c08_many_who_issue_at_once_make_one_edition",),
    "C09 issue without passing": ("test_c09_what_is_missing_again_is_not_issued",),
    "C13 code in a PDF": ("test_a_name_that_looks_like_code_is_printed_as_it_is",),
    "X01 hostile Markdown": ("test_it_is_refused_and_would_be_inert_all_the_same",),
    "X02 hostile names": ("test_x02_x05_a_canary_in_every_column_is_inert_on_every_page",),
    "X03 drawings served inline": ("test_a_picture_is_kept_by_browsers_for_ever_and_only_ever_a_picture",),
    "X05 template code": ("test_x02_x05_a_canary_in_every_column_is_inert_on_every_page",),
    "X06 SQL in what is typed": ("test_x06_what_is_posted_is_only_values",),
    "X07 commands in names": ("test_a_logo_cannot_bring_files_in",),  # no command is ever run with a name in it
    "X08 formulas in spreadsheets": ("test_x08_no_cell_of_the_list_is_a_formula",),
    "X10 log injection": ("test_an_event_is_one_line_whatever_is_in_it",),
    "X11 open redirects": ("test_x11_signing_in_leads_to_pages_of_ours_only",),
    "X12 Host header": (
        "test_x12_links_in_mail_and_redirects_use_the_configured_address",
        "test_x12_a_host_that_is_none_gets_a_page_of_ours_with_all_its_headers",
    ),
    "X13 caches": ("test_x13_no_cache_keeps_a_page_and_no_header_changes_it",),
    "X14 frames": ("test_x14_no_answer_may_stand_in_a_frame",),
    "A01 session fixation": ("test_a01_signing_in_gives_a_new_cookie_and_the_one_before_opens_nothing",),
    "A02 old cookies": ("test_a02_an_old_cookie_opens_nothing_after",),
    "A03 forged requests": ("test_a_form_without_its_token_changes_nothing",),
    "A04 a look that writes": ("test_a_look_writes_nothing_but_that_somebody_looked",),
    "A05 who has an account": ("test_a05_a_wrong_sign_in_says_and_costs_the_same_for_everybody",),
    "A06 guessing passwords": ("test_a06_a_thousand_machines_get_few_tries_and_tess_gets_in_on_her_own_device",),
    "A07 one-time links": ("test_a07_a_link_is_spent_by", "test_a07_two_clicks_at_once_set_one_password"),
    "A08 twin addresses": (
        "test_a08_a_twin_of_an_address_is_the_same_address",
        "test_what_a_header_would_read_as_another_address_is_refused",
    ),
    "A13 a megabyte of password": ("test_a13_a_megabyte_of_password_is_refused_before_any_hash",),
    "P01 telling mail": ("test_outside_nothing_tells_what_it_is_about",),
    "P02 shared devices": ("test_p02_after_signing_out_the_back_button_shows_nothing_of_tess",),
    "P09 third parties": ("test_every_page_keeps_the_rules_of_all_pages",),
    "R01 killed in the middle": ("test_a_killed_worker_leaves_no_trace_and_the_job_runs_again",),  # long: make torture
    "R05 a locked database": ("test_of_many_at_the_same_instant_one_wins",),
    "R11 backup under writes": ("test_a_backup_under_writes_is_consistent",),
    "R15 huge and slow requests": ("test_half_sent_bodies_do_not_keep_others_from_writing",),
}
