//! `areas.csv` and `area-groups.csv`: places, their names and the groups they belong to.

mod read;

use std::collections::BTreeMap;

use figures::measure::nearest;
use figures::{Labels, Period};

pub use read::{groups_register, read, read_groups, register};

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
    /// A region that the United Nations report on the Sustainable Development Goals by.
    SdgRegion,
    /// A country or territory.
    Economy,
    /// Neither a place nor a group of places: several regions, none.
    Special,
}

impl AreaKind {
    /// Every kind with its name in files and keys.
    pub const NAMES: [(Self, &'static str); 7] = [
        (Self::World, "world"),
        (Self::ItuRegion, "itu-region"),
        (Self::IncomeGroup, "income-group"),
        (Self::DevelopmentGroup, "development-group"),
        (Self::SdgRegion, "sdg-region"),
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
    /// The official name, by language. An economy may have none: where it is printed its code stands, and is reported.
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

#[cfg(test)]
mod tests;
