//! The words around the sample's figures: of their cards, and of its notes.

use std::collections::BTreeMap;

use figures::{MissingReason, Source};
use report::model::{FigureWords, Footnote, FootnoteContent};

use super::{Words, source};

pub(super) fn of_figures(w: Words) -> BTreeMap<String, FigureWords> {
    let words = |value: String, unit: String, breakdown: &[String]| FigureWords {
        value,
        unit,
        breakdown: breakdown.to_vec(),
    };
    let women = w.say("Women", "女性");
    BTreeMap::from([
        (super::USERS.into(), words(w.say("5.5\u{a0}billion", "55亿"), w.say("person", "人"), &[])),
        (super::SHARE.into(), words(w.say("68\u{a0}%", "68%"), w.say("per cent", "百分比"), &[])),
        (super::WOMEN.into(), words(w.say("65\u{a0}%", "65%"), w.say("per cent", "百分比"), &[women])),
        (
            super::PLEDGES.into(),
            words(
                w.say("at least USD\u{a0}54.27\u{a0}billion", "至少542.7亿美元"),
                w.say("US dollar", "美元"),
                &[],
            ),
        ),
    ])
}

pub(super) fn footnotes(w: Words) -> Vec<Footnote> {
    let contents = [
        FootnoteContent::Missing {
            key: super::SKILLS.into(),
            reason: MissingReason::NoWorldValue,
            note: Some(w.say("Ninety countries report.", "九十国报告。")),
        },
        FootnoteContent::Unavailable { service: "events".into() },
        FootnoteContent::LastKnown {
            service: "membership".into(),
            since: "2025-03-01T14:05:00Z".parse().ok(),
        },
        FootnoteContent::Disputed {
            key: super::PLEDGES.into(),
            others: vec![
                (w.say("USD\u{a0}57\u{a0}billion", "570亿美元"), source("i", "¶3")),
                ("57.1".into(), Source::default()),
            ],
        },
        FootnoteContent::Restated {
            key: super::WOMEN.into(),
            before: vec![(w.say("63\u{a0}%", "63%"), source("3.2", "¶14"))],
            reason: Some(w.say("Surveys were weighted anew.", "调查已重新加权。")),
        },
    ];
    (1..).zip(contents).map(|(number, content)| Footnote { number, content }).collect()
}
