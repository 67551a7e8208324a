//! Any changes at all agree with a simple model; a script that does not is shrunk to its least.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use store::conformance::model::{self, Says, Script, Step};
use store::{Location, Store};

fn given() -> impl Strategy<Value = BTreeMap<u8, Says>> {
    btree_map(0..8_u8, (0..3_u8, 0..3_u8), 0..5)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => given().prop_map(Step::Put),
        1 => vec(0..8_u8, 0..4).prop_map(Step::Close),
        1 => (given(), proptest::option::of(0..3_u8)).prop_map(|(rows, scope)| Step::Replace(rows, scope)),
    ]
}

fn script() -> impl Strategy<Value = Script> {
    vec(vec(step(), 1..4), 1..15)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_agree_with_the_model(script in script()) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let result = runtime.block_on(async {
            let clock = Arc::new(|| Timestamp::UNIX_EPOCH);
            let store = Store::open(Location::Memory, model::schema(), clock).await.expect("opens");
            model::run(&store, &script).await
        });
        prop_assert_eq!(result, Ok(()));
    }
}
