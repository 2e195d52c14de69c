//! Messages over a connection (PostgreSQL manual, chapter 55).

use std::io;

use beadle_domain::call::DatabaseError;
use bytes::{Buf, BytesMut};
use postgres_protocol::message::{
    backend::{Header, Message},
    frontend,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::fault::{Fault, Refusal};
use crate::database::error::{closed, connection_error};

/// The bytes of a message before its content: its tag and its length.
const HEADER: usize = 5;

/// The longest message of the server that is kept, rows aside, in bytes.
const MAX_MESSAGE: usize = 1 << 20;

/// What a connection reads from and writes to.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A message of the server that concerns a statement.
pub(super) enum Reply {
    /// Any but those below.
    Message(Message),
    /// A row that is longer than rows may be. It is not kept.
    LongRow,
}

/// A connection after the handshake.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    incoming: BytesMut,
    outgoing: BytesMut,
    /// The longest row that is kept, in bytes.
    pub max_row: usize,
    /// Whether the server is in a transaction block, as it last reported.
    pub in_transaction: bool,
    is_broken: bool,
}

impl Wire {
    pub fn new(stream: Box<dyn Stream>) -> Self {
        Self {
            stream,
            incoming: BytesMut::new(),
            outgoing: BytesMut::new(),
            max_row: MAX_MESSAGE,
            in_transaction: false,
            is_broken: false,
        }
    }

    /// Whether the connection can carry no further statement.
    pub fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Appends a message to those that [`Self::flush`] sends; if it can't be written, none of them is.
    ///
    /// # Errors
    /// [`DatabaseError::InvalidRequest`] if it can't be written: texts with a zero byte, above all.
    pub fn write<E>(&mut self, message: impl FnOnce(&mut BytesMut) -> Result<(), E>) -> Result<(), Fault> {
        message(&mut self.outgoing).map_err(|_| {
            // Nothing of it was sent yet.
            self.outgoing.clear();
            Fault::from(DatabaseError::InvalidRequest("it has a zero character or is too long".to_owned()))
        })
    }

    /// Sends what was written.
    pub async fn flush(&mut self) -> Result<(), Fault> {
        let sent = async {
            self.stream.write_all_buf(&mut self.outgoing).await?;
            self.stream.flush().await
        };
        match sent.await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.broken(connection_error(&error))),
        }
    }

    /// Sends SQL by the simple protocol, as one message, which a pooler hands to one server.
    pub async fn script(
        &mut self,
        sql: &str,
        each: impl FnMut(Reply) -> Result<(), Fault> + Send,
    ) -> Result<(), Fault> {
        self.write(|out| frontend::query(sql, out))?;
        self.flush().await?;
        self.until_ready(each).await
    }

    /// Reads to the end of the server's answer and passes on all but errors.
    ///
    /// # Errors
    /// The first error of the server or of `each`; the connection remains usable after both.
    pub async fn until_ready(
        &mut self,
        mut each: impl FnMut(Reply) -> Result<(), Fault> + Send,
    ) -> Result<(), Fault> {
        let mut result = Ok(());
        loop {
            let reply = match self.next().await {
                Ok(reply) => reply,
                // A server that ends the connection says why before.
                Err(error) => return result.and(Err(error)),
            };
            match reply {
                Reply::Message(Message::ReadyForQuery(body)) => {
                    self.in_transaction = body.status() != b'I';
                    return result;
                }
                Reply::Message(Message::ErrorResponse(body)) => {
                    result = result.and_then(|_| Err(Refusal::of(&body).into()));
                }
                Reply::Message(Message::CopyInResponse(_)) => {
                    result = result.and_then(|_| Err(Fault::copy()));
                    self.write(|out| frontend::copy_fail("no rows are sent", out))?;
                    // The one that was sent with the statement is ignored while the server waits for rows.
                    self.write(sync)?;
                    self.flush().await?;
                }
                Reply::Message(Message::CopyOutResponse(_)) => {
                    // What follows may be a whole table.
                    self.is_broken = true;
                    return Err(Fault::copy());
                }
                reply => result = result.and_then(|()| each(reply)),
            }
        }
    }

    /// The next message but notices.
    pub async fn next(&mut self) -> Result<Reply, Fault> {
        loop {
            match self.any().await? {
                Reply::Message(
                    Message::NoticeResponse(_)
                    | Message::ParameterStatus(_)
                    | Message::NotificationResponse(_),
                ) => {}
                reply => return Ok(reply),
            }
        }
    }

    async fn any(&mut self) -> Result<Reply, Fault> {
        loop {
            let header = Header::parse(&self.incoming).map_err(|_| self.not_postgres())?;
            let length =
                header.and_then(|header| Some((header.tag(), usize::try_from(header.len()).ok()? + 1)));
            match length {
                Some((b'D', length)) if length > self.max_row => {
                    self.skip(length).await?;
                    return Ok(Reply::LongRow);
                }
                Some((tag, length)) if tag != b'D' && length > MAX_MESSAGE => return Err(self.not_postgres()),
                Some((_, length)) if length <= self.incoming.len() => {
                    let message = Message::parse(&mut self.incoming).map_err(|_| self.not_postgres())?;
                    return message.map(Reply::Message).ok_or_else(|| self.not_postgres());
                }
                Some((_, length)) => self.incoming.reserve(length - self.incoming.len()),
                None => self.incoming.reserve(HEADER),
            }
            self.receive().await?;
        }
    }

    async fn skip(&mut self, mut length: usize) -> Result<(), Fault> {
        loop {
            let there = length.min(self.incoming.len());
            self.incoming.advance(there);
            length -= there;
            if length == 0 {
                return Ok(());
            }
            self.receive().await?;
        }
    }

    async fn receive(&mut self) -> Result<(), Fault> {
        match self.stream.read_buf(&mut self.incoming).await {
            Ok(0) => Err(self.broken(closed())),
            Ok(_) => Ok(()),
            Err(error) => Err(self.broken(connection_error(&error))),
        }
    }

    /// Marks the connection as unusable because of an answer that does not belong to the protocol.
    pub fn not_postgres(&mut self) -> Fault {
        self.broken(DatabaseError::InvalidResponse("the server broke the protocol".to_owned()))
    }

    fn broken(&mut self, error: DatabaseError) -> Fault {
        self.is_broken = true;
        error.into()
    }
}

/// The end of a batch of messages, after which the server answers that it is ready.
#[expect(clippy::unnecessary_wraps, reason = "it is written like the other messages, which can fail")]
pub(super) fn sync(out: &mut BytesMut) -> io::Result<()> {
    frontend::sync(out);
    Ok(())
}
