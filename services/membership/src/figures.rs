//! The measures of the service: how those are computed that `measures.csv` defines and the registers can give.
//!
//! Member States are members; `joined`, `left` and `net-change` count memberships in sectors, which Member States have none of.

use ::figures::MeasureKind;
use figure_service::computation::{Computation, PeriodOf, Sum};
use figure_service::domain::Domain;
use figure_service::listing_source::{ListingSource, Records};

use crate::record;

/// The service's name, the first part of its keys.
pub const NAME: &str = "membership";

/// The kind of a member that is a State.
pub(crate) const MEMBER_STATE: &str = "member-state";

/// The kinds of members that are entities.
const ENTITIES: [&str; 4] = ["entity", "sector-member", "associate", "academia"];

/// Everything that `FigureService` needs to know of this domain.
#[must_use]
pub fn domain() -> Domain {
    Domain {
        name: NAME,
        registers: record::registers(),
        computations: computations(),
        listings: listings(),
        ..Domain::default()
    }
}

fn computations() -> Vec<Computation> {
    let members = |kinds: &[&'static str]| Sum::count("members").by("area", "area").only("kind", kinds);
    vec![
        Computation::sum(
            "member-states",
            MeasureKind::Stock,
            "member-state",
            members(&[MEMBER_STATE]).during("joined", "left"),
        )
        .listed(&["member-state-list"]),
        Computation::sum(
            "entities",
            MeasureKind::Stock,
            "entity",
            members(&ENTITIES).during("joined", "left"),
        )
        .listed(&["entity-list"]),
        Computation::sum("entities-joined", MeasureKind::Flow, "entity", members(&ENTITIES).within("joined")),
        Computation::difference(
            "entities-net-change",
            MeasureKind::Flow,
            "entity",
            members(&ENTITIES).within("joined"),
            members(&ENTITIES).within("left"),
        ),
        Computation::sum(
            "memberships",
            MeasureKind::Stock,
            "membership",
            memberships().during("joined", "left"),
        )
        .listed(&["membership-list"]),
        Computation::sum("joined", MeasureKind::Flow, "membership", memberships().within("joined"))
            .listed(&["joined-list"]),
        Computation::sum("left", MeasureKind::Flow, "membership", memberships().within("left"))
            .listed(&["left-list"]),
        Computation::difference(
            "net-change",
            MeasureKind::Flow,
            "membership",
            memberships().within("joined"),
            memberships().within("left"),
        )
        .listed(&["joined-list", "left-list"]),
    ]
}

fn memberships() -> Sum {
    Sum::count("memberships").by("area", "area").by("kind", "kind").by("sector", "sector")
}

fn listings() -> Vec<ListingSource> {
    let held = || PeriodOf::During("joined".into(), "left".into());
    let members = |kinds: &[&'static str]| {
        let all = Records::of("members").by("area", "area").period(held()).only("kind", kinds);
        held_columns(all.column("label", "label"))
    };
    let memberships = |period| {
        let all = Records::of("memberships").by("area", "area").by("kind", "kind").by("sector", "sector");
        held_columns(all.period(period).column("sector", "sector"))
    };
    vec![
        ListingSource::records("new-members", new_members()),
        ListingSource::records("member-state-list", members(&[MEMBER_STATE])),
        ListingSource::records("entity-list", members(&ENTITIES)),
        ListingSource::records("membership-list", memberships(held())),
        ListingSource::records("joined-list", memberships(PeriodOf::Within("joined".into()))),
        ListingSource::records("left-list", memberships(PeriodOf::Within("left".into()))),
    ]
}

/// What is shown of a member or a membership besides whose it is.
fn held_columns(records: Records) -> Records {
    records
        .column("kind", "kind")
        .column("area", "area")
        .column("joined", "joined")
        .column("left", "left")
        .column("count", "count")
        .order("joined")
}

fn new_members() -> Records {
    Records::of("members")
        .by("area", "area")
        .by("kind", "kind")
        .period(PeriodOf::Within("joined".into()))
        .column("label", "label")
        .column("kind", "kind")
        .column("area", "area")
        .column("joined", "joined")
        .column("count", "count")
        .order("joined")
}
