//! The ways out.

use beadle_sandbox::Layer::{self, Landlock, Limits, Seccomp, User};

/// Who tries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A script.
    Script,
    /// A function whose engine is broken: it does as its process what the engine would not let it do.
    Function,
}

/// A way out.
#[derive(Debug)]
pub struct Escape {
    pub name: &'static str,
    pub way: Way,
    /// The attempt of the probe and its arguments; `{…}` is something of the world.
    pub attempt: &'static [&'static str],
    /// The layers without which it is open: nothing else holds it, or nothing else where Beadle does not run as root.
    pub open_without: &'static [Layer],
}

const fn script(
    name: &'static str,
    attempt: &'static [&'static str],
    open_without: &'static [Layer],
) -> Escape {
    Escape { name, way: Way::Script, attempt, open_without }
}

const fn function(
    name: &'static str,
    attempt: &'static [&'static str],
    open_without: &'static [Layer],
) -> Escape {
    Escape { name, way: Way::Function, attempt, open_without }
}

pub const SCRIPTS: &[Escape] = &[
    script("read /etc/passwd", &["read", "/etc/passwd"], &[Landlock]),
    script("read the store", &["read", "{store}"], &[Landlock]),
    script("read a file that all may read", &["read", "{public}"], &[Landlock]),
    script("list /", &["list", "/"], &[Landlock]),
    script("list the folder of other runs", &["list", "{runs}"], &[Landlock]),
    script("write beside its folder", &["write", "{outside}"], &[Landlock]),
    script("a symbolic link in its folder", &["link", "/etc/passwd"], &[Landlock]),
    script("the parent's environment", &["read", "/proc/{parent}/environ"], &[]),
    script("the parent's memory", &["memory-of", "{parent}"], &[]),
    script("the parent's descriptors", &["list", "/proc/{parent}/fd"], &[]),
    script("/proc/1/environ", &["read", "/proc/1/environ"], &[]),
    script("inherited descriptors", &["descriptors"], &[Layer::Descriptors]),
    script("connect to a loopback port", &["connect", "{loopback}"], &[]),
    script("a signal to the supervisor", &["signal", "{parent}"], &[Landlock]),
    script("a signal to init", &["signal", "1"], &[]),
    script("a program with the rights of root", &["run", "{setuid}", "rights"], &[User]),
    script("another namespace", &["run", "/usr/bin/unshare", "--user", "/bin/true"], &[Seccomp]),
    script("run what it wrote", &["run-copy"], &[Landlock]),
    script("fork bomb", &["fork"], &[Limits, User]),
    script("memory bomb", &["memory"], &[Limits]),
    script("one large file", &["disk", "200"], &[]),
    script("many files", &["files"], &[]),
    script("10 GiB of output", &["flood"], &[]),
    script("an endless loop", &["spin"], &[]),
    script("a child left behind", &["stay"], &[]),
    script("a child in another session", &["stay-in-session"], &[]),
    script("the same without our variable", &["stay-unmarked"], &[Seccomp]),
];

pub const FUNCTIONS: &[Escape] = &[
    function("read /etc/passwd", &["read", "/etc/passwd"], &[]),
    function("read the store", &["read", "{store}"], &[]),
    function("write a file", &["write", "{outside}"], &[]),
    function("the parent's environment", &["read", "/proc/{parent}/environ"], &[]),
    function("the parent's memory", &["memory-of", "{parent}"], &[]),
    function("its own environment", &["read", "/proc/self/environ"], &[]),
    function("connect to a loopback port", &["connect", "{loopback}"], &[]),
    function("run a program", &["run", "/bin/true"], &[]),
    function("a signal to the supervisor", &["signal", "{parent}"], &[]),
    function("another thread", &["thread"], &[Seccomp]),
    function("memory beyond the engine", &["memory"], &[Limits]),
    function("inherited descriptors", &["descriptors"], &[]),
    function("an endless loop", &["spin"], &[]),
];
