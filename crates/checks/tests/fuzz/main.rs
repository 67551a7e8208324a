//! Fuzz targets: what comes from outside makes nothing panic, hang or speak of places that are not there.
//!
//! A target is a function of bytes that chance gives (`arbitrary::Unstructured`), which draws a text from them and holds what the readers
//! make of it to what they promise. `arbtest` gives the bytes: for as long as `ARBTEST_BUDGET_MS` says (`.cargo/config.toml`) each target is
//! run again and again; a failure prints its seed, and `ARBTEST_SEED=0x… cargo test -p checks --test fuzz NAME` runs that one case again.
//! Random bytes alone are refused at once by any reader, so texts are made of seeds (`seeds/`) with words of the form put in, taken
//! out, repeated and nested ([`mutation`]). A fuzzer that is led by coverage takes the same functions as they are.

mod bundle;
mod cost;
mod drafts;
mod expressions;
mod form;
mod languages;
mod mutation;
mod package;
mod quantities;

use std::time::Duration;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;

/// The most bytes of chance that one case gets; a step of a mutation takes about ten.
const MOST_CHANCE: u32 = 2_048;

/// The processor time that one case may take: a hundred times what the slowest takes in a debug build, so that only what hangs is told.
const SLOWEST: Duration = Duration::from_secs(30);

/// Runs a target for the time that is set.
#[allow(clippy::print_stdout, reason = "`--nocapture` shows how many cases were tried")]
fn run(mut target: impl FnMut(&mut Unstructured<'_>) -> Result<()>) {
    let mut cases = 0_u64;
    let timed = |u: &mut Unstructured<'_>| {
        cases += 1;
        let start = cost::spent();
        target(u)?;
        let took = cost::spent() - start;
        assert!(took < SLOWEST, "one case took {took:?}");
        Ok(())
    };
    arbtest(timed).size_min(64).size_max(MOST_CHANCE).run();
    println!("{cases} cases");
}
