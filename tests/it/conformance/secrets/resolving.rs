//! Resolving secrets.

use anyhow::ensure;
use beadle_domain::interpolation::SecretError;

use super::Fixture;
use crate::conformance::Verdict;

pub async fn a_plain_secret_is_found(fixture: Fixture) -> Verdict {
    fixture.share("github", "ghp_1").await?;
    fixture.share("team/db", "in a folder").await?;
    let found = fixture.resolve("ada", &["github", "team/db"]).await?;
    ensure!(found == Ok(vec!["ghp_1".to_owned(), "in a folder".to_owned()]), "{found:?}");
    Ok(())
}

pub async fn a_field_of_an_object_is_found(fixture: Fixture) -> Verdict {
    fixture.share("db", r#"{"user":"u","password":"p","port":5432}"#).await?;
    let found = fixture.resolve("ada", &["db#user", "db#password", "db#port"]).await?;
    ensure!(found == Ok(["u", "p", "5432"].map(str::to_owned).to_vec()), "{found:?}");
    Ok(())
}

pub async fn many_secrets_are_resolved_at_once(fixture: Fixture) -> Verdict {
    let names: Vec<String> = (0..23).map(|number| format!("key-{number}")).collect();
    for (number, name) in names.iter().enumerate() {
        match number % 2 {
            0 => fixture.share(name, &format!("value of {name}")).await?,
            _ => fixture.keep("ada", name, &format!("value of {name}")).await?,
        }
    }
    let asked: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = fixture.resolve("ada", &asked).await?;
    let expected: Vec<String> = names.iter().map(|name| format!("value of {name}")).collect();
    ensure!(found == Ok(expected), "{found:?}");
    Ok(())
}

pub async fn an_empty_request_resolves_to_nothing(fixture: Fixture) -> Verdict {
    let found = fixture.resolve("ada", &[]).await?;
    ensure!(found == Ok(Vec::new()), "{found:?}");
    Ok(())
}

pub async fn a_missing_secret_is_named(fixture: Fixture) -> Verdict {
    fixture.share("there", "value").await?;
    let found = fixture.resolve("ada", &["there", "not/there#field"]).await?;
    ensure!(found == Err(SecretError::NotFound("not/there".to_owned())), "{found:?}");
    Ok(())
}

pub async fn a_missing_field_is_named(fixture: Fixture) -> Verdict {
    fixture.share("text", "hunter2").await?;
    fixture.share("object", r#"{"a":{"b":"hunter2"}}"#).await?;
    for place in ["text#a", "object#a", "object#c"] {
        let found = fixture.resolve("ada", &[place]).await?;
        ensure!(found == Err(SecretError::NoSuchField(place.parse()?)), "{found:?}");
    }
    Ok(())
}

pub async fn a_missing_secret_is_not_cached(fixture: Fixture) -> Verdict {
    ensure!(fixture.resolve("ada", &["late"]).await?.is_err());
    fixture.share("late", "value").await?;
    let found = fixture.resolve("ada", &["late"]).await?;
    ensure!(found == Ok(vec!["value".to_owned()]), "{found:?}");
    Ok(())
}

pub async fn special_characters_round_trip(fixture: Fixture) -> Verdict {
    let pem = "-----BEGIN PRIVATE KEY-----\nMIIE+/=\n-----END PRIVATE KEY-----";
    let awkward = "\"quoted\" \\ ${secret:x} grüße";
    fixture.share("pem", pem).await?;
    fixture.share("awkward", awkward).await?;
    let found = fixture.resolve("ada", &["pem", "awkward"]).await?;
    ensure!(found == Ok(vec![pem.to_owned(), awkward.to_owned()]), "{found:?}");
    Ok(())
}
