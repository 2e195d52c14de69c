//! Writing templates.

use beadle_application::port::Replaced;
use beadle_domain::template::{Template, built_in};

use super::Fixture;
use crate::conformance::Verdict;

/// A template with a value in every field, in version `version`.
fn template(id: &str, version: u64) -> Template {
    let like = built_in::find(&"tpl_database_cleanup".parse().expect("an id")).expect("it is built in");
    Template { id: id.parse().expect("an id"), version, ..like.clone() }
}

pub async fn a_written_template_is_read_back_as_written(templates: Fixture) -> Verdict {
    let written = template("tpl_a", 1);
    assert_eq!(templates.store.get(&written.id).await?, None);
    assert_eq!(templates.store.write(&written, 0, None).await?, Replaced::Done);
    assert_eq!(templates.store.get(&written.id).await?, Some(written));
    Ok(())
}

pub async fn templates_are_listed_by_id(templates: Fixture) -> Verdict {
    assert_eq!(templates.store.all().await?, []);
    for id in ["tpl_b", "tpl_a_1", "tpl_c", "tpl_a"] {
        templates.store.write(&template(id, 1), 0, None).await?;
    }
    let ids: Vec<String> = templates.store.all().await?.iter().map(|found| found.id.to_string()).collect();
    assert_eq!(ids, ["tpl_a", "tpl_a_1", "tpl_b", "tpl_c"]);
    Ok(())
}

pub async fn a_removed_template_is_gone(templates: Fixture) -> Verdict {
    let written = template("tpl_a", 1);
    assert_eq!(templates.store.remove(&written.id, 1, None).await?, Replaced::Done);
    templates.store.write(&written, 0, None).await?;
    assert_eq!(templates.store.remove(&written.id, 2, None).await?, Replaced::Conflict);
    assert_eq!(templates.store.remove(&written.id, 1, None).await?, Replaced::Done);
    assert_eq!(templates.store.get(&written.id).await?, None);
    assert_eq!(templates.store.all().await?, []);
    Ok(())
}
