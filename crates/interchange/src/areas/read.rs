//! From the bytes of `areas.csv` and `area-groups.csv` to [`Areas`] and [`GroupMember`]s.

use super::{Area, AreaKind, Areas, GroupMember};
use crate::context::Context;
use crate::mistake::{Mistake, Mistakes};
use crate::register::{self, Field, FieldType, Record, Register};

/// What `areas.csv` looks like.
#[must_use]
pub fn register() -> Register {
    let kinds = AreaKind::NAMES.iter().map(|(_, n)| (*n).to_owned()).collect();
    let fields = vec![
        Field::required("code", FieldType::Id),
        Field::required("kind", FieldType::Choice(kinds)),
        Field::optional("m49", FieldType::Text),
        Field::optional("label", FieldType::Localized),
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
            check_name(file, record, &area, context, &mut mistakes);
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

/// Only an economy may lack a name: data name more of them than an organisation ever prints.
fn check_name(file: &str, record: &Record, area: &Area, context: &Context, mistakes: &mut Mistakes) {
    let Some(language) = context.languages.first() else { return };
    if area.kind != AreaKind::Economy && !area.label.contains_key(language) && !record.has_mistake("label") {
        let name = format!("label_{language}");
        let problem = format!("`{name}` is empty");
        let remedy = "write its name in the bundle's first language; only economies may lack one";
        mistakes.push(Mistake::new(record.place(file, "label"), problem, remedy).of(&name));
    }
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
