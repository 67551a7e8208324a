//! The same measure over other periods and at other codes: what a number is to be compared with.

use figures::MeasureKind;
use maud::{Markup, html};

use super::Context;
use crate::chart::{self, Datum, Kind, Plot, Slot, Trace};
use crate::figure_page::around::{Group, Neighbour, Strand, strands};
use crate::figure_page::facts;
use crate::html::table;
use crate::texts::Arg;
use crate::words;

/// The values over periods, a table for each sort of period, the figure's own sort first.
pub(super) fn periods(cx: &Context<'_>) -> Markup {
    if cx.figure.figure.period.is_none() {
        return html! {};
    }
    let title = html! { h2 #_periods { (cx.texts.say("figure-periods")) } };
    let Some(around) = &cx.figure.around else {
        return html! {
            section aria-labelledby="_periods" { (title) p { (cx.texts.say("figure-around-unavailable")) } }
        };
    };
    let strands = strands(&around.periods);
    let others = around.periods.iter().any(|one| !one.current);
    html! {
        section aria-labelledby="_periods" {
            (title)
            @if others {
                @for (strand, members) in &strands { (strand_of(cx, *strand, members)) }
            } @else {
                p { (cx.texts.say("figure-periods-none")) }
            }
        }
    }
}

fn strand_of(cx: &Context<'_>, strand: Strand, members: &[&Neighbour]) -> Markup {
    let name = match strand {
        Strand::Years => "strand-years",
        Strand::YearEnds => "strand-year-ends",
        Strand::Quarters => "strand-quarters",
        Strand::Months => "strand-months",
        Strand::Days => "strand-days",
        Strand::Intervals => "strand-intervals",
    };
    let id = format!("_{name}");
    let caption = cx.texts.say(name);
    let rows = html! {
        (head(cx, "figure-period", true))
        tbody { @for one in members { (row(cx, one, true)) } }
    };
    let current = members.iter().any(|one| one.current);
    html! {
        @if current { (drawing(cx, strand, members)) }
        (named(&id, &caption, &rows))
    }
}

/// The figure's own strand as a drawing, where there are values to be joined: columns of what is counted over a period, a line of the rest.
fn drawing(cx: &Context<'_>, strand: Strand, members: &[&Neighbour]) -> Markup {
    let unit = cx.figure.around.as_ref().map(|around| around.unit.as_str()).unwrap_or_default();
    let numbers = members.iter().filter(|one| one.number.is_some()).count();
    if numbers < 2 || strand == Strand::Intervals {
        return html! {};
    }
    let flow = cx.figure.measure.as_ref().is_some_and(|measure| measure.kind == MeasureKind::Flow);
    let slot = |one: &&Neighbour| {
        let label = match (&one.period, strand) {
            (Some(period), Strand::Years | Strand::YearEnds) => period.last_day().year().to_string(),
            _ => one.label.clone().unwrap_or_default(),
        };
        one.period
            .as_ref()
            .map_or_else(|| Slot::category(label.clone()), |period| Slot::period(label.clone(), period))
    };
    let sign = |one: &Neighbour| words::signs(cx.texts, &one.marks);
    let datum = |one: &&Neighbour| {
        Some(match one.number {
            Some(number) => {
                let text = one.short.as_deref().unwrap_or(&one.text);
                Datum { sign: sign(one), ..Datum::of(number, text) }
            }
            None => Datum::missing("–", sign(one)),
        })
    };
    let plot = Plot {
        kind: if flow { Kind::Bars } else { Kind::Lines },
        title: words::label(cx.texts, &cx.figure.figure).to_owned(),
        unit: unit.to_owned(),
        shares: cx.figure.figure.unit.code() == "percent",
        slots: members.iter().map(slot).collect(),
        traces: vec![Trace::new("", members.iter().map(datum).collect())],
    };
    html! {
        div.chart {
            @if !unit.is_empty() { p.unit { (unit) } }
            (chart::drawing(cx.texts, &plot, "_plot"))
        }
    }
}

/// The values at the codes of each dimension, in one table under the figure itself.
pub(super) fn groups(cx: &Context<'_>) -> Markup {
    let groups = cx.figure.around.as_ref().map(|around| around.groups.as_slice()).unwrap_or_default();
    if groups.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 id=(table::caption_id("_groups")) { (cx.texts.say("figure-groups")) }
            (table::scroll("_groups", &html! {
                table.around {
                    (head(cx, "", false))
                    tbody {
                        tr.current {
                            th scope="row" { span aria-current="true" { (cx.texts.say("figure-this")) } }
                            td.num { (facts::headline(cx.figure, cx.texts)) }
                        }
                    }
                    @for group in groups { (group_of(cx, group)) }
                }
            }))
        }
    }
}

fn group_of(cx: &Context<'_>, group: &Group) -> Markup {
    let more = i64::try_from(group.more).unwrap_or(i64::MAX);
    html! {
        tbody {
            tr.group { th colspan="2" scope="rowgroup" { (group.label) } }
            @for one in &group.members { (row(cx, one, false)) }
            @if group.more > 0 {
                tr {
                    td colspan="2" {
                        a href=(cx.address(&group.list)) {
                            (cx.texts.say_with("figure-group-more", &[("count", Arg::Count(more))]))
                        }
                    }
                }
            }
        }
    }
}

fn named(id: &str, caption: &str, rows: &Markup) -> Markup {
    html! {
        (table::scroll(id, &html! {
            table.around {
                caption id=(table::caption_id(id)) { (caption) }
                (rows)
            }
        }))
    }
}

fn head(cx: &Context<'_>, stub: &str, sources: bool) -> Markup {
    html! {
        thead {
            tr {
                @if stub.is_empty() { td {} } @else { th scope="col" { (cx.texts.say(stub)) } }
                th.num scope="col" { (cx.texts.say("table-value")) }
                @if sources { th scope="col" { (cx.texts.say("listing-source")) } }
            }
        }
    }
}

/// A value with the link to its own page, and what is to be said against it.
fn row(cx: &Context<'_>, one: &Neighbour, sources: bool) -> Markup {
    let meaning = words::meaning(cx.texts, &one.marks);
    let value = if one.number.is_some() { "num" } else { "num absent-value" };
    let label = one.label.clone().unwrap_or_else(|| cx.texts.say("figure-group-total"));
    html! {
        tr class=[one.current.then_some("current")] {
            th scope="row" {
                @if one.current { span aria-current="true" { (label) } }
                @else { a href=(cx.address(&one.key)) { (label) } }
            }
            td class=(value) {
                (one.text)
                @if !one.marks.is_empty() {
                    sup.mark title=(meaning) {
                        span aria-hidden="true" { (words::signs(cx.texts, &one.marks)) }
                        span.unseen { (meaning) }
                    }
                }
            }
            @if sources {
                td.source { @if let Some(source) = &one.source { (words::source_place(cx.texts, source)) } }
            }
        }
    }
}
