//! Whatever the executor calls: HTTP destinations with scripted responses, an authorization server, a
//! database, and a mail server. All requests are recorded.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{Clock as _, DatabaseCaller, HttpCaller, MailSender};
use beadle_domain::call::{
    CallError, CallLimits, DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest, HttpRequest,
    HttpResponse, MailError, MailReply, MailRequest,
};
use beadle_testing::StillClock;
use beadle_values::duration;
use bytes::Bytes;
use jiff::Timestamp;

/// The response of a destination.
pub(super) enum Reply {
    Status(u16),
    Body(Bytes),
    /// This status with these headers and this body.
    Whole(u16, Vec<(&'static str, String)>, String),
    Error(CallError),
    /// Status 200, after a delay in tokio's time.
    After(Duration),
    /// Status 200, once others have moved the clock on by this.
    Took(Duration),
    Panic,
}

/// All destinations. They respond with status 200 once no scripted response is left.
pub(super) struct Destination {
    clock: Arc<StillClock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    replies: VecDeque<Reply>,
    calls: Vec<(HttpRequest, CallLimits)>,
    /// When calls that took some time began.
    starts: Vec<Timestamp>,
    /// How many of those are under way, and the most that ever were.
    under_way: usize,
    most_at_once: usize,
    tokens: usize,
    statements: Vec<DatabaseRequest>,
    mails: Vec<MailRequest>,
}

/// A call that takes some time, until it ends or is cut off.
struct UnderWay<'d>(&'d Mutex<State>);

impl<'d> UnderWay<'d> {
    fn from(start: Timestamp, destination: &'d Mutex<State>) -> Self {
        let mut state = destination.lock().unwrap();
        state.starts.push(start);
        state.under_way += 1;
        state.most_at_once = state.most_at_once.max(state.under_way);
        Self(destination)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.lock().unwrap().under_way -= 1;
    }
}

impl Destination {
    /// Destinations that give these responses, whose delays advance `clock`.
    pub(super) fn answering(replies: impl IntoIterator<Item = Reply>, clock: Arc<StillClock>) -> Self {
        let state = State { replies: replies.into_iter().collect(), ..State::default() };
        Self { clock, state: Mutex::new(state) }
    }

    /// Adds responses to those that are left.
    pub(super) fn will_answer(&self, replies: impl IntoIterator<Item = Reply>) {
        self.state.lock().unwrap().replies.extend(replies);
    }

    /// The calls so far, without those to the authorization server.
    pub(super) fn calls(&self) -> Vec<(HttpRequest, CallLimits)> {
        self.state.lock().unwrap().calls.clone()
    }

    /// When the calls that [took](Reply::Took) some time began.
    pub(super) fn starts(&self) -> Vec<Timestamp> {
        self.state.lock().unwrap().starts.clone()
    }

    /// How many of those were under way at once at most: one that is cut off is not any more.
    pub(super) fn most_at_once(&self) -> usize {
        self.state.lock().unwrap().most_at_once
    }

    /// Forgets the calls so far.
    pub(super) fn forget_calls(&self) {
        self.state.lock().unwrap().calls.clear();
    }

    /// How many tokens the authorization server `login.example` has granted.
    pub(super) fn tokens(&self) -> usize {
        self.state.lock().unwrap().tokens
    }

    /// The mails that the mail server has taken.
    pub(super) fn mails(&self) -> Vec<MailRequest> {
        self.state.lock().unwrap().mails.clone()
    }

    /// The statements that the database has run.
    pub(super) fn statements(&self) -> Vec<DatabaseRequest> {
        self.state.lock().unwrap().statements.clone()
    }

    fn grant_token(&self) -> Bytes {
        let mut state = self.state.lock().unwrap();
        state.tokens += 1;
        let number = state.tokens;
        format!(r#"{{"access_token":"token-{number}","token_type":"Bearer","expires_in":3600}}"#).into()
    }
}

#[async_trait]
impl HttpCaller for Destination {
    async fn call(&self, request: HttpRequest, limits: CallLimits) -> Result<HttpResponse, CallError> {
        if request.url.host_str() == Some("login.example") {
            return Ok(response(200, self.grant_token()));
        }
        let reply = {
            let mut state = self.state.lock().unwrap();
            state.calls.push((request, limits));
            state.replies.pop_front().unwrap_or(Reply::Status(200))
        };
        match reply {
            Reply::Status(status) => Ok(response(status, Bytes::new())),
            Reply::Body(body) => Ok(response(200, body)),
            Reply::Whole(status, headers, body) => {
                let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                Ok(HttpResponse { headers, ..response(status, body.into()) })
            }
            Reply::Error(error) => Err(error),
            Reply::After(pause) => {
                tokio::time::sleep(pause).await;
                self.clock.advance(i64::try_from(pause.as_millis()).unwrap());
                Ok(response(200, Bytes::new()))
            }
            Reply::Took(time) => {
                let start = self.clock.now();
                let _under_way = UnderWay::from(start, &self.state);
                while self.clock.now() < duration::after(start, time) {
                    tokio::task::yield_now().await;
                }
                Ok(response(200, Bytes::new()))
            }
            Reply::Panic => panic!("a destination of the test"),
        }
    }
}

fn response(status: u16, body: Bytes) -> HttpResponse {
    HttpResponse { status, headers: Vec::new(), body, truncated: false, lost_body: None }
}

#[async_trait]
impl DatabaseCaller for Destination {
    async fn run(
        &self,
        request: DatabaseRequest,
        _: DatabaseLimits,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        self.state.lock().unwrap().statements.push(request);
        Ok(DatabaseAnswer { affected: 1, ..DatabaseAnswer::default() })
    }
}

#[async_trait]
impl MailSender for Destination {
    async fn send(&self, request: MailRequest, _: Duration) -> Result<MailReply, MailError> {
        self.state.lock().unwrap().mails.push(request);
        Ok(MailReply { code: 250, message: "taken".to_owned() })
    }
}
