// Webhooks that the server signs, and jobs that answer it later.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CALLBACK_HEADER, ForeignCallback, InvalidSignature, isGone, Receiver, verifyWebhook, type Job } from "../src/index.js";
import { beadle, close, eventually, HOOK_SECRET, serve, textOf, URL_OF_BEADLE } from "./server.js";

/** Of an execution that does not exist. */
const UNKNOWN = `${URL_OF_BEADLE}/cb/exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.1.1800000000.k1.AAAA`;

test("a signed webhook is verified, and nothing else is", async () => {
  let received: { headers: Record<string, string | string[] | undefined>; body: string } | undefined;
  const { server, url } = await serve((request, response) => {
    void textOf(request).then((body) => {
      received = { headers: request.headers, body };
      response.end();
    });
  });
  try {
    const body = { type: "webhook", url, body: { order: 7 }, secret: "${secret:hook}" } as const;
    const execution = await beadle.post("/api/v1/execute", { body, waitSeconds: 20 });
    assert.equal(execution.status, "completed", JSON.stringify(execution));
    assert.ok(received);
    const { headers, body: sent } = received;
    assert.equal(verifyWebhook(HOOK_SECRET, headers, sent), headers["webhook-id"]);
    const other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    assert.ok(verifyWebhook([other, HOOK_SECRET], headers, sent), "while secrets are rotated");
    const later = new Date(Date.now() + 301_000);
    for (const bad of [
      () => verifyWebhook(HOOK_SECRET, headers, `${sent} `),
      () => verifyWebhook(other, headers, sent),
      () => verifyWebhook(HOOK_SECRET, headers, sent, later),
      () => verifyWebhook(HOOK_SECRET, { ...headers, "webhook-id": undefined }, sent),
      () => verifyWebhook(HOOK_SECRET, { ...headers, "webhook-signature": "v1a,x" }, sent),
    ]) {
      assert.throws(bad, InvalidSignature);
    }
  } finally {
    await close(server);
  }
});

/** The example of the specification. */
test("the example of Standard Webhooks is verified", () => {
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  verifyWebhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", headers, '{"test": 2432232314}', new Date(1614265330_000));
});

/** Starts a job at `url` and returns the execution that waits for it. */
function startJob(url: string, input: unknown, token = "s3cret") {
  const headers = { [CALLBACK_HEADER]: "${callback.url}", authorization: `Bearer ${token}` };
  const request = { method: "POST", url, headers, body: input };
  return beadle.post("/api/v1/execute", { body: { type: "wait", request, deadline: "1m", retries: 0 } });
}

async function receiving(
  work: (job: Job) => Promise<unknown>,
  run: (url: string, receiver: Receiver) => Promise<void>,
  heartbeatMs = 15_000,
) {
  const receiver = new Receiver({ beadle, work, token: "s3cret", heartbeatMs });
  const { server, url } = await serve(receiver.listener);
  try {
    await run(url, receiver);
  } finally {
    await close(server);
  }
}

test("what a job returns is the result of the execution", async () => {
  const work = async (job: Job) => {
    await job.heartbeat({ percent: 50, message: "half" });
    return { pages: (job.input as { pages: number }).pages * 2, execution: job.executionId };
  };
  await receiving(work, async (url, receiver) => {
    const started = await startJob(url, { pages: 6 });
    const ended = await beadle.wait(started.id, { timeoutMs: 20_000 });
    assert.equal(ended.status, "completed", JSON.stringify(ended));
    assert.deepEqual(ended.result, { pages: 12, execution: started.id });
    assert.equal((ended.job as { heartbeat?: { message?: string } }).heartbeat?.message, "half");
    await receiver.idle();
  });
});

test("what a job throws is why the execution failed", async () => {
  await receiving(() => Promise.reject(new Error("no paper")), async (url) => {
    const ended = await beadle.wait((await startJob(url, {})).id, { timeoutMs: 20_000 });
    assert.equal(ended.status, "failed");
    assert.match(JSON.stringify(ended), /no paper/);
  });
});

test("a job that nobody waits for any more is told to stop", async () => {
  let stopped = false;
  const work = (job: Job) => new Promise((resolve) => job.signal.addEventListener("abort", () => resolve((stopped = true))));
  await receiving(work, async (url, receiver) => {
    const { id } = await startJob(url, {});
    await eventually(async () => (await beadle.get("/api/v1/executions/{id}", { path: { id } })).status === "waiting" || undefined);
    await beadle.post("/api/v1/executions/{id}/cancel", { path: { id } });
    await receiver.idle();
    assert.ok(stopped);
  }, 100);
});

test("a start without the token, or with a callback of somebody else, is refused", async () => {
  await receiving(() => Promise.reject(new Error("never begins")), async (url, receiver) => {
    const ended = await beadle.wait((await startJob(url, {}, "wrong")).id, { timeoutMs: 20_000 });
    assert.equal(ended.status, "failed");
    const authorization = "Bearer s3cret";
    assert.equal(receiver.start({ authorization, [CALLBACK_HEADER]: "http://elsewhere.example/cb/exe_1.1.1.k.m" }, ""), 400);
    assert.equal(receiver.start({ authorization }, ""), 400);
    assert.throws(() => beadle.callback(`${URL_OF_BEADLE}.example/cb/exe_1.1.1.k.m`), ForeignCallback);
  });
});

test("a start that comes twice begins one job", async () => {
  let begun = 0;
  const receiver = new Receiver({ beadle, work: async () => (begun += 1) });
  const headers = { [CALLBACK_HEADER]: UNKNOWN };
  assert.deepEqual([receiver.start(headers, "{}"), receiver.start(headers, "{}")], [202, 202]);
  await receiver.idle();
  assert.equal(begun, 1);
});

test("a callback that the server does not know is gone", async () => {
  const callback = beadle.callback(UNKNOWN);
  assert.ok(isGone(await callback.complete().catch((error: unknown) => error)));
});

