// The other side of a task of type `wait`: takes the request that starts a job, does it, and reports its end.

import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";

import { isGone, ForeignCallback, type Callback, type Heartbeat, type JobReport } from "./callback.js";
import type { Beadle } from "./client.js";
import { headerOf, type IncomingHeaders } from "./webhook.js";

/** The header of the starting request that holds `${callback.url}`. */
export const CALLBACK_HEADER = "beadle-callback";

const HEARTBEAT_MS = 15_000;
const MAX_BODY = 1_000_000;

/** A job that was started. */
export interface Job {
  /** What identifies it: the same when it is started again by mistake. */
  id: string;
  executionId: string;
  /** The body of the request that started it. */
  input: unknown;
  /** Aborted when nobody waits for the job any more. */
  signal: AbortSignal;
  /** Reports progress. */
  heartbeat(progress: Heartbeat): Promise<void>;
}

export interface ReceiverSettings {
  /** The server whose callbacks are trusted. */
  beadle: Beadle;
  /** Does the job. What it returns is the result; what it throws is why the job failed. */
  work(job: Job): Promise<unknown>;
  /** What starts have to carry as `Authorization: Bearer`. */
  token?: string;
  /** The pause between two signs of life, in milliseconds. */
  heartbeatMs?: number;
  /** Told when a report could not be made, or was refused; unless given, a warning of the process. */
  onError?(error: unknown, job: Job): void;
}

/** Takes jobs. */
export class Receiver {
  readonly #settings: ReceiverSettings;
  readonly #running = new Map<string, Promise<void>>();

  constructor(settings: ReceiverSettings) {
    this.#settings = settings;
  }

  /** The listener of a server of Node: `http.createServer(receiver.listener)`. */
  readonly listener: RequestListener = (request, response) => {
    void bodyOf(request).then(
      (body) => response.writeHead(body === undefined ? 413 : this.start(request.headers, body)).end(),
      () => response.destroy(),
    );
  };

  /** Takes the request that starts a job. Returns the status to respond with: 202 once the job has begun. */
  start(headers: IncomingHeaders, body: string): number {
    if (!this.#isAllowed(headerOf(headers, "authorization"))) {
      return 401;
    }
    let callback: Callback, input: unknown;
    try {
      callback = this.#settings.beadle.callback(headerOf(headers, CALLBACK_HEADER) ?? "");
      input = body === "" ? undefined : JSON.parse(body);
    } catch (error) {
      if (error instanceof ForeignCallback || error instanceof SyntaxError) {
        return 400;
      }
      throw error;
    }
    const id = `${callback.executionId}.${callback.attempt}`;
    if (!this.#running.has(id)) {
      this.#running.set(id, this.#run(id, callback, input).finally(() => this.#running.delete(id)));
    }
    return 202;
  }

  /** Resolves once all jobs that have begun have ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  #isAllowed(authorization: string | undefined): boolean {
    const { token } = this.#settings;
    const digest = (text: string) => createHash("sha256").update(text).digest();
    return token === undefined || timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${token}`));
  }

  async #run(id: string, callback: Callback, input: unknown): Promise<void> {
    const stop = new AbortController();
    const report = async (sent: Promise<JobReport>) => {
      try {
        if ((await sent).cancel_requested === true) {
          stop.abort();
        }
      } catch (error) {
        if (isGone(error)) {
          stop.abort();
        } else {
          (this.#settings.onError ?? warn)(error, job);
        }
      }
    };
    // Of two reports within ten seconds the first one is stored, so that progress is told again with each sign of life.
    let latest: Heartbeat = {};
    const beat = (progress: Heartbeat) => report(callback.heartbeat((latest = progress)));
    const timer = setInterval(() => void beat(latest), this.#settings.heartbeatMs ?? HEARTBEAT_MS);
    const job: Job = { id, executionId: callback.executionId, input, signal: stop.signal, heartbeat: beat };
    try {
      const result = await this.#settings.work(job);
      await report(callback.complete(result ?? null));
    } catch (error) {
      await report(callback.fail({ error: error instanceof Error ? error.message : String(error) }));
    } finally {
      clearInterval(timer);
    }
  }
}

function warn(error: unknown, job: Job): void {
  process.emitWarning(`job ${job.id} could not report: ${error}`);
}

/** The body of a request; `undefined` if it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) {
      return undefined;
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
