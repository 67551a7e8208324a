//! Typed clients of what listens on a port.

use std::net::SocketAddr;

use api::figures::v1::figure_service_client::FigureServiceClient;
use api::report::v1::report_service_client::ReportServiceClient;
use kit::channel::{Channel, MAX_MESSAGE_BYTES, Target};

/// A channel, connected when it is first used.
#[must_use]
pub fn channel(address: SocketAddr) -> Channel {
    Target::Address(format!("http://{address}").parse().expect("an address")).channel()
}

/// Figures.
#[must_use]
pub fn figures(address: SocketAddr) -> FigureServiceClient<Channel> {
    FigureServiceClient::new(channel(address)).max_decoding_message_size(MAX_MESSAGE_BYTES)
}

/// Reports.
#[must_use]
pub fn reports(address: SocketAddr) -> ReportServiceClient<Channel> {
    ReportServiceClient::new(channel(address)).max_decoding_message_size(MAX_MESSAGE_BYTES)
}
