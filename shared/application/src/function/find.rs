//! Finding and listing functions.

use beadle_domain::{
    access::Principal,
    function::{Function, FunctionName, FunctionRef, FunctionVersion, Upload},
};

use super::FunctionService;
use crate::{
    Error, Operation,
    port::{Functions, StoreError},
};

/// The function that `reference` names: by its name, or else the one whose current version exports it. Of several that do,
/// the first by name.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    functions: &dyn Functions,
    reference: &FunctionRef,
) -> Result<Option<Function>, StoreError> {
    if let Some(function) = functions.get(&reference.name).await? {
        return Ok(Some(function));
    }
    if reference.pin.is_some() {
        return Ok(None);
    }
    let exports = |function: &Function| {
        function
            .current()
            .is_some_and(|current| current.exports.iter().any(|name| name == reference.name.as_str()))
    };
    Ok(functions.all().await?.into_iter().find(exports))
}

impl FunctionService {
    /// All functions, ordered by name.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn list(&self, by: &Principal) -> Result<Vec<Function>, Error> {
        Operation::ReadFunction.check_own(by)?;
        Ok(self.functions.all().await?)
    }

    /// The function.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::FunctionNotFound`], [`Error::Store`].
    pub async fn get(&self, by: &Principal, name: &FunctionName) -> Result<Function, Error> {
        Operation::ReadFunction.check_own(by)?;
        self.existing(name).await
    }

    /// A version with its source; the current one without a number. For operators.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::FunctionNotFound`], [`Error::FunctionVersionNotFound`], [`Error::Store`].
    pub async fn version(
        &self,
        by: &Principal,
        name: &FunctionName,
        number: Option<u32>,
    ) -> Result<(FunctionVersion, Upload), Error> {
        Operation::InspectFunction.check_own(by)?;
        let function = self.existing(name).await?;
        let number = number.unwrap_or(function.current);
        let missing = || Error::FunctionVersionNotFound { name: name.clone(), number };
        let version = function.versions.into_iter().find(|version| version.number == number);
        let version = version.ok_or_else(missing)?;
        let source = self.functions.source(name, &version.digest).await?.ok_or_else(missing)?;
        Ok((version, source))
    }

    pub(super) async fn existing(&self, name: &FunctionName) -> Result<Function, Error> {
        let found = self.functions.get(name).await?;
        found.ok_or_else(|| Error::FunctionNotFound(name.to_string()))
    }
}
