//! Codes that are a service's records go by the names that the service gives them.

use super::bundle::{EN, MEASURES, answers, calendar, figure, files, options, read};
use super::*;

const KEY: &str = "events/participants?event=gsr-24";
const RECORD: &str = "events/calendar?event=gsr-24";

fn content() -> Content {
    let mut files = files();
    let mut put = |name: &str, text: String| drop(files.insert(name.to_owned(), text.into_bytes()));
    let columns = MEASURES.replace("label:text starts", "event:text label:text starts");
    let measure = "events,participants,flow,person,none,event,,event,,,SG,Participants,与会者,d,d\n";
    put("measures.csv", format!("{columns}{measure}"));
    put("narrative/en/foreword.md", EN.replace("{offline}", &format!("{{{KEY}}}")));
    read(files).0
}

fn breakdown(answers: &Answers) -> Vec<String> {
    let (report, _) = assemble(&content(), answers, &options("en"));
    report.words[KEY].breakdown.clone()
}

#[test]
fn a_figure_of_a_record_is_told_by_the_name_of_the_record() {
    let plan = plan(&content(), &options("en"));
    let asked: Vec<String> = plan.keys["events"].iter().map(ToString::to_string).collect();
    assert_eq!(asked, [RECORD, "events/calendar?event=wtsa-24", "events/calendar?period=2024", KEY]);
    let mut answers = answers();
    answers.insert(KEY, Answer::Figures(vec![figure(KEY, "3700", "INF", "person").into()]));
    assert_eq!(breakdown(&answers), ["gsr-24"], "nobody says its name");
    answers.insert(RECORD, calendar(RECORD));
    assert_eq!(breakdown(&answers), ["Assembly"]);
}
