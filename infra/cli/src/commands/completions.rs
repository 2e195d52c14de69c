//! `beadle completions` and `beadle man`: what shells and `man` need to know about the command.

use std::{fs, path::PathBuf};

use clap::{Args, Command, CommandFactory, ValueEnum};
use clap_complete::Shell as Generated;

use crate::{
    client::{Error, Result},
    output::Output,
};

/// The options of `beadle completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle completions bash
  beadle completions fish")]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// A shell.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    /// `beadle completions bash > ~/.local/share/bash-completion/completions/beadle`
    Bash,
    /// `beadle completions zsh > ~/.zfunc/_beadle`
    Zsh,
    /// `beadle completions fish > ~/.config/fish/completions/beadle.fish`
    Fish,
}

/// The options of `beadle man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle man
  beadle man --folder man1")]
pub struct Man {
    /// Write a page for each command into this folder, in place of the first one to standard output.
    #[arg(long)]
    folder: Option<PathBuf>,
}

impl Completions {
    /// Writes the completions.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn run(self, output: &Output) -> Result<()> {
        let shell = match self.shell {
            Shell::Bash => Generated::Bash,
            Shell::Zsh => Generated::Zsh,
            Shell::Fish => Generated::Fish,
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut crate::Cli::command(), "beadle", &mut script);
        output.bytes(&script)
    }
}

impl Man {
    /// Writes the pages.
    ///
    /// # Errors
    /// [`Error::Failed`] if the folder can't be written.
    pub fn run(self, output: &Output) -> Result<()> {
        let mut command = crate::Cli::command();
        command.build();
        let Some(folder) = self.folder else { return output.bytes(&page(command)?) };
        let failed = |error: std::io::Error| Error::Failed(format!("{}: {error}", folder.display()));
        fs::create_dir_all(&folder).map_err(failed)?;
        let mut commands = vec![(String::from("beadle"), command)];
        let mut pages = 0;
        while let Some((name, command)) = commands.pop() {
            for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
                commands.push((format!("{name}-{}", below.get_name()), below.clone()));
            }
            let file = folder.join(format!("{name}.1"));
            fs::write(&file, page(command)?).map_err(failed)?;
            pages += 1;
        }
        output.text(&format!("{pages} pages in {}", folder.display()))
    }
}

fn page(command: Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}
