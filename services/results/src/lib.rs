//! The results service.
