//! The commands that scripts may run: the operator's list, and what only a shell would understand.

mod allow_list;
pub mod shell;

pub use self::allow_list::{AllowListError, AllowedCommand, Scripts};
