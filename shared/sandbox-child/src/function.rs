//! Functions in QuickJS.
use crate::confine::Confinement;
use beadle_sandbox::{
    fault::{Failure, Fault},
    function::Upload,
    limits::FunctionLimits,
    protocol::Call,
};
/// More globals for functions.
pub type Extra = for<'js> fn(&rquickjs::Ctx<'js>) -> rquickjs::Result<()>;
pub(crate) fn run(mut c: Confinement, _: Call, _: Option<Extra>) -> Result<(), Failure> {
    c.allow_few_calls()?;
    Err(Failure::new(Fault::Unavailable, "none"))
}
pub(crate) fn parse(_: Confinement, _: &Upload, _: &FunctionLimits) -> Result<(), Failure> {
    Err(Failure::new(Fault::Unavailable, "none"))
}
