//! The connectivity service.
