//! The child's three pipes.

use std::{
    io,
    process::{Child, ChildStderr, ChildStdin, ChildStdout},
};

use bytes::Bytes;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process,
    sync::mpsc,
    task::JoinSet,
};

/// How much is read at once, in bytes.
const CHUNK: usize = 32 * 1024;

/// What the child wrote.
#[derive(Debug)]
pub(crate) enum Written {
    Stdout(Bytes),
    Stderr(Bytes),
}

/// The supervisor's ends. What is sent is written by a task of its own, so that a child that does not read can't keep the
/// supervisor from reading.
#[derive(Debug)]
pub(crate) struct Pipes {
    /// What the child wrote; ends when nobody has its ends of the pipes any more.
    pub(crate) written: mpsc::Receiver<Written>,
    /// What the child gets to read.
    pub(crate) input: Option<mpsc::UnboundedSender<Vec<u8>>>,
    _tasks: JoinSet<()>,
}

impl Pipes {
    pub(crate) fn of(child: &mut Child) -> io::Result<Self> {
        let missing = || io::Error::other("the child has no pipes");
        let (stdin, stdout, stderr) = (
            child.stdin.take().ok_or_else(missing)?,
            child.stdout.take().ok_or_else(missing)?,
            child.stderr.take().ok_or_else(missing)?,
        );
        Self::over(stdin, stdout, stderr)
    }

    fn over(stdin: ChildStdin, stdout: ChildStdout, stderr: ChildStderr) -> io::Result<Self> {
        let mut stdin = process::ChildStdin::from_std(stdin)?;
        let (stdout, stderr) =
            (process::ChildStdout::from_std(stdout)?, process::ChildStderr::from_std(stderr)?);
        let (sender, written) = mpsc::channel(8);
        let (input, mut inputs) = mpsc::unbounded_channel::<Vec<u8>>();
        let mut tasks = JoinSet::new();
        tasks.spawn(read(stdout, sender.clone(), Written::Stdout));
        tasks.spawn(read(stderr, sender, Written::Stderr));
        tasks.spawn(async move {
            while let Some(bytes) = inputs.recv().await {
                // A child that does not read its input is no fault of the run.
                if stdin.write_all(&bytes).await.is_err() {
                    break;
                }
            }
        });
        Ok(Self { written, input: Some(input), _tasks: tasks })
    }

    /// Sends `bytes`.
    pub(crate) fn send(&self, bytes: Vec<u8>) {
        if let Some(input) = &self.input {
            let _ = input.send(bytes);
        }
    }

    /// Ends the child's input after what was sent.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }
}

async fn read<R: AsyncRead + Unpin>(mut pipe: R, sender: mpsc::Sender<Written>, wrap: fn(Bytes) -> Written) {
    let mut buffer = vec![0; CHUNK];
    while let Ok(count) = pipe.read(&mut buffer).await {
        if count == 0 || sender.send(wrap(Bytes::copy_from_slice(&buffer[..count]))).await.is_err() {
            break;
        }
    }
}
