//! Yearbook as people run it: the real binaries on real ports.

mod charts;
mod commands;
mod crash;
mod doors;
mod followed;
mod grpcurl;
mod next_year;
mod outages;
mod sixth_service;
mod story;
