//! What is the service's own among the settings; all else is alike for every service (`kit::config`).

use std::net::{Ipv4Addr, SocketAddr};

use figure_service::program::Program;

use crate::figures::NAME;

/// The port unless told otherwise.
pub const PORT: u16 = 50_055;

/// The `yearbook-results` binary.
#[must_use]
pub fn program() -> Program {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    Program { service: NAME, listen, bundle: first_bundle::bundle }
}
