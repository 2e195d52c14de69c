//! Secrets of several owners.

use anyhow::ensure;
use beadle_domain::interpolation::SecretError;

use super::Fixture;
use crate::conformance::Verdict;

pub async fn the_owners_secret_precedes_the_shared_one(fixture: Fixture) -> Verdict {
    fixture.share("key", "everyone's").await?;
    fixture.keep("ada", "key", "ada's").await?;
    for (owner, expected) in [("ada", "ada's"), ("bob", "everyone's"), ("ada", "ada's")] {
        let found = fixture.resolve(owner, &["key"]).await?;
        ensure!(found == Ok(vec![expected.to_owned()]), "{owner} got {found:?}");
    }
    Ok(())
}

pub async fn secrets_of_other_owners_are_not_found(fixture: Fixture) -> Verdict {
    fixture.keep("ada", "key", "ada's").await?;
    ensure!(fixture.resolve("ada", &["key"]).await?.is_ok());
    for (owner, place) in [("bob", "key"), ("bob", "owners/ada/key"), ("bob", "ada/key"), ("shared", "key")] {
        let found = fixture.resolve(owner, &[place]).await?;
        let name = place.to_owned();
        ensure!(found == Err(SecretError::NotFound(name)), "{owner} got {found:?} for {place}");
    }
    Ok(())
}

pub async fn owners_with_special_characters_are_isolated(fixture: Fixture) -> Verdict {
    let owners =
        ["auth0|ada", "auth0/ada", "auth0.7cada", "AUTH0|ada", "ada@example.com", "../shared", "grüße"];
    for owner in owners {
        fixture.keep(owner, "key", owner).await?;
    }
    for owner in owners {
        let found = fixture.resolve(owner, &["key"]).await?;
        ensure!(found == Ok(vec![owner.to_owned()]), "{owner} got {found:?}");
    }
    let found = fixture.resolve("nobody", &["key"]).await?;
    ensure!(found.is_err(), "{found:?}");
    Ok(())
}
