// Repeats requests that may be repeated.

export interface RetryPolicy {
  /** How often a request is sent at most. */
  attempts: number;
  /** The longest pause before the second attempt, which doubles with each further one, in milliseconds. */
  baseMs: number;
  /** The longest pause, in milliseconds, whatever `Retry-After` says. */
  maxMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, baseMs: 250, maxMs: 30_000 };

/** With these nothing was started, so that any request may be repeated. */
const REFUSED = new Set([429, 503]);

/** With these nobody knows. */
const UNKNOWN = new Set([502, 504]);

/** A response that has arrived as a whole. */
export interface Received {
  status: number;
  ok: boolean;
  headers: Headers;
  text: string;
}

/** Sends a request until it is answered, for as often as the policy says. `repeatable`: doing it twice does no harm. */
export async function send(
  attempt: () => Promise<Response>,
  repeatable: boolean,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<Received> {
  for (let number = 1; ; number += 1) {
    const last = number >= policy.attempts;
    let pause = Math.random() * Math.min(policy.maxMs, policy.baseMs * 2 ** (number - 1));
    try {
      const response = await attempt();
      const received = { status: response.status, ok: response.ok, headers: response.headers, text: await response.text() };
      const again = REFUSED.has(response.status) || (repeatable && UNKNOWN.has(response.status));
      if (last || !again) {
        return received;
      }
      pause = Math.min(policy.maxMs, Math.max(pause, retryAfterMs(response)));
    } catch (error) {
      if (last || !repeatable || signal?.aborted) {
        throw error;
      }
    }
    await sleep(pause, signal);
  }
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/** Resolves after a time; rejects when the signal is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
