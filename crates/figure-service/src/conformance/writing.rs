//! Writes of typed records, at each resource that a service writes: what the AIPs say of them, and what imports and earlier states do.

use serde_json::Value;

use super::doors::{Answer, Resource, ask, fields, like, object, text};
use super::harness::{Running, run};
use super::{Build, Check, Failure, Subject, equal, holds};

/// Runs a check at each resource of a service of its own that has a record to go by.
async fn at_each<B: Build>(
    subject: &Subject<'_, B>,
    check: impl AsyncFn(&Running, &Resource, Value) -> Check,
) -> Check {
    let running = subject.loaded().await?;
    for resource in running.resources() {
        let Some(sample) = resource.sample(&running.router).await? else { continue };
        let checked = check(&running, &resource, sample).await;
        checked.map_err(|failure| Failure(format!("{}: {failure}", resource.path)))?;
    }
    Ok(())
}

/// Creates a record like a sample, under an id where records may have one.
async fn created(running: &Running, resource: &Resource, sample: &Value, id: &str) -> Result<Value, Failure> {
    let body = like(sample);
    let (status, made) = running.post(&resource.to_create(id, &format!("create-{id}")), &body).await?;
    let unnamed = fields(&made) == [format!("{}_id", resource.field)];
    let (status, made) = if status == 400 && unnamed {
        // Its name is made of what it says.
        running.post(&resource.to_create("", &format!("create-{id}")), &body).await?
    } else {
        (status, made)
    };
    holds(format!("a record is created: {status} {made}"), status == 200)?;
    Ok(made)
}

fn refused(what: &str, (status, problem): &Answer, expected: u16, reason: &str) -> Check {
    equal(&format!("{what}: {problem}"), &(*status, text(problem, "reason")), &(expected, reason))
}

/// A created record says what was sent, is read as it was answered, and is one revision.
///
/// # Errors
/// What did not hold.
pub async fn a_record_is_created_as_it_was_sent<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let before = running.head().await?;
        let made = created(running, resource, &sample, "made").await?;
        equal("the record", &like(&made), &like(&sample))?;
        equal("its revision", &text(&made, "revision"), &(before + 1).to_string().as_str())?;
        let read = running.get(text(&made, "name"), "").await?;
        equal("what is read", &read, &(200, made.clone()))?;
        let again = resource.to_create(text(&made, "name").rsplit('/').next().unwrap_or_default(), "again");
        let path = if again.contains('~') { resource.to_create("", "again") } else { again };
        refused("the same again", &running.post(&path, &like(&sample)).await?, 409, "RECORD_EXISTS")
    })
    .await
}

/// What is wrong with a record is told with its field, and nothing is written.
///
/// # Errors
/// What did not hold.
pub async fn a_wrong_record_is_refused_with_its_field<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let before = running.head().await?;
        let (spoilt, field) = resource.spoilt(&like(&sample));
        let answer = running.post(&resource.to_create("", "spoilt"), &spoilt).await?;
        refused("a wrong record", &answer, 400, "FIELD_INVALID")?;
        holds(format!("{field} is named: {}", answer.1), fields(&answer.1).contains(&field.as_str()))?;
        let unsaid = running.post(&resource.path, &spoilt).await?;
        for name in ["request_id", "reason", field.as_str()] {
            holds(format!("{name} is named: {}", unsaid.1), fields(&unsaid.1).contains(&name))?;
        }
        equal("the head", &running.head().await?, &before)
    })
    .await
}

/// An update changes what its mask names, and nothing else; one that changes nothing is no revision.
///
/// # Errors
/// What did not hold.
pub async fn an_update_changes_what_its_mask_names<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let made = created(running, resource, &sample, "made").await?;
        let name = text(&made, "name");
        let (change, mask) = resource.change(&made);
        let path = format!("{}&updateMask={mask}", Resource::to_change(name, "change"));
        let (status, changed) = running.patch(&path, &change).await?;
        holds(format!("an update: {status} {changed}"), status == 200)?;
        holds("it has another tag", text(&changed, "etag") != text(&made, "etag"))?;
        let back = format!("{}&updateMask=*", Resource::to_change(name, "back"));
        let (_, again) = running.patch(&back, &like(&made)).await?;
        equal("the whole record as it was", &like(&again), &like(&made))?;
        let same = format!("{}&updateMask=*", Resource::to_change(name, "same"));
        let (_, same) = running.patch(&same, &like(&made)).await?;
        equal("a change without a difference", &same, &again)?;
        for (mask, request) in [("no_such_field", "unknown"), ("name", "name")] {
            let path = format!("{}&updateMask={mask}", Resource::to_change(name, request));
            let answer = running.patch(&path, &change).await?;
            refused(mask, &answer, 400, "FIELD_INVALID")?;
            equal("the field", &fields(&answer.1), &vec!["update_mask"])?;
        }
        Ok(())
    })
    .await
}

/// What is not there is not updated; where it may be missing, it is created.
///
/// # Errors
/// What did not hold.
pub async fn what_is_missing_is_created_only_if_allowed<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let made = created(running, resource, &sample, "made").await?;
        let name = text(&made, "name").to_owned();
        running.delete(&Resource::to_change(&name, "delete")).await?;
        let answer = running.patch(&Resource::to_change(&name, "update"), &like(&made)).await?;
        refused("an update of nothing", &answer, 404, "RECORD_NOT_FOUND")?;
        if name.contains('~') {
            // Its name is made of what it says; a record is created without one.
            return Ok(());
        }
        let path = format!("{}&allowMissing=true", Resource::to_change(&name, "anew"));
        let (status, anew) = running.patch(&path, &like(&made)).await?;
        holds(format!("an update that may create: {status} {anew}"), status == 200)?;
        equal("the record", &(text(&anew, "name"), like(&anew)), &(name.as_str(), like(&made)))
    })
    .await
}

/// A change of a state that is no longer the current one is refused, with the current tag.
///
/// # Errors
/// What did not hold.
pub async fn a_stale_tag_is_refused_with_the_current_one<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let made = created(running, resource, &sample, "made").await?;
        let name = text(&made, "name");
        let (change, mask) = resource.change(&made);
        let path = |request: &str| format!("{}&updateMask={mask}", Resource::to_change(name, request));
        let mut tagged = change.clone();
        tagged["etag"] = made["etag"].clone();
        let (status, changed) = running.patch(&path("first"), &tagged).await?;
        equal("a change of the current state", &status, &200)?;
        let stale = running.patch(&path("second"), &tagged).await?;
        refused("a change of an earlier state", &stale, 409, "CONFLICT")?;
        equal("the current tag", &stale.1["metadata"]["etag"], &changed["etag"])?;
        let tag = text(&made, "etag").trim_matches('"').to_owned();
        let delete = format!("{}&etag={tag}", Resource::to_change(name, "delete"));
        refused("a deletion of an earlier state", &running.delete(&delete).await?, 409, "CONFLICT")
    })
    .await
}

/// A request that is sent again gets its first answer, also when the record has changed since; another body under its id is refused.
///
/// # Errors
/// What did not hold.
pub async fn a_write_sent_again_gets_its_first_answer<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let body = like(&sample);
        let path = resource.to_create("", "once");
        let first = running.post(&path, &body).await?;
        holds(format!("a record is created without an id: {}", first.1), first.0 == 200)?;
        let name = text(&first.1, "name");
        let (change, mask) = resource.change(&first.1);
        let update = format!("{}&updateMask={mask}", Resource::to_change(name, "then"));
        let changed = running.patch(&update, &change).await?;
        let head = running.head().await?;
        equal("the first request again", &running.post(&path, &body).await?, &first)?;
        equal("the second request again", &running.patch(&update, &change).await?, &changed)?;
        equal("the head", &running.head().await?, &head)?;
        let other = running.post(&resource.to_create("other", "once"), &body).await?;
        refused("another body under the same id", &other, 409, "REQUEST_ID_REUSED")
    })
    .await
}

/// What is only validated is answered as it would be, and not written.
///
/// # Errors
/// What did not hold.
pub async fn a_write_that_is_only_validated_is_not_written<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let before = running.head().await?;
        let path = format!("{}?validateOnly=true", resource.path);
        let (status, shown) = running.post(&path, &like(&sample)).await?;
        holds(format!("it is answered: {status} {shown}"), status == 200)?;
        equal("the record", &like(&shown), &like(&sample))?;
        let read = running.get(text(&shown, "name"), "").await?;
        equal("whether it is there", &read.0, &404)?;
        equal("the head", &running.head().await?, &before)?;
        let (spoilt, field) = resource.spoilt(&like(&sample));
        let answer = running.post(&path, &spoilt).await?;
        holds(format!("{field} is named: {}", answer.1), fields(&answer.1).contains(&field.as_str()))
    })
    .await
}

/// A deleted record is gone, and read as of an earlier revision; it can be created again.
///
/// # Errors
/// What did not hold.
pub async fn a_deleted_record_is_gone_and_kept<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let made = created(running, resource, &sample, "made").await?;
        let (name, revision) = (text(&made, "name"), text(&made, "revision"));
        let gone = running.delete(&Resource::to_change(name, "delete")).await?;
        equal("the answer", &gone, &(200, object([])))?;
        equal("whether it is there", &running.get(name, "").await?.0, &404)?;
        let before = running.get(name, &format!("?asOf.revision={revision}")).await?;
        equal("as it was", &before, &(200, made.clone()))?;
        let path = Resource::to_change(name, "delete-again");
        refused("a deletion of nothing", &running.delete(&path).await?, 404, "RECORD_NOT_FOUND")?;
        let path = format!("{}&allowMissing=true", Resource::to_change(name, "delete-if"));
        equal("a deletion of what may be missing", &running.delete(&path).await?.0, &200)?;
        let id = if name.contains('~') { "" } else { name.rsplit('/').next().unwrap_or_default() };
        let (status, anew) = running.post(&resource.to_create(id, "anew"), &like(&made)).await?;
        equal("created again", &(status, like(&anew)), &(200, like(&made)))
    })
    .await
}

/// Many are written as one revision, or none of them.
///
/// # Errors
/// What did not hold.
pub async fn a_batch_is_whole_or_nothing<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let Some([create, update]) = &resource.batches else { return Ok(()) };
        let place = |locator: &str| {
            let mut record = like(&sample);
            record["provenance"]["locator"] = locator.into();
            record
        };
        let part = |record: Value| object([(resource.field.as_str(), record)]);
        let batch = |request: &str, parts: Vec<Value>| {
            object([("requests", parts.into()), ("requestId", request.into()), ("reason", "a check".into())])
        };
        let before = running.head().await?;
        let (spoilt, field) = resource.spoilt(&place("two"));
        let answer = running.post(create, &batch("wrong", vec![part(place("one")), part(spoilt)])).await?;
        equal("the field at fault", &fields(&answer.1), &vec![format!("requests[1].{field}").as_str()])?;
        equal("the head", &running.head().await?, &before)?;
        let (status, made) =
            running.post(create, &batch("right", vec![part(place("one")), part(place("two"))])).await?;
        holds(format!("a batch is written: {status} {made}"), status == 200)?;
        equal("the head", &running.head().await?, &(before + 1))?;
        let made = made.as_object().and_then(|answer| answer.values().next()?.as_array().cloned());
        let changed = made.into_iter().flatten().map(|record| {
            let (mut change, mask) = resource.change(&record);
            change["name"] = record["name"].clone();
            object([(resource.field.as_str(), change), ("updateMask", mask.into())])
        });
        let (status, changed) = running.post(update, &batch("changed", changed.collect())).await?;
        holds(format!("a batch is changed: {status} {changed}"), status == 200)?;
        equal("the head", &running.head().await?, &(before + 2))
    })
    .await
}

/// An import stops at a record that a call has changed, and is told who did.
///
/// # Errors
/// What did not hold.
pub async fn an_import_stops_at_what_a_call_has_written<B: Build>(subject: &Subject<'_, B>) -> Check {
    at_each(subject, async |running, resource, sample| {
        let (change, mask) = resource.change(&sample);
        let name = text(&sample, "name");
        let path = format!("{}&updateMask={mask}", Resource::to_change(name, "change"));
        let (status, changed) = running.patch(&path, &change).await?;
        holds(format!("a record is changed: {status} {changed}"), status == 200)?;
        let request = format!("import-{}", resource.field);
        let stopped = running.import(subject.name, run(&request), &subject.files()).await?;
        equal("conflicts", &stopped.conflicts.len(), &1)?;
        let reasons: Vec<&str> = stopped.conflicts.iter().map(|conflict| conflict.reason.as_str()).collect();
        equal("why", &reasons, &vec!["a check"])?;
        let mut header = run(&format!("{request}-replace"));
        header.replace = true;
        let replaced = running.import(subject.name, header, &subject.files()).await?;
        equal("conflicts that are replaced", &(replaced.conflicts.len(), replaced.changed), &(0, true))
    })
    .await
}

/// Who has no role reads, and does not write.
///
/// # Errors
/// What did not hold.
pub async fn who_has_no_role_writes_nothing<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.guarded_and_loaded().await?;
    for resource in running.resources() {
        let Some(sample) = resource.sample(&running.router).await? else { continue };
        let name = text(&sample, "name");
        let (change, _) = resource.change(&sample);
        let answers = [
            running.post(&resource.to_create("made", "create"), &like(&sample)).await?,
            running.patch(&Resource::to_change(name, "update"), &change).await?,
            running.delete(&Resource::to_change(name, "delete")).await?,
        ];
        for answer in &answers {
            refused(&resource.path, answer, 403, "WRITE_DENIED")?;
            let role = format!("contributor:{}", subject.name);
            holds(format!("{role} is named: {}", answer.1), text(&answer.1, "detail").contains(&role))?;
        }
    }
    equal("the head", &running.head().await?, &1)
}

impl Running {
    async fn get(&self, name: &str, query: &str) -> Result<Answer, Failure> {
        ask(&self.router, "GET", &format!("/v1/{name}{query}"), None).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Answer, Failure> {
        ask(&self.router, "POST", path, Some(body)).await
    }

    async fn patch(&self, path: &str, body: &Value) -> Result<Answer, Failure> {
        ask(&self.router, "PATCH", path, Some(body)).await
    }

    async fn delete(&self, path: &str) -> Result<Answer, Failure> {
        ask(&self.router, "DELETE", path, None).await
    }
}
