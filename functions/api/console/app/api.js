/** The only module that calls the API. Paths are those of the document, without the address of the server. */

import { ROOT } from './root.js';

const SLOT = 'beadle.credential';
const TIMEOUT_MS = 30_000;

/** @typedef {{loc: (string|number)[], msg: string, hint?: string}} Violation */

/** What the API answered in place of the result (RFC 9457), or that it could not be reached. */
export class ApiError extends Error {
  constructor(status, problem) {
    const violations = Array.isArray(problem.detail) ? problem.detail : [];
    super(
      violations.length
        ? 'Some fields need another value'
        : problem.detail || problem.title || `The server answered ${status}`,
    );
    this.status = status;
    this.code = problem.code ?? '';
    this.violations = violations;
    this.requestId = problem.request_id ?? '';
  }

  /** Whether nobody answered, so that a later call may succeed. */
  get offline() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** The API key or token of this tab. It is in session storage only, and never in an address. */
export const credential = {
  get() {
    try {
      return JSON.parse(sessionStorage.getItem(SLOT) ?? 'null');
    } catch {
      return null;
    }
  },
  set(secret) {
    const kind = secret.startsWith('bdl_') ? 'key' : 'token';
    sessionStorage.setItem(SLOT, JSON.stringify({ kind, secret }));
  },
  clear() {
    sessionStorage.removeItem(SLOT);
  },
  /** When a token ends, in milliseconds; null for keys and for tokens that do not say. */
  endsAt() {
    const held = credential.get();
    if (held?.kind !== 'token') return null;
    try {
      const claims = JSON.parse(atob(held.secret.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
      return typeof claims.exp === 'number' ? claims.exp * 1000 : null;
    } catch {
      return null;
    }
  },
};

let onUnauthorized = () => {};

/** Says what happens when the API wants a credential. @param {() => void} handle */
export function whenUnauthorized(handle) {
  onUnauthorized = handle;
}

/** How far the clock of the server is ahead of this one, from the last answer, in milliseconds. */
export const clock = { skewMs: 0 };

/** A name for a request that must have one effect only. */
function onceKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/**
 * Sends a request, and gives the response whatever its status is.
 *
 * @param {string} method
 * @param {string} path such as `/api/v1/tasks`, with its query
 * @param {{body?: string, headers?: Record<string, string>, signal?: AbortSignal, anonymous?: boolean, timeoutMs?: number, cache?: RequestCache}} [options]
 *   `anonymous` leaves the credential out
 * @returns {Promise<Response>}
 * @throws {ApiError} if nobody answers
 */
export async function send(method, path, options = {}) {
  const headers = { ...options.headers };
  const held = options.anonymous ? null : credential.get();
  if (held?.kind === 'key') headers['X-API-Key'] = held.secret;
  if (held?.kind === 'token') headers.Authorization = `Bearer ${held.secret}`;
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const response = await fetch(ROOT + path, {
    method,
    headers,
    body: options.body,
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    cache: options.cache ?? 'no-store',
    credentials: 'same-origin',
  }).catch(unreachable(options.signal));
  noteClock(response);
  return response;
}

/** A connection that fails, at its beginning or in the middle of a body, is no fault of this page. */
const unreachable = (signal) => (error) => {
  if (signal?.aborted) throw error;
  throw new ApiError(0, { detail: 'The server can’t be reached' });
};

/**
 * Calls the API and reads its answer.
 *
 * @param {string} method
 * @param {string} path such as `/api/v1/tasks`
 * @param {{query?: Record<string, any>, body?: unknown, headers?: Record<string, string>, signal?: AbortSignal, once?: boolean, version?: number, type?: string, anonymous?: boolean, cache?: RequestCache}} [options]
 *   `once` makes a repeat harmless, `version` makes a change conditional
 * @returns {Promise<any>}
 * @throws {ApiError}
 */
export async function call(method, path, options = {}) {
  const headers = { Accept: 'application/json', ...options.headers };
  const held = credential.get();
  if (options.once) headers['Idempotency-Key'] = onceKey();
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (options.body !== undefined) headers['Content-Type'] = options.type ?? 'application/json';
  const isText = typeof options.body === 'string' || options.body === undefined;
  const response = await send(method, path + queryText(options.query), {
    ...options,
    headers,
    body: isText ? options.body : JSON.stringify(options.body),
  });
  return answer(response, held, options.signal);
}

async function answer(response, held, signal) {
  const text = await response.text().catch(unreachable(signal));
  const content = response.headers.get('content-type') ?? '';
  const data = /json/.test(content) ? parse(text) : text;
  if (response.ok) return data;
  if (response.status === 401) {
    if (held && JSON.stringify(credential.get()) === JSON.stringify(held)) credential.clear();
    onUnauthorized();
  }
  throw new ApiError(
    response.status,
    typeof data === 'object' && data ? data : { title: response.statusText },
  );
}

function parse(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw new ApiError(0, {
      detail: 'The answer is not JSON: is something else between this page and Beadle?',
    });
  }
}

function noteClock(response) {
  const date = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(date)) clock.skewMs = date - Date.now();
}

/** A query with its `?`; what is empty is left out. @param {Record<string, any>} [query] */
export function queryText(query = {}) {
  const pairs = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

/** @param {string} path @param {Record<string, any>} [query] @param {AbortSignal} [signal] */
export const get = (path, query, signal) => call('GET', path, { query, signal });

/**
 * Reads a list page by page.
 *
 * @param {string} path @param {string} noun the member that has the rows
 * @param {Record<string, any>} query @param {number} most how many rows at most @param {AbortSignal} [signal]
 * @returns {Promise<any[]>}
 */
export async function all(path, noun, query = {}, most = 500, signal) {
  const rows = [];
  let cursor;
  do {
    const page = await get(path, { limit: 100, ...query, cursor }, signal);
    rows.push(...page[noun]);
    cursor = page.next_cursor;
  } while (cursor && rows.length < most);
  return rows;
}

/**
 * Adds up what is counted in several calls, as `next_cursor` asks.
 *
 * @param {string} path @param {Record<string, any>} query @param {(sum: any, part: any) => any} add @param {AbortSignal} [signal] @param {number} [most]
 * @returns {Promise<any>} with `partial` if there is more than was read
 */
export async function addUp(path, query, add, signal, most = 20) {
  let sum = await get(path, query, signal);
  for (let calls = 1; sum.next_cursor && calls < most; calls += 1) {
    const { from, to, next_cursor: cursor } = sum;
    sum = add(sum, await get(path, { ...query, days: undefined, from, to, cursor }, signal));
  }
  return { ...sum, partial: Boolean(sum.next_cursor) };
}
