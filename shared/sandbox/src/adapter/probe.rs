//! The sandbox in the detailed health.

use std::time::Duration;

use async_trait::async_trait;
use beadle_application::port::{Condition, Probe, ProbeError};
use tokio::{sync::OnceCell, time};

use crate::{Failure, Layers, Sandbox};

/// How long the health check waits. A sandbox that is still starting is not one in trouble.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Reports which layers hold. They are probed once: neither a kernel nor an execution environment changes what it has.
pub struct SandboxProbe<S> {
    sandbox: S,
    known: OnceCell<Layers>,
}

impl<S: Sandbox> SandboxProbe<S> {
    /// A probe of `sandbox`.
    pub fn new(sandbox: S) -> Self {
        Self { sandbox, known: OnceCell::new() }
    }

    /// The layers, and whether all that are required hold. What is missing is logged when they are looked at.
    ///
    /// # Errors
    /// [`Failure`] when they can't be probed; the next call tries again.
    pub async fn layers(&self) -> Result<(&Layers, bool), Failure> {
        let required = self.sandbox.required_layers();
        let look = || async {
            let layers = self.sandbox.layers().await?;
            if let Some(missing) = layers.missing(required) {
                let why = missing.why.as_deref().unwrap_or("it was not put on");
                tracing::warn!(
                    layer = missing.layer.as_str(),
                    why,
                    "neither scripts nor functions run here: a layer of the sandbox is missing"
                );
            }
            Ok::<_, Failure>(layers)
        };
        let layers = self.known.get_or_try_init(look).await?;
        Ok((layers, layers.missing(required).is_none()))
    }
}

#[async_trait]
impl<S: Sandbox> Probe for SandboxProbe<S> {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    /// Never fails: without a sandbox everything but scripts and functions works.
    async fn probe(&self) -> Result<Condition, ProbeError> {
        let condition = match time::timeout(PATIENCE, self.layers()).await {
            Ok(Ok((layers, runs_code))) => Condition {
                runs_code: Some(runs_code),
                layers: layers.0.iter().map(|state| (state.layer.as_str().to_owned(), state.held)).collect(),
                ..Condition::default()
            },
            Ok(Err(failure)) => {
                tracing::warn!(%failure, "the layers of the sandbox are not known");
                Condition { runs_code: Some(false), ..Condition::default() }
            }
            Err(_) => Condition::default(),
        };
        Ok(condition)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::{
        Egress, Fault, FunctionRun, Layer, Log, Report, ScriptRun, Upload,
        limits::FunctionLimits,
        supervisor::{ParseError, Parsed},
    };

    /// A sandbox of which only the layers are known.
    struct Layered {
        held: &'static [Layer],
        required: &'static [Layer],
        asked: AtomicU32,
    }

    impl Layered {
        fn new(held: &'static [Layer], required: &'static [Layer]) -> Self {
            Self { held, required, asked: AtomicU32::new(0) }
        }

        fn nothing() -> Failure {
            Failure::new(Fault::Unavailable, "only the layers are known")
        }
    }

    #[async_trait]
    impl Sandbox for Layered {
        async fn run_function(&self, _: &str, _: &FunctionRun, _: &Egress, _: &dyn Log) -> Report {
            Report::failed(Self::nothing())
        }

        async fn run_script(&self, _: &str, _: &ScriptRun, _: &dyn Log) -> Report {
            Report::failed(Self::nothing())
        }

        async fn parse_modules(&self, _: &str, _: &Upload, _: &FunctionLimits) -> Result<Parsed, ParseError> {
            Err(Self::nothing().into())
        }

        async fn layers(&self) -> Result<Layers, Failure> {
            if self.asked.fetch_add(1, Ordering::Relaxed) == 0 {
                return Err(Self::nothing());
            }
            let mut layers = Layers::default();
            for layer in Layer::ALL {
                let held = self.held.contains(&layer);
                layers.note(layer, if held { Ok(()) } else { Err("not here".to_owned()) });
            }
            Ok(layers)
        }

        fn required_layers(&self) -> &'static [Layer] {
            self.required
        }
    }

    #[tokio::test]
    async fn the_layers_are_looked_at_until_they_are_known_and_only_required_ones_matter() {
        for (held, required, runs) in [
            (&Layer::ALL[..], &Layer::ALL[..], true),
            (&[Layer::Limits], &[], true),
            (&[Layer::Limits], &[Layer::Landlock], false),
        ] {
            let probe = SandboxProbe::new(Layered::new(held, required));
            let unknown = probe.probe().await.unwrap();
            assert!(unknown.is_degraded() && unknown.layers.is_empty(), "{unknown:?}");
            for _ in 0..2 {
                let condition = probe.probe().await.unwrap();
                assert_eq!(condition.runs_code, Some(runs));
                assert_eq!(condition.is_degraded(), !runs);
                assert_eq!(condition.layers.len(), Layer::ALL.len());
                assert_eq!(condition.layers["landlock"], held.contains(&Layer::Landlock));
            }
            assert_eq!(probe.sandbox.asked.load(Ordering::Relaxed), 2, "once more after it was not known");
        }
    }
}
