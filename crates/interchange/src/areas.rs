//! `areas.csv` and `area-groups.csv`: places, their names and the groups they belong to.

use std::collections::BTreeMap;

use figures::measure::nearest;
use figures::{Labels, Period};

use crate::context::Context;
use crate::mistake::{Mistake, Mistakes};
use crate::register::{self, Field, FieldType, Record, Register};

/// What sort of place an area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AreaKind {
    /// The whole world.
    World,
    /// A region of ITU.
    ItuRegion,
    /// An income group.
    IncomeGroup,
    /// A group by development: LDC, LLDC, SIDS.
    DevelopmentGroup,
    /// A country or territory.
    Economy,
    /// Neither a place nor a group of places: several regions, none.
    Special,
}

impl AreaKind {
    /// Every kind with its name in files and keys.
    pub const NAMES: [(Self, &'static str); 6] = [
        (Self::World, "world"),
        (Self::ItuRegion, "itu-region"),
        (Self::IncomeGroup, "income-group"),
        (Self::DevelopmentGroup, "development-group"),
        (Self::Economy, "economy"),
        (Self::Special, "special"),
    ];

    /// The name in files and keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(k, _)| *k == self).map_or("", |(_, n)| n)
    }

    /// The kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(k, _)| *k)
    }
}

/// One area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// The code: `AFR`, `CHE`.
    pub code: String,
    /// What sort of place it is.
    pub kind: AreaKind,
    /// The code of UN M49.
    pub m49: Option<String>,
    /// The official name, by language.
    pub label: Labels,
    /// A remark.
    pub note: Option<String>,
}

/// That an area belongs to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMember {
    /// The classification: `itu-region`.
    pub classification: String,
    /// Its edition: `2024`.
    pub edition: String,
    /// The group's code.
    pub group: String,
    /// The member's code.
    pub member: String,
    /// From when (its first day); `None` is always.
    pub valid_from: Option<Period>,
    /// Until when (its last day); `None` is still.
    pub valid_to: Option<Period>,
}

impl GroupMember {
    /// Whether it holds on the last day of a period: one day decides, so that no area is in two groups of a classification.
    #[must_use]
    pub fn holds_in(&self, period: &Period) -> bool {
        let day = period.last_day();
        self.valid_from.as_ref().is_none_or(|p| p.first_day() <= day)
            && self.valid_to.as_ref().is_none_or(|p| day <= p.last_day())
    }
}

/// The areas of a bundle and the groups they form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    areas: BTreeMap<String, Area>,
    members: Vec<GroupMember>,
}

impl Areas {
    /// One area.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Area> {
        self.areas.get(code)
    }

    /// The areas by code.
    pub fn iter(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// The codes of a kind.
    pub fn of_kind(&self, kind: AreaKind) -> impl Iterator<Item = &str> {
        self.areas.values().filter(move |a| a.kind == kind).map(|a| a.code.as_str())
    }

    /// The official name in a language; `None` where the bundle has none.
    #[must_use]
    pub fn name(&self, code: &str, language: &str) -> Option<&str> {
        self.get(code)?.label.get(language).map(String::as_str)
    }

    /// The most similar code.
    #[must_use]
    pub fn nearest(&self, code: &str) -> Option<&str> {
        nearest(code, self.areas.keys().map(String::as_str))
    }

    /// All memberships in groups.
    #[must_use]
    pub fn members(&self) -> &[GroupMember] {
        &self.members
    }

    /// Whether an area belongs to a group at the end of a period.
    #[must_use]
    pub fn is_member(&self, group: &str, member: &str, period: &Period) -> bool {
        self.members.iter().any(|m| m.group == group && m.member == member && m.holds_in(period))
    }

    /// The members of a group at the end of a period, each once.
    #[must_use]
    pub fn members_of(&self, group: &str, period: &Period) -> Vec<&str> {
        let mut found: Vec<&str> = self
            .members
            .iter()
            .filter(|m| m.group == group && m.holds_in(period))
            .map(|m| m.member.as_str())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The groups of an area at the end of a period, each once.
    #[must_use]
    pub fn groups_of(&self, member: &str, period: &Period) -> Vec<&str> {
        let mut found: Vec<&str> = self
            .members
            .iter()
            .filter(|m| m.member == member && m.holds_in(period))
            .map(|m| m.group.as_str())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds the memberships of `area-groups.csv`.
    #[must_use]
    pub fn with_members(mut self, members: Vec<GroupMember>) -> Self {
        self.members = members;
        self
    }
}

/// What `areas.csv` looks like.
#[must_use]
pub fn register() -> Register {
    let kinds = AreaKind::NAMES.iter().map(|(_, n)| (*n).to_owned()).collect();
    let fields = vec![
        Field::required("code", FieldType::Id),
        Field::required("kind", FieldType::Choice(kinds)),
        Field::optional("m49", FieldType::Text),
        Field::required("label", FieldType::Localized),
        Field::optional("note", FieldType::Text),
    ];
    Register::new("areas.csv", &["code"], fields)
}

/// What `area-groups.csv` looks like.
#[must_use]
pub fn groups_register() -> Register {
    let fields = vec![
        Field::required("classification", FieldType::Id),
        Field::required("edition", FieldType::Id),
        Field::required("group", FieldType::Area),
        Field::required("member", FieldType::Area),
        Field::optional("valid_from", FieldType::Date),
        Field::optional("valid_to", FieldType::Date),
    ];
    Register::new("area-groups.csv", &["classification", "edition", "group", "member", "valid_from"], fields)
}

/// Reads `areas.csv`; the groups come with [`read_groups`] and [`Areas::with_members`].
#[must_use]
pub fn read(file: &str, bytes: &[u8], context: &Context) -> (Areas, Vec<Mistake>) {
    let (records, found) = register::read(&register(), file, bytes, context);
    let mut mistakes = Mistakes::default();
    mistakes.extend(found);
    let mut areas = Areas::default();
    for record in &records {
        check_m49(file, record, &mut mistakes);
        if let Some(area) = area(record) {
            areas.areas.insert(area.code.clone(), area);
        }
    }
    (areas, mistakes.into_vec())
}

fn area(record: &Record) -> Option<Area> {
    Some(Area {
        code: record.text("code")?.to_owned(),
        kind: AreaKind::from_name(record.text("kind")?)?,
        m49: record.text("m49").map(str::to_owned),
        label: record.localized("label").cloned().unwrap_or_default(),
        note: record.text("note").map(str::to_owned),
    })
}

fn check_m49(file: &str, record: &Record, mistakes: &mut Mistakes) {
    let bad = record.text("m49").filter(|m| m.len() != 3 || !m.bytes().all(|b| b.is_ascii_digit()));
    if let Some(m49) = bad {
        let place = record.place(file, "m49");
        mistakes.push(
            Mistake::new(place, format!("`{m49}` is no code of UN M49"), "write its three digits: 007")
                .of("m49"),
        );
    }
}

/// Reads `area-groups.csv`; the context must know the areas for their codes to be checked.
#[must_use]
pub fn read_groups(file: &str, bytes: &[u8], context: &Context) -> (Vec<GroupMember>, Vec<Mistake>) {
    let (records, found) = register::read(&groups_register(), file, bytes, context);
    let mut mistakes = Mistakes::default();
    mistakes.extend(found);
    let mut members = Vec::new();
    for record in &records {
        let Some(member) = group_member(record) else { continue };
        let ends = (member.valid_from.as_ref(), member.valid_to.as_ref());
        if let (Some(from), Some(to)) = ends
            && to.last_day() < from.first_day()
        {
            let problem = format!("it ends ({to}) before it starts ({from})");
            mistakes.push(
                Mistake::new(record.place(file, "valid_to"), problem, "exchange the dates").of("valid_to"),
            );
        }
        members.push(member);
    }
    (members, mistakes.into_vec())
}

fn group_member(record: &Record) -> Option<GroupMember> {
    Some(GroupMember {
        classification: record.text("classification")?.to_owned(),
        edition: record.text("edition")?.to_owned(),
        group: record.text("group")?.to_owned(),
        member: record.text("member")?.to_owned(),
        valid_from: record.period("valid_from"),
        valid_to: record.period("valid_to"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(
            mistakes[0].to_string(),
            "g:2:14: it ends (2023) before it starts (2024); exchange the dates"
        );
        let (_, mistakes) = read("a", b"code,kind,m49,label_en\nX,economy,12,X\n", &Context::default());
        assert_eq!(mistakes[0].to_string(), "a:2:11: `12` is no code of UN M49; write its three digits: 007");
    }
}
