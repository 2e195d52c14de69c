//! The bare probe of the limit: HTTP in, group-committed insert, claim and settle in SQLite, pooled HTTP out,
//! and no product around it. Its throughput is what the machine allows.

use std::{path::Path, sync::Arc, thread};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use rusqlite::{Connection, params};
use tokio::sync::{mpsc, oneshot};

/// A write, acknowledged once it is durable.
enum Write {
    Insert(i64, Bytes),
    Claim(i64),
    Settle(i64),
}

type Queued = (Write, oneshot::Sender<()>);

struct Probe {
    writes: mpsc::UnboundedSender<Queued>,
    work: mpsc::UnboundedSender<(i64, Bytes)>,
    next: std::sync::atomic::AtomicI64,
}

impl Probe {
    async fn write(&self, write: Write) {
        let (done, wait) = oneshot::channel();
        if self.writes.send((write, done)).is_ok() {
            wait.await.ok();
        }
    }
}

/// Serves until killed; prints its address.
pub async fn serve(data_dir: &Path, destination: String) -> anyhow::Result<()> {
    std::fs::create_dir_all(data_dir)?;
    let connection = Connection::open(data_dir.join("probe.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
         CREATE TABLE tasks (id INTEGER PRIMARY KEY, status INTEGER NOT NULL, body BLOB NOT NULL)",
    )?;
    let (writes, queued) = mpsc::unbounded_channel();
    thread::spawn(move || commit_groups(&connection, queued));
    let (work, todo) = mpsc::unbounded_channel();
    let probe = Arc::new(Probe { writes, work, next: 0.into() });
    let client = reqwest::Client::builder().no_proxy().build()?;
    tokio::spawn(run(Arc::clone(&probe), client, todo, format!("http://{destination}/")));
    let router = Router::new().route("/api/v1/execute", post(submit)).with_state(probe);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("the probe is ready on http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

async fn submit(State(probe): State<Arc<Probe>>, body: Bytes) -> StatusCode {
    let id = probe.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let Ok(request) = serde_json::from_slice::<serde_json::Value>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    let payload = Bytes::from(request["body"].to_string());
    probe.write(Write::Insert(id, body)).await;
    probe.work.send((id, payload)).ok();
    StatusCode::ACCEPTED
}

async fn run(
    probe: Arc<Probe>,
    client: reqwest::Client,
    mut todo: mpsc::UnboundedReceiver<(i64, Bytes)>,
    url: String,
) {
    let permits = Arc::new(tokio::sync::Semaphore::new(32));
    while let Some((id, body)) = todo.recv().await {
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else { return };
        let (probe, client, url) = (Arc::clone(&probe), client.clone(), url.clone());
        tokio::spawn(async move {
            probe.write(Write::Claim(id)).await;
            if let Ok(response) = client.post(url).body(body).send().await {
                response.bytes().await.ok();
            }
            probe.write(Write::Settle(id)).await;
            drop(permit);
        });
    }
}

fn commit_groups(connection: &Connection, mut queued: mpsc::UnboundedReceiver<Queued>) {
    let mut group = Vec::new();
    while queued.blocking_recv_many(&mut group, 1_024) > 0 {
        if let Err(error) = commit(connection, &group) {
            println!("the probe can't write: {error}");
            return;
        }
        for (_, done) in group.drain(..) {
            done.send(()).ok();
        }
    }
}

fn commit(connection: &Connection, group: &[Queued]) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    for (write, _) in group {
        match write {
            Write::Insert(id, body) => connection
                .prepare_cached("INSERT INTO tasks VALUES (?1, 0, ?2)")?
                .execute(params![id, body.as_ref()])?,
            Write::Claim(id) => {
                connection.prepare_cached("UPDATE tasks SET status = 1 WHERE id = ?1")?.execute([id])?
            }
            Write::Settle(id) => {
                connection.prepare_cached("UPDATE tasks SET status = 2 WHERE id = ?1")?.execute([id])?
            }
        };
    }
    connection.execute_batch("COMMIT")
}
