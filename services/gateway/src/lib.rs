//! The gateway: assembles, checks, renders, publishes.

mod api;
mod app;
mod ask;
mod assembly;
mod cache;
mod config;
mod content;
mod error;
mod figure;
mod figure_service;
mod heads;
mod http;
mod made;
mod proxy;
mod reflection;
mod services;
mod start;
mod watch;

pub mod program;

pub use app::{App, Check, Rendering, Summary};
pub use config::{Config, Deps, NAME, Timing, database};
pub use content::Import;
pub use error::{GatewayError, StartError};
pub use figure::Answered;
pub use made::Form;
pub use start::run;
