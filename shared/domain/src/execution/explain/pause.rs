//! Explains executions that a pause holds.

use super::{Explanation, WaitKind};
use crate::{
    execution::HoldKind,
    gate::{Pause, PauseTarget, pause::sentence},
};

impl Explanation {
    /// The explanation of an execution whose longest pause at this time is `pause`. It changes nothing for one that is not
    /// held by a pause. The execution knows the pause that it met when it asked; that may have been replaced, or have ended.
    #[must_use]
    pub fn under(mut self, pause: Option<(PauseTarget, Pause)>) -> Self {
        let Some(waiting) = self.waiting_for.as_mut().filter(|waiting| waiting.kind == PAUSED) else {
            return self;
        };
        match &pause {
            Some((target, pause)) => waiting.reason = sentence(target, pause),
            None => {
                if let Some(next) = &mut self.next {
                    next.what.push_str(": by now it is paused no more");
                }
            }
        }
        waiting.pause = pause;
        self
    }
}

const PAUSED: WaitKind = WaitKind::Hold(HoldKind::Paused);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        execution::{Event, explain::explain},
        specimen::{at, claimed, pending},
    };

    #[test]
    fn a_pause_is_explained_as_it_is_now() {
        let paused = |reason: &str, until: Option<i64>| {
            let by = crate::specimen::request(&serde_json::json!({"url": "http://a.example/"})).owner;
            let pause = Pause { reason: reason.to_owned(), by, since: at(0), until: until.map(at) };
            (PauseTarget::Service, pause)
        };
        let (target, met) = paused("maintenance", None);
        let (due, hold) = crate::gate::pause::hold(&pending(), &target, &met, at(4), 0.0);
        let held = claimed(&pending(), 3).apply(Event::Defer { due, hold }, at(4)).unwrap();
        let explained = |pause| explain(&held, None, None, None, &[], None, at(5)).under(pause);
        let by = held.request.owner.as_str();

        let waiting = explained(Some(paused("a longer maintenance", Some(60)))).waiting_for.unwrap();
        assert_eq!(
            (waiting.kind.as_str(), waiting.pause),
            ("paused", Some(paused("a longer maintenance", Some(60))))
        );
        assert_eq!(
            waiting.reason,
            format!("everything is paused by {by} until 1970-01-01T00:01:00Z: a longer maintenance")
        );
        let resumed = explained(None);
        let next = resumed.next.unwrap();
        assert_eq!(
            (next.what.as_str(), next.at),
            ("attempt 1 asks again whether it may be made: by now it is paused no more", at(19))
        );
        assert_eq!(
            resumed.waiting_for.unwrap().reason,
            format!("everything is paused by {by} until it is resumed: maintenance")
        );
        let kept = resumed.decisions.into_iter().map(|decision| decision.detail).collect::<Vec<_>>();
        assert_eq!(
            kept[1],
            "attempt 1 was kept back by a pause of its config, of its owner's account or of everything"
        );
    }
}
