//! The options of `beadle dev`, and what only it reads from environment variables; options take precedence.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use beadle_api::{Auth, RequestRate};
use beadle_runtime::{
    Environment,
    env::{EnvError, Reader},
};
use clap::{Args, ValueEnum};

use crate::{
    data_dir::DataDir,
    machine::{Preset, Settings},
};

const DEFAULT_PORT: u16 = 8080;

/// The options of `beadle dev`.
#[derive(Debug, Args)]
pub struct Options {
    /// The port to listen on; 0 selects a free one. Also `PORT` or `HTTP_PORT`; 8080 by default.
    #[arg(long)]
    port: Option<u16>,
    #[command(flatten)]
    data_dir: DataDir,
    /// Reject calls to loopback and private networks, as on AWS, except those that `EGRESS_ALLOW` names. Also
    /// `STRICT_EGRESS`.
    #[arg(long)]
    strict_egress: bool,
    /// Run scripts and functions even where this system lacks a layer of the sandbox. What they do then is not contained.
    #[arg(long)]
    unsafe_scripts: bool,
    /// The clock: `manual` stands still until `POST /dev/clock/advance` moves it, for tests of tasks.
    #[arg(long, value_enum, default_value_t)]
    pub(super) clock: ClockKind,
}

/// Which clock decides what is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ClockKind {
    /// The clock of the system.
    #[default]
    System,
    /// One that is moved by hand.
    Manual,
}

impl Options {
    /// The loopback address to listen on, and the settings. Callers need credentials only where their verification is configured.
    ///
    /// # Errors
    /// [`EnvError`] naming every variable with a wrong value.
    pub(super) fn settings(&self, environment: &Environment) -> Result<(SocketAddr, Settings), EnvError> {
        environment.read(|env| {
            let address = SocketAddr::new(host(env), self.port(env));
            let strict_egress = env.flag("STRICT_EGRESS", false) || self.strict_egress;
            let preset = Preset {
                data_dir: self.data_dir.folder(environment),
                strict_egress,
                unsafe_scripts: self.unsafe_scripts,
                auth: Auth::Local,
                request_rate: RequestRate::Unlimited,
            };
            (address, Settings::read(env, preset))
        })
    }

    fn port(&self, env: &mut Reader<'_>) -> u16 {
        let accepts = "a port number from 0 to 65535";
        let general = env.parsed_or("HTTP_PORT", DEFAULT_PORT, accepts);
        let own = env.parsed_or("PORT", general, accepts);
        self.port.unwrap_or(own)
    }
}

fn host(env: &mut Reader<'_>) -> IpAddr {
    let accepts =
        "a loopback address (127.0.0.1, ::1 or localhost): there, and only there, no credentials are needed";
    env.parsed("HTTP_HOST", Ipv4Addr::LOCALHOST.into(), accepts, |text| match text {
        "localhost" => Ok(Ipv4Addr::LOCALHOST.into()),
        "[::1]" => Ok(Ipv6Addr::LOCALHOST.into()),
        _ => text.parse().ok().filter(IpAddr::is_loopback).ok_or(()),
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn read(options: &Options, variables: &[(&str, &str)]) -> Result<(SocketAddr, Settings), EnvError> {
        options.settings(&Environment::of(variables.iter().copied()))
    }

    const NONE: Options = Options {
        port: None,
        data_dir: DataDir { data_dir: None },
        strict_egress: false,
        unsafe_scripts: false,
        clock: ClockKind::System,
    };

    #[test]
    fn the_defaults_are_port_8080_and_a_local_folder() {
        let (address, settings) = read(&NONE, &[]).unwrap();
        assert_eq!(address.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.data_dir, PathBuf::from(".beadle"));
    }

    #[test]
    fn options_win_over_variables() {
        let variables = [("PORT", "9001"), ("HTTP_PORT", "9002"), ("TASK_DATA_DIR", "/tmp/a")];
        let (address, settings) = read(&NONE, &variables).unwrap();
        assert_eq!((address.port(), settings.data_dir), (9001, PathBuf::from("/tmp/a")));
        let options =
            Options { port: Some(9003), data_dir: DataDir { data_dir: Some("/tmp/b".into()) }, ..NONE };
        let (address, settings) = read(&options, &variables).unwrap();
        assert_eq!((address.port(), settings.data_dir), (9003, PathBuf::from("/tmp/b")));
    }

    #[test]
    fn calls_to_loopback_are_allowed_by_default() {
        let reaches = |options: &Options, variables: &[(&str, &str)]| {
            read(options, variables).unwrap().1.egress.admits(Ipv4Addr::LOCALHOST.into())
        };
        let strict = Options { strict_egress: true, ..NONE };
        assert!(reaches(&NONE, &[]));
        assert!(!reaches(&strict, &[]));
        assert!(!reaches(&NONE, &[("STRICT_EGRESS", "true")]));
        assert!(reaches(&strict, &[("EGRESS_ALLOW", "127.0.0.0/8")]));
    }

    #[test]
    fn only_loopback_is_listened_on() {
        assert_eq!(read(&NONE, &[("HTTP_HOST", "::1")]).unwrap().0.to_string(), "[::1]:8080");
        let error = read(&NONE, &[("HTTP_HOST", "0.0.0.0"), ("PORT", "99999")]).unwrap_err().to_string();
        assert!(error.contains("HTTP_HOST: must be a loopback address"), "{error}");
        assert!(error.contains("PORT: must be a port number"), "{error}");
    }
}
