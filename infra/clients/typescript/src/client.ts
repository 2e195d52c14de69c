// The client: one method per HTTP method, typed by the routes, and what goes beyond a single request.

import { Callback } from "./callback.js";
import { LISTS, type Common, type Item, type List, type Method, type Options, type Path, type Success } from "./operation.js";
import { BeadleError, WaitTimeout } from "./problem.js";
import { DEFAULT_RETRY, send, sleep, type RetryPolicy } from "./retry.js";
import type { components } from "./schema.js";

export type Execution = components["schemas"]["Execution"];

/** How an execution ends. */
const ENDS: ReadonlySet<string> = new Set(["completed", "failed", "cancelled"]);

/** The pauses between two looks at an execution that is waited for, in milliseconds. */
const LOOKS = { firstMs: 200, growth: 1.5, maxMs: 5_000 };

export interface Settings {
  /** Where the server is, such as `https://tasks.example.com`. */
  url: string;
  /** A key that was created at `/api/v1/api-keys`. */
  apiKey?: string;
  /** A JWT, or what returns the current one. */
  token?: string | (() => string | Promise<string>);
  retry?: Partial<RetryPolicy>;
  /** In place of the global one. */
  fetch?: typeof fetch;
}

/** Options of any route, once their types have been checked. */
type Untyped = Common & { path?: object; query?: object; body?: unknown };

/** A client of one server. */
export class Beadle {
  readonly #settings: Settings;
  readonly #base: string;
  readonly #retry: RetryPolicy;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#base = settings.url.replace(/\/+$/, "");
    this.#retry = { ...DEFAULT_RETRY, ...settings.retry };
  }

  get<P extends Path<"get">>(path: P, options: Options<"get", P>): Promise<Success<"get", P>> {
    return this.#send("get", path, options) as Promise<Success<"get", P>>;
  }

  post<P extends Path<"post">>(path: P, options: Options<"post", P>): Promise<Success<"post", P>> {
    return this.#send("post", path, options) as Promise<Success<"post", P>>;
  }

  put<P extends Path<"put">>(path: P, options: Options<"put", P>): Promise<Success<"put", P>> {
    return this.#send("put", path, options) as Promise<Success<"put", P>>;
  }

  patch<P extends Path<"patch">>(path: P, options: Options<"patch", P>): Promise<Success<"patch", P>> {
    return this.#send("patch", path, options) as Promise<Success<"patch", P>>;
  }

  delete<P extends Path<"delete">>(path: P, options: Options<"delete", P>): Promise<Success<"delete", P>> {
    return this.#send("delete", path, options) as Promise<Success<"delete", P>>;
  }

  /** Iterates over all items of a list, page by page. */
  async *list<P extends List & Path<"get">>(path: P, options: Options<"get", P>): AsyncGenerator<Item<P>, void, void> {
    let query: object = { ...(options as Untyped).query };
    for (;;) {
      const page = (await this.#send("get", path, { ...options, query })) as Record<string, unknown>;
      yield* page[LISTS[path]] as Item<P>[];
      if (typeof page["next_cursor"] !== "string") {
        return;
      }
      query = { ...query, cursor: page["next_cursor"] };
    }
  }

  /**
   * Waits for the end of an execution: `completed`, `failed` or `cancelled`.
   *
   * @throws WaitTimeout if it has not ended after `timeoutMs`.
   */
  async wait(id: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<Execution> {
    const until = Date.now() + (options.timeoutMs ?? Infinity);
    const common = options.signal === undefined ? {} : { signal: options.signal };
    for (let pause = LOOKS.firstMs; ; pause = Math.min(LOOKS.maxMs, pause * LOOKS.growth)) {
      const execution = await this.get("/api/v1/executions/{id}", { path: { id }, ...common });
      // One whose record is deferred has neither a result nor an error before that is written.
      if (!("record" in execution) && ENDS.has(execution.status)) {
        return execution;
      }
      const left = until - Date.now();
      if (left <= 0) {
        throw new WaitTimeout(id);
      }
      await sleep(Math.min(pause, left), options.signal);
    }
  }

  /** Reports about a job by what `${callback.url}` was. */
  callback(url: string): Callback {
    return new Callback(this.#base, url, this.#retry, this.#settings.fetch ?? fetch);
  }

  async #send(method: Method, path: string, given: object): Promise<unknown> {
    const options = given as Untyped;
    const headers = new Headers({ accept: "application/json, */*;q=0.5", ...options.headers });
    await this.#authenticate(headers);
    if (options.ifMatch !== undefined) {
      headers.set("if-match", options.ifMatch);
    }
    if (options.waitSeconds !== undefined) {
      headers.set("prefer", `wait=${options.waitSeconds}`);
    }
    const takesKey = method === "post" && TAKES_KEY.has(path) && !defersRecord(options.body);
    if (takesKey || options.idempotencyKey !== undefined) {
      headers.set("idempotency-key", options.idempotencyKey ?? crypto.randomUUID());
    }
    const request: RequestInit = { method: method.toUpperCase(), headers, ...(options.signal && { signal: options.signal }) };
    if (options.body !== undefined) {
      headers.set("content-type", "application/json");
      request.body = JSON.stringify(options.body);
    }
    // A change that was made, and whose response was lost, has another version the second time.
    const repeatable = takesKey || (method !== "post" && options.ifMatch === undefined);
    const url = this.#base + filled(path, options.path) + queryOf(options.query);
    const attempt = () => (this.#settings.fetch ?? fetch)(url, request);
    const response = await send(attempt, repeatable, this.#retry, options.signal);
    if (!response.ok) {
      throw BeadleError.of(response);
    }
    const { text } = response;
    const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
    return text === "" ? undefined : isJson ? JSON.parse(text) : text;
  }

  async #authenticate(headers: Headers): Promise<void> {
    const { apiKey, token } = this.#settings;
    if (apiKey !== undefined) {
      headers.set("x-api-key", apiKey);
    }
    if (token !== undefined) {
      headers.set("authorization", `Bearer ${typeof token === "string" ? token : await token()}`);
    }
  }
}

/** Whether a body asks for a deferred record. A repeat under a key would find what it started by the record, so that it takes none. */
function defersRecord(body: unknown): boolean {
  const { requests = [body] } = (body ?? {}) as { requests?: unknown[] };
  return Array.isArray(requests) && requests.some((request) => (request as { record?: unknown } | undefined)?.record === "deferred");
}

/** The routes that take an `Idempotency-Key`. */
export const TAKES_KEY: ReadonlySet<string> = new Set([
  "/api/v1/execute",
  "/api/v1/tasks/execute",
  "/api/v1/tasks",
  "/api/v1/tasks/{id}/execute",
  "/api/v1/tasks/batch",
  "/api/v1/tasks/from-template",
  "/api/v1/executions/batch",
  "/api/v1/executions/replay",
  "/api/v1/executions/{id}/retry",
  "/api/v1/batches/{id}/replay",
  "/api/v1/configs",
  "/api/v1/accounts/{id}/credits",
] satisfies Path<"post">[]);

function filled(path: string, parameters: object | undefined): string {
  const values = { ...parameters } as Record<string, unknown>;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

function queryOf(query: object | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) {
        parameters.append(name, String(each));
      }
    }
  }
  return parameters.size === 0 ? "" : `?${parameters}`;
}
