//! Services that a bundle names and this program does not have.
//!
//! What such a service states can be kept without it: its rows of `stated.csv` are of the form that every service reads. What is
//! computed from files of its own cannot, so a command that would lose it is refused.

use std::collections::BTreeSet;

use anyhow::bail;
use figure_service::domain::Domain;
use interchange::Bundle;

use crate::domains;

/// The services that have files or measures in a bundle and are none of [`domains::NAMES`].
pub(crate) fn names(bundle: &Bundle) -> BTreeSet<String> {
    let owners = bundle.manifest().owners.values();
    let mut names: BTreeSet<String> = bundle.services().iter().chain(owners).cloned().collect();
    names.retain(|name| name != gateway::NAME && !domains::NAMES.contains(&name.as_str()));
    names
}

/// A domain that states values and has no records.
///
/// # Errors
/// When the bundle has files that are the service's own: what they say is known to it alone.
pub(crate) fn domain(bundle: &Bundle, name: &str) -> anyhow::Result<Domain> {
    if let Some((file, _)) = bundle.manifest().owners.iter().find(|(_, owner)| *owner == name) {
        bail!(
            "{file} is of {name}, which this program does not have, and what it holds would be lost; use a yearbook that has {name} (docs/adding-a-domain-service.md), or take {file} out of [owners] in bundle.toml"
        );
    }
    // The name lives as long as the command, of which it is one of a few.
    Ok(Domain { name: name.to_owned().leak(), ..Domain::default() })
}
