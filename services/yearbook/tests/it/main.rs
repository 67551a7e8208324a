//! The command line over its own binary: what it prints, where, and how it ends.

mod backup;
mod check;
mod collect;
mod compare;
mod coverage;
mod desk;
mod draft;
mod figure;
mod import;
mod money;
mod new;
mod read_only;
mod report;
mod serve;
mod status;
mod versions;
mod volume;
