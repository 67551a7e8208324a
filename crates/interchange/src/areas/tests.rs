//! One day decides the group, and names are the bundle's only.

use super::*;
use crate::context::Context;

const AREAS: &str = "code,kind,m49,label_en,label_zh\nHIC,income-group,,High income,高收入\nUMC,income-group,,Upper middle,\nHRV,economy,191,Croatia,克罗地亚\n";
const GROUPS: &str = "classification,edition,group,member,valid_from,valid_to\n\
    income,2016,HIC,HRV,2008,2015\nincome,2017,UMC,HRV,2016,2016-12\nincome,2024,HIC,HRV,2017-01-01,\n";

fn areas() -> Areas {
    let (areas, mistakes) = read("areas.csv", AREAS.as_bytes(), &Context::default());
    assert_eq!(mistakes, []);
    let context = Context { areas: Some(areas.clone()), ..Context::default() };
    let (members, mistakes) = read_groups("area-groups.csv", GROUPS.as_bytes(), &context);
    assert_eq!(mistakes, []);
    areas.with_members(members)
}

#[track_caller]
fn check(period: &str, group: &str) {
    let period = period.parse().expect("a period");
    let areas = areas();
    assert_eq!(areas.groups_of("HRV", &period), [group], "{period}");
    assert!(areas.is_member(group, "HRV", &period));
    assert_eq!(areas.members_of(group, &period), ["HRV"]);
}

#[test]
fn the_last_day_of_a_period_decides_the_group() {
    check("2015", "HIC");
    check("2016", "UMC");
    check("2015/2016", "UMC");
    check("2024-12-31", "HIC");
    assert_eq!(areas().groups_of("HRV", &figures::Period::Year(2007)), [""; 0]);
}

#[test]
fn names_are_the_bundles_only() {
    let areas = areas();
    assert_eq!(areas.name("HRV", "zh"), Some("克罗地亚"));
    assert_eq!(areas.name("UMC", "zh"), None);
    assert_eq!(areas.of_kind(AreaKind::IncomeGroup).collect::<Vec<_>>(), ["HIC", "UMC"]);
}

#[test]
fn a_membership_does_not_end_before_it_starts() {
    let text = "classification,edition,group,member,valid_from,valid_to\nx,1,A,B,2024,2023\n";
    let (_, mistakes) = read_groups("g", text.as_bytes(), &Context::default());
    assert_eq!(mistakes[0].to_string(), "g:2:14: it ends (2023) before it starts (2024); exchange the dates");
    let (_, mistakes) = read("a", b"code,kind,m49,label_en\nX,economy,12,X\n", &Context::default());
    assert_eq!(mistakes[0].to_string(), "a:2:11: `12` is no code of UN M49; write its three digits: 007");
}

#[test]
fn only_an_economy_may_lack_a_name() {
    let context = Context { languages: vec!["en".to_owned()], ..Context::default() };
    let text = "code,kind,m49,label_en\nHRV,economy,191,\nHIC,income-group,,\n";
    let (areas, mistakes) = read("areas.csv", text.as_bytes(), &context);
    let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    let remedy = "write its name in the bundle's first language; only economies may lack one";
    assert_eq!(told, [format!("areas.csv:3:19: `label_en` is empty; {remedy}")]);
    assert_eq!((areas.name("HRV", "en"), areas.get("HRV").is_some()), (None, true));
}
