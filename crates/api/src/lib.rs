//! Code generated from `proto/`, and conversions between it and the types of the pure crates.
//!
//! Messages, clients and servers stand in a module for each package ([`figures::v1`], [`report::v1`] …), with
//! `FILE_DESCRIPTOR_SET`, the encoded descriptors of that package and its imports, as reflection serves them. Messages are
//! serialised by serde as canonical proto3 JSON. Maps are ordered, so that equal messages give equal bytes.
//!
//! Conversions are `From` where nothing can go wrong (out of the pure types) and `TryFrom` where it can (what others sent), with
//! [`DecodeError`] naming the field.

mod decode;
mod empty;
mod encode;
pub mod field_mask;
pub mod json;
pub mod timestamp;

pub use decode::DecodeError;
pub use field_mask::FieldMask;
pub use google::api::HttpBody;
pub use google::r#type::Decimal;
pub use timestamp::Timestamp;
pub use yearbook::{connectivity, events, figures, membership, projects, report, results};

/// The encoded descriptors of every package.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/yearbook.bin"));

/// The encoded descriptors of the details of errors, which no package imports: clients find them by reflection.
pub const ERROR_DETAILS_DESCRIPTOR_SET: &[u8] =
    include_bytes!(concat!(env!("OUT_DIR"), "/error_details.bin"));

/// A generated package: its messages, their JSON and its descriptors.
macro_rules! package {
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $name, ".rs"));
        include!(concat!(env!("OUT_DIR"), "/", $name, ".serde.rs"));
        /// The encoded descriptors of this package and of what it imports.
        pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bin"));
    };
}

/// Public types of others.
#[allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    clippy::all,
    clippy::restriction,
    reason = "generated code, of which annotations are only read as descriptors"
)]
mod google {
    pub mod api {
        include!(concat!(env!("OUT_DIR"), "/google.api.rs"));
    }
    pub mod r#type {
        include!(concat!(env!("OUT_DIR"), "/google.r#type.rs"));
        include!(concat!(env!("OUT_DIR"), "/google.r#type.serde.rs"));
    }
}

#[allow(
    missing_docs,
    unreachable_pub,
    rustdoc::all,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "generated code; the protos hold the comments"
)]
mod yearbook {
    //! The generated packages.
    pub mod figures {
        //! Figures, measures and their service.
        pub mod v1 {
            package!("yearbook.figures.v1");
        }
    }
    pub mod connectivity {
        //! Statistics of the world.
        pub mod v1 {
            package!("yearbook.connectivity.v1");
        }
    }
    pub mod projects {
        //! The development portfolio.
        pub mod v1 {
            package!("yearbook.projects.v1");
        }
    }
    pub mod membership {
        //! Members and memberships.
        pub mod v1 {
            package!("yearbook.membership.v1");
        }
    }
    pub mod events {
        //! Conferences and workshops.
        pub mod v1 {
            package!("yearbook.events.v1");
        }
    }
    pub mod results {
        //! The results framework.
        pub mod v1 {
            package!("yearbook.results.v1");
        }
    }
    pub mod report {
        //! The assembled report and its service.
        pub mod v1 {
            package!("yearbook.report.v1");
        }
    }
}
