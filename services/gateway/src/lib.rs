//! The gateway: assembles, checks, renders, publishes.
