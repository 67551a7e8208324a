//! Yearbook as people run it: the real binaries on real ports.

mod analysts;
mod charts;
mod commands;
mod crash;
mod doors;
mod faults;
mod figure_pages;
mod followed;
mod grpcurl;
mod image;
mod kill;
mod manifests;
mod next_year;
mod observed;
mod operators;
mod outages;
mod policies;
mod programs;
mod readers;
mod replicas;
mod sixth_service;
mod story;
mod traces;
mod versions;
