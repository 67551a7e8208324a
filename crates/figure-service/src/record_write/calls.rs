//! The calls that write one resource, alike for all of them.

use tonic::Status;

use crate::list::Entry;

/// The one record of a write.
///
/// # Errors
/// `INTERNAL` where there is none: a fault of ours.
pub fn one(written: Vec<Entry>) -> Result<Entry, Status> {
    let none = || kit::errors::internal(&std::io::Error::other("a write left no record"));
    written.into_iter().next().ok_or_else(none)
}

/// The functions `create`, `update` and `delete` of a resource, in a module that has its list, `encode(Entry) -> Message` and
/// `cells(Message) -> Cells`; after `many`, `batch_create` and `batch_update`. Where encoding needs the engine, `shown by` names an async function of
/// the engine and the entry instead.
#[macro_export]
macro_rules! typed_writes {
    ($list:ident, $message:ident { $field:ident, $id:ident }, $create:ident, $update:ident, $delete:ident) => {
        async fn written(
            _: &$crate::engine::Engine,
            entry: $crate::list::Entry,
        ) -> Result<$message, ::tonic::Status> {
            Ok(encode(entry))
        }
        $crate::typed_writes!($list, $message { $field, $id }, $create, $update, $delete, shown by written);
    };
    (
        $list:ident, $message:ident { $field:ident, $id:ident }, $create:ident, $update:ident, $delete:ident,
        shown by $shown:ident
    ) => {
        fn to_create(request: $create) -> Result<$crate::record_write::Order, ::tonic::Status> {
            $crate::record_write::Order::create(stringify!($field), request.$id, request.$field.map(cells))
        }

        fn to_update(request: $update) -> Result<$crate::record_write::Order, ::tonic::Status> {
            let record = request.$field.map(|record| (record.name.clone(), record.etag.clone(), cells(record)));
            let $update { update_mask, allow_missing, .. } = request;
            $crate::record_write::Order::update(stringify!($field), record, update_mask, allow_missing)
        }

        pub(super) async fn create(
            engine: &$crate::engine::Engine,
            request: ::tonic::Request<$create>,
        ) -> Result<$message, ::tonic::Status> {
            let (sender, mut request) = $crate::record_write::Sender::of(stringify!($create), request);
            let intent = $crate::typed_intent!(sender, request);
            let entries = engine.write(&$list, vec![to_create(request)?], intent).await?;
            $shown(engine, $crate::record_write::one(entries)?).await
        }

        pub(super) async fn update(
            engine: &$crate::engine::Engine,
            request: ::tonic::Request<$update>,
        ) -> Result<$message, ::tonic::Status> {
            let (sender, mut request) = $crate::record_write::Sender::of(stringify!($update), request);
            let intent = $crate::typed_intent!(sender, request);
            let entries = engine.write(&$list, vec![to_update(request)?], intent).await?;
            $shown(engine, $crate::record_write::one(entries)?).await
        }

        pub(super) async fn delete(
            engine: &$crate::engine::Engine,
            request: ::tonic::Request<$delete>,
        ) -> Result<(), ::tonic::Status> {
            let (sender, mut request) = $crate::record_write::Sender::of(stringify!($delete), request);
            let intent = $crate::typed_intent!(sender, request);
            let $delete { name, etag, allow_missing, .. } = request;
            let order = $crate::record_write::Order::delete(name, etag, allow_missing);
            engine.write(&$list, vec![order], intent).await.map(drop)
        }
    };
    (
        many $list:ident, $create:ident => $created:ident, $update:ident => $updated:ident, $records:ident
    ) => {
        pub(super) async fn batch_create(
            engine: &$crate::engine::Engine,
            request: ::tonic::Request<$create>,
        ) -> Result<$created, ::tonic::Status> {
            let (sender, mut request) = $crate::record_write::Sender::of(stringify!($create), request);
            let intent = $crate::typed_intent!(sender, request);
            let parts = request.requests.into_iter().map(|part| {
                let says = part.validate_only || !(part.request_id.is_empty() && part.reason.is_empty());
                (to_create(part), says)
            });
            let orders = $crate::record_write::batch(parts.collect())?;
            let entries = engine.write(&$list, orders, intent).await?;
            Ok($created { $records: entries.into_iter().map(encode).collect() })
        }

        pub(super) async fn batch_update(
            engine: &$crate::engine::Engine,
            request: ::tonic::Request<$update>,
        ) -> Result<$updated, ::tonic::Status> {
            let (sender, mut request) = $crate::record_write::Sender::of(stringify!($update), request);
            let intent = $crate::typed_intent!(sender, request);
            let parts = request.requests.into_iter().map(|part| {
                let says = part.validate_only || !(part.request_id.is_empty() && part.reason.is_empty());
                (to_update(part), says)
            });
            let orders = $crate::record_write::batch(parts.collect())?;
            let entries = engine.write(&$list, orders, intent).await?;
            Ok($updated { $records: entries.into_iter().map(encode).collect() })
        }
    };
}

/// What a request wants, taken out of the fields that every write has.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_intent {
    ($sender:ident, $request:ident) => {{
        let id = ::std::mem::take(&mut $request.request_id);
        let reason = ::std::mem::take(&mut $request.reason);
        $sender.intent(id, reason, $request.validate_only)
    }};
}
