//! The membership service.
