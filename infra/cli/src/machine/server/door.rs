//! Accepts connections, at most so many at once. What is too many is answered with 503 and closed: a client that
//! is turned away can retry, one that waits in the backlog can't tell.

use std::{fs::File, io, net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use rustix::{
    io::Errno,
    process::{Resource, getrlimit},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::sleep,
};
use tokio_io_timeout::TimeoutStream;

/// The most connections at once, where the limit of file descriptors allows as many.
const MAX_CONNECTIONS: usize = 1024;

/// How long a client may take to read a part of a response.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// The pause after a system error that is not about file descriptors, such as a lack of memory.
const PAUSE: Duration = Duration::from_millis(100);

/// The response to a connection that is turned away.
const TURNED_AWAY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// A connection, which ends when its client stops reading.
pub(super) type Connection = Pin<Box<TimeoutStream<TcpStream>>>;

/// A connection that was accepted.
pub(super) struct Accepted {
    pub(super) stream: Connection,
    /// Who connected.
    pub(super) peer: SocketAddr,
    /// Its place, which is free again once this is dropped.
    pub(super) place: OwnedSemaphorePermit,
}

/// The listener, the places for connections, and one file descriptor in reserve.
pub(super) struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    reserve: Option<File>,
    /// Whether what is not encrypted is understood.
    plain: bool,
}

impl Door {
    /// A door before `listener`, whose clients understand an answer that is not encrypted if `plain`. Connections get at most half of the file descriptors that the process may open: the store and
    /// calls to destinations need some, too.
    ///
    /// # Errors
    /// When no file descriptor can be reserved.
    pub(super) fn new(listener: TcpListener, plain: bool) -> io::Result<Self> {
        let descriptors = getrlimit(Resource::Nofile).current.and_then(|limit| usize::try_from(limit).ok());
        let most = descriptors.map_or(MAX_CONNECTIONS, |limit| (limit / 2).clamp(1, MAX_CONNECTIONS));
        Self::with_places(listener, plain, most)
    }

    /// A door for at most `most` connections at once.
    pub(super) fn with_places(listener: TcpListener, plain: bool, most: usize) -> io::Result<Self> {
        Ok(Self { listener, places: Arc::new(Semaphore::new(most)), reserve: Some(reserve()?), plain })
    }

    /// The next connection.
    pub(super) async fn next(&mut self) -> Accepted {
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    if let Some(accepted) = self.admit(stream, peer) {
                        return accepted;
                    }
                }
                Err(error) => self.recover(&error).await,
            }
        }
    }

    fn admit(&self, stream: TcpStream, peer: SocketAddr) -> Option<Accepted> {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            self.turn_away(&stream);
            return None;
        };
        // Without Nagle's algorithm, a small response does not wait for the previous one's acknowledgement.
        stream.set_nodelay(true).ok();
        let mut connection = TimeoutStream::new(stream);
        connection.set_write_timeout(Some(WRITE_TIMEOUT));
        Some(Accepted { stream: Box::pin(connection), peer, place })
    }

    /// Goes on after `accept` failed. Without a free file descriptor the reserved one is used to turn the client away, who would
    /// otherwise stay in the backlog and be accepted only when it has given up.
    async fn recover(&mut self, error: &io::Error) {
        match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::MFILE | Errno::NFILE) => {
                tracing::warn!(%error, "connections are turned away");
                drop(self.reserve.take());
                if let Ok(Ok((stream, _))) = tokio::time::timeout(PAUSE, self.listener.accept()).await {
                    self.turn_away(&stream);
                }
                self.reserve = reserve().ok();
                if self.reserve.is_none() {
                    sleep(PAUSE).await;
                }
            }
            // The client has gone already.
            Some(Errno::CONNABORTED | Errno::CONNRESET) => {}
            _ => {
                tracing::error!(%error, "accepting a connection failed");
                sleep(PAUSE).await;
            }
        }
    }

    /// Asks the client to try again, if it understands that. It is not waited for: what does not fit into the socket's buffer is
    /// lost.
    fn turn_away(&self, stream: &TcpStream) {
        if self.plain {
            stream.try_write(TURNED_AWAY).ok();
        }
    }
}

fn reserve() -> io::Result<File> {
    File::open("/dev/null")
}
