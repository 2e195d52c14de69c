//! Room for the bodies of large responses, which all calls of a process share.
//!
//! Many calls run at once, and each may be answered with several megabytes. A body beyond [`FREE`] waits until there is room for the most that
//! it can become. It asks once, so that two bodies that are read half can't wait for each other, and gives back what it did not need.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The largest body that needs no room, in bytes.
pub(crate) const FREE: usize = 64 * 1024;

/// What room is counted in, in bytes.
const BLOCK: usize = 4 * 1024;

/// Room for bodies.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    blocks: Arc<Semaphore>,
    total: u32,
}

/// Room that a body has taken, until this is dropped.
#[derive(Debug)]
pub(crate) struct Reservation(Option<OwnedSemaphorePermit>);

/// A body and its room.
struct ReservedBody {
    body: Bytes,
    _room: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for ReservedBody {
    fn as_ref(&self) -> &[u8] {
        &self.body
    }
}

impl Room {
    /// Room for `bytes` in all.
    pub(crate) fn of(bytes: usize) -> Self {
        let total = blocks(bytes).max(1);
        Self { blocks: Arc::new(Semaphore::new(total as usize)), total }
    }

    /// Waits for room for `bytes`. One who asks for more than there is gets all of it.
    pub(crate) async fn take(&self, bytes: usize) -> Reservation {
        let wanted = blocks(bytes).min(self.total);
        // It is never closed.
        Reservation(Arc::clone(&self.blocks).acquire_many_owned(wanted).await.ok())
    }
}

impl Reservation {
    /// Nothing, for a small body.
    pub(crate) fn nothing() -> Self {
        Self(None)
    }

    /// Whether it holds no room.
    pub(crate) fn is_nothing(&self) -> bool {
        self.0.is_none()
    }

    /// Ties the room that `body` needs to it, and gives the rest back.
    pub(crate) fn hold(self, body: Bytes) -> Bytes {
        let Some(mut room) = self.0.filter(|_| body.len() > FREE) else { return body };
        let needed = blocks(body.len()) as usize;
        if let Some(rest) = room.num_permits().checked_sub(needed) {
            drop(room.split(rest));
        }
        Bytes::from_owner(ReservedBody { body, _room: room })
    }
}

fn blocks(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(BLOCK)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    const MB: usize = 1024 * 1024;

    fn body(length: usize) -> Bytes {
        vec![0; length].into()
    }

    #[tokio::test]
    async fn a_body_keeps_what_it_needs_until_it_is_dropped() {
        let room = Room::of(10 * MB);
        let first = room.take(5 * MB).await.hold(body(5 * MB));
        let second = room.take(5 * MB).await;
        assert!(room.take(BLOCK).now_or_never().is_none(), "there is no room");
        let second = second.hold(body(MB));
        let third = room.take(4 * MB).now_or_never().expect("what the second did not need");
        assert!(room.take(BLOCK).now_or_never().is_none());
        drop((first, third));
        let copy = second.slice(1..2);
        drop(second);
        assert!(room.take(10 * MB).now_or_never().is_none(), "a part keeps the whole");
        drop(copy);
        assert!(room.take(10 * MB).now_or_never().is_some());
    }

    #[tokio::test]
    async fn a_small_body_keeps_nothing_and_a_large_one_gets_all_there_is() {
        let room = Room::of(MB);
        let small = room.take(MB).await.hold(body(FREE));
        let large = room.take(5 * MB).now_or_never().expect("all the room").hold(body(3 * MB));
        assert_eq!((small.len(), large.len()), (FREE, 3 * MB));
        assert!(room.take(BLOCK).now_or_never().is_none());
        drop(large);
        assert!(room.take(MB).now_or_never().is_some());
        assert_eq!(Reservation::nothing().hold(body(MB)).len(), MB);
    }
}
