// Typed requests, problems, retries, waits and pages.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { test } from "node:test";

import { Beadle, BeadleError, WaitTimeout } from "../src/index.js";
import { TAKES_KEY } from "../src/client.js";
import { beadle, close, serve, textOf, TOKEN, URL_OF_BEADLE } from "./server.js";

const AT_ONCE = { type: "simulated", min_ms: 0, max_ms: 0, failure_rate: 0 } as const;

/** A server in front of Beadle that treats the first responses in its own way. */
async function unreliable(spoil: (number: number, response: ServerResponse) => boolean) {
  const keys: (string | undefined)[] = [];
  const { server, url } = await serve((request, response) => {
    void (async () => {
      keys.push(request.headers["idempotency-key"] as string | undefined);
      const number = keys.length;
      const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", "idempotency-key": keys.at(-1) ?? "" };
      const body = request.method === "GET" ? null : await textOf(request);
      // It reaches Beadle in any case: what is lost is the response.
      const answer = await fetch(URL_OF_BEADLE + request.url, { method: request.method ?? "GET", headers, body });
      const text = await answer.text();
      if (!spoil(number, response)) {
        response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(text);
      }
    })();
  });
  return { server, keys, client: new Beadle({ url, token: TOKEN, retry: { baseMs: 5 } }) };
}

test("a request is typed by its route, and so is its response", async () => {
  const task = await beadle.post("/api/v1/tasks", {
    body: { name: "call", type: "http", config: { url: "https://api.example.com/" }, schedule: "daily at 7:00" },
  });
  assert.equal(task.status, "scheduled");
  const changed = await beadle.patch("/api/v1/tasks/{id}", { path: { id: task.id }, body: { name: "call again" } });
  assert.equal(changed.name, "call again");
  assert.equal(await beadle.delete("/api/v1/tasks/{id}", { path: { id: task.id } }), undefined);
});

test("what is started can be waited for in the request", async () => {
  const execution = await beadle.post("/api/v1/execute", { body: { ...AT_ONCE }, waitSeconds: 10 });
  assert.equal(execution.status, "completed");
});

test("an execution is waited for until it ends", async () => {
  const started = await beadle.post("/api/v1/execute", { body: { ...AT_ONCE, delay: "1s" } });
  assert.notEqual(started.status, "completed");
  const ended = await beadle.wait(started.id, { timeoutMs: 20_000 });
  assert.equal(ended.status, "completed");
});

test("one whose record is deferred is waited for until it is recorded", async () => {
  const started = await beadle.post("/api/v1/execute", { body: { ...AT_ONCE, record: "deferred" } });
  const { server, keys, client } = await unreliable((number, response) => {
    const status = number === 1 ? "pending" : "cancelled";
    const { id, created_at } = started;
    const body = JSON.stringify({ id, execution_id: id, status, record: "deferred", created_at });
    return number <= 2 && !!response.writeHead(202, { "content-type": "application/json" }).end(body);
  });
  try {
    const ended = await client.wait(started.id, { timeoutMs: 20_000 });
    assert.equal(ended.status, "completed");
    assert.ok(keys.length >= 3);
  } finally {
    await close(server);
  }
});

test("a wait has an end", async () => {
  const started = await beadle.post("/api/v1/execute", { body: { ...AT_ONCE, delay: "1h" } });
  await assert.rejects(beadle.wait(started.id, { timeoutMs: 100 }), WaitTimeout);
  await assert.rejects(beadle.wait(started.id, { signal: AbortSignal.timeout(50) }), { name: "TimeoutError" });
});

test("a problem says what is wrong and where", async () => {
  const body = { type: "http", url: "ftp://example.com/" } as const;
  const error = await beadle.post("/api/v1/execute", { body }).catch((error: unknown) => error);
  assert.ok(error instanceof BeadleError);
  assert.deepEqual([error.status, error.code], [422, "validation"]);
  assert.match(JSON.stringify(error.problem?.detail), /"loc":\["body","url"\]/);
  assert.ok(error.requestId);
});

test("a response that was lost starts nothing twice", async () => {
  const { server, keys, client } = await unreliable((number, response) => {
    // Once before its first byte, once in the middle.
    if (number === 2) {
      response.writeHead(202, { "content-length": "100" }).write("{");
    }
    return number <= 2 && !!response.destroy();
  });
  try {
    const started = await client.post("/api/v1/execute", { body: { ...AT_ONCE, delay: "1h" } });
    assert.equal(keys.length, 3);
    assert.ok(keys[0]);
    assert.equal(new Set(keys).size, 1);
    const again = await beadle.post("/api/v1/execute", { body: { ...AT_ONCE, delay: "1h" }, idempotencyKey: keys[0] });
    assert.equal(again.id, started.id);
  } finally {
    await close(server);
  }
});

test("a server that is busy is asked again, after the time it names", async () => {
  const { server, keys, client } = await unreliable(
    (number, response) =>
      number <= 2 && !!response.writeHead(number === 1 ? 429 : 503, { "retry-after": number === 1 ? "1" : "0" }).end(),
  );
  try {
    const started = performance.now();
    assert.equal((await client.get("/api/v1/limits", {})).user_id, "contract");
    assert.ok(performance.now() - started >= 1_000);
    assert.equal(keys.length, 3);
  } finally {
    await close(server);
  }
});

test("a request that may not be repeated is sent once", async () => {
  const { server, keys, client } = await unreliable((_, response) => !!response.destroy());
  try {
    const body = { name: `key ${randomUUID()}`, scopes: ["read" as const] };
    await assert.rejects(client.post("/api/v1/api-keys", { body }), TypeError);
    assert.equal(keys.length, 1);
    await assert.rejects(client.get("/api/v1/limits", {}), TypeError);
    assert.equal(keys.length, 5);
  } finally {
    await close(server);
  }
});

test("lists are iterated over to their end", async () => {
  const tag = randomUUID();
  for (let number = 0; number < 7; number += 1) {
    await beadle.post("/api/v1/tasks", { body: { name: `task ${number}`, type: "todo", tags: [tag] } });
  }
  const names: string[] = [];
  for await (const task of beadle.list("/api/v1/tasks", { query: { tag, limit: 3 } })) {
    names.push(task.name);
  }
  assert.deepEqual(names.sort(), [0, 1, 2, 3, 4, 5, 6].map((number) => `task ${number}`));
});

test("the routes that take a key are those of the document", () => {
  const place = new URL("../../../../../functions/api/openapi.v1.json", import.meta.url);
  type Item = { post?: { parameters?: { name: string }[] } };
  const { paths } = JSON.parse(readFileSync(place, "utf8")) as { paths: Record<string, Item> };
  const takesKey = (item: Item) => item.post?.parameters?.some(({ name }) => name === "Idempotency-Key") ?? false;
  const described = Object.entries(paths).filter(([, item]) => takesKey(item));
  assert.deepEqual([...TAKES_KEY].sort(), described.map(([path]) => path).sort());
});
