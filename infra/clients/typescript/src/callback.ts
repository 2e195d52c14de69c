// What a job reports about itself to the execution that waits for it.

import { BeadleError } from "./problem.js";
import { send, type RetryPolicy } from "./retry.js";
import type { components } from "./schema.js";

export type JobReport = components["schemas"]["JobReport"];
export type Heartbeat = components["schemas"]["HeartbeatRequest"];

const PATH = "/cb/";

/** A URL that is not one of callbacks of this server. */
export class ForeignCallback extends Error {
  constructor() {
    super("the URL is not one of callbacks of this server");
    this.name = "ForeignCallback";
  }
}

/** Nobody waits for the job any more: it ended, was cancelled, or its time is up. */
export function isGone(error: unknown): boolean {
  return error instanceof BeadleError && (error.status === 410 || error.status === 404);
}

/** The way back to a waiting execution. */
export class Callback {
  readonly #url: string;
  readonly #retry: RetryPolicy;
  readonly #fetch: typeof fetch;
  /** The execution that waits. */
  readonly executionId: string;
  /** Its attempt, which is the same when a job is started a second time by mistake. */
  readonly attempt: number;

  /** @throws ForeignCallback if `url` is not below `base`: whoever sends it could make this process call any address. */
  constructor(base: string, url: string, retry: RetryPolicy, use: typeof fetch) {
    const token = url.startsWith(base + PATH) ? url.slice(base.length + PATH.length) : "";
    const [, executionId, attempt] = /^(exe_\w+)\.(\d+)\.[\w.-]+$/.exec(token) ?? [];
    if (executionId === undefined) {
      throw new ForeignCallback();
    }
    this.#url = url;
    this.#retry = retry;
    this.#fetch = use;
    this.executionId = executionId;
    this.attempt = Number(attempt);
  }

  /** The job has succeeded; `result` is what the execution results in. */
  complete(result: unknown = null): Promise<JobReport> {
    return this.#report("", result);
  }

  /** The job has failed. */
  fail(reason: unknown): Promise<JobReport> {
    return this.#report("/fail", reason);
  }

  /** The job goes on. `cancel_requested` of the response asks it to stop. */
  heartbeat(progress: Heartbeat = {}): Promise<JobReport> {
    return this.#report("/heartbeat", progress);
  }

  // Each report may be repeated: the same end again is answered as the first time.
  async #report(kind: string, body: unknown): Promise<JobReport> {
    const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const response = await send(() => this.#fetch(this.#url + kind, request), true, this.#retry);
    if (!response.ok) {
      throw BeadleError.of(response);
    }
    return JSON.parse(response.text) as JobReport;
  }
}
