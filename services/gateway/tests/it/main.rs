//! The gateway as others meet it, over services that are well, slow, down, back, or talk nonsense.

mod bundle;
mod calls;
mod collecting;
mod compare;
mod conflicts;
mod consequences;
mod degraded;
mod drafts;
mod fake;
mod figures;
mod findings;
mod harness;
mod languages;
mod pages;
mod passed_on;
mod readers;
mod replicas;
mod site;
mod typed;
