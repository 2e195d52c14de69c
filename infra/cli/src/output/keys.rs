//! Keys that are pressed while a command shows something.

use std::{io::IsTerminal, sync::OnceLock};

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::Output;

/// How the terminal was before keys were read from it one by one.
static BEFORE: OnceLock<Termios> = OnceLock::new();

/// The letters that are pressed until `last` is; none where nobody can press any.
pub fn pressed(output: &Output, last: char) -> UnboundedReceiver<char> {
    let (sender, letters) = unbounded_channel();
    if output.is_terminal() && std::io::stdin().is_terminal() {
        if let Ok(before) = tcgetattr(std::io::stdin()) {
            BEFORE.set(before).ok();
        }
        // It ends with the process: a read of a terminal can't be interrupted. Ctrl-C is raised as a signal.
        std::thread::spawn(move || {
            let terminal = console::Term::stdout();
            while let Ok(key) = terminal.read_key() {
                let console::Key::Char(letter) = key else { continue };
                if sender.send(letter).is_err() || letter == last {
                    return;
                }
            }
        });
    }
    letters
}

/// Leaves the terminal as it was: a thread that waits for a key has it in another mode.
pub fn restore() {
    if let Some(before) = BEFORE.get() {
        tcsetattr(std::io::stdin(), OptionalActions::Now, before).ok();
    }
}
