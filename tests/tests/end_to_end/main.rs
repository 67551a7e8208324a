//! Yearbook as people run it: the real binaries on real ports.

mod commands;
mod crash;
mod followed;
mod grpcurl;
mod outages;
mod sixth_service;
mod story;
