//! Bars of progress. They are drawn on standard error, and not at all where that is no terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Output;

/// A bar of `total` steps.
pub fn of(output: &Output, total: u64, what: &str) -> ProgressBar {
    styled(output, ProgressBar::new(total), "{msg} [{wide_bar}] {pos}/{len} {eta}", what)
}

/// A bar of `total` bytes.
pub fn bytes(output: &Output, total: u64, what: &str) -> ProgressBar {
    let template = "{msg} [{wide_bar}] {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta}";
    styled(output, ProgressBar::new(total), template, what)
}

/// A sign that something goes on, however long it takes.
pub fn spinner(output: &Output, what: &str) -> ProgressBar {
    let spinner = styled(output, ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}", what);
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

fn styled(output: &Output, bar: ProgressBar, template: &str, what: &str) -> ProgressBar {
    // The target is hidden by itself where standard error is no terminal.
    bar.set_draw_target(if output.is_quiet() {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    });
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what.to_owned());
    bar
}
