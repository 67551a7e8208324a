//! What a reader's browser makes of every kind of page, in each language: the checks of `tests/browser`, each a sentence here.

use yearbook_tests::browser::nothing_found;

#[test]
fn every_link_leads_somewhere_and_every_place_on_a_page_is_there() {
    nothing_found("links");
}

#[test]
fn every_page_has_a_title_of_its_own_one_first_heading_and_its_language() {
    nothing_found("titles");
}

#[test]
fn pages_in_other_languages_tell_of_each_other() {
    nothing_found("languages");
}

#[test]
fn axe_finds_nothing_on_any_kind_of_page() {
    nothing_found("axe");
}

#[test]
fn the_nu_checker_finds_no_error_in_any_kind_of_page() {
    nothing_found("nu");
}

#[test]
fn everything_can_be_reached_and_seen_by_keyboard() {
    nothing_found("keyboard");
}

#[test]
fn nothing_scrolls_sideways_on_a_narrow_screen_or_when_enlarged() {
    nothing_found("reflow");
}

#[test]
fn wider_spacing_of_text_cuts_nothing_off() {
    nothing_found("spacing");
}

#[test]
fn without_javascript_every_page_is_whole() {
    nothing_found("unscripted");
}

#[test]
fn no_page_asks_another_server_breaks_its_policy_or_complains() {
    nothing_found("quiet");
}

#[test]
fn a_printed_page_is_a_document() {
    nothing_found("print");
}

#[test]
fn a_figures_card_and_a_search_work_by_keyboard() {
    nothing_found("reading");
}

#[test]
fn the_first_view_of_the_report_is_light() {
    nothing_found("weight");
}

#[test]
fn lighthouse_gives_ninety_five_or_more() {
    nothing_found("lighthouse");
}
