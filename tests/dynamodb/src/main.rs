//! A DynamoDB in memory for one test: prints its endpoint, and serves until its standard input is closed.
//!
//! Standard input is a pipe from the test, so the server ends with it, however the test ends.

use std::error::Error;

use dynoxide::{Database, server};
use tokio::{
    io::{AsyncReadExt, stdin},
    net::TcpListener,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let database = Database::memory()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let (mut input, mut ignored) = (stdin(), Vec::new());
    tokio::select! {
        () = server::serve_on(listener, database) => {}
        _ = input.read_to_end(&mut ignored) => {}
    }
    // The thread that reads standard input does not end by itself.
    std::process::exit(0)
}
