//! Waits for a future without giving the thread back.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Blocks the thread until `work` is done. Then it gives others a turn, so that a runtime which limits how
/// much a task does in one turn does not stop it for good.
pub(super) async fn block_on<T>(work: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut work = pin!(work);
    let done = poll_fn(|_| {
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
                return Poll::Ready(done);
            }
            thread::park();
        }
    })
    .await;
    let mut is_resumed = false;
    poll_fn(|context| {
        if is_resumed {
            return Poll::Ready(());
        }
        is_resumed = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    done
}
