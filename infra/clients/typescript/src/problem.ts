// What a request fails with.

import type { Received } from "./retry.js";
import type { components } from "./schema.js";

export type Problem = components["schemas"]["Problem"];

/** The server refused a request (RFC 9457). */
export class BeadleError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** The stable word for what happened, such as `task_not_found`; absent if something else than Beadle responded. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** The whole body; absent if something else than Beadle responded. */
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    const detail = typeof problem?.detail === "string" ? problem.detail : JSON.stringify(problem?.detail);
    super(problem === undefined ? `status ${status}` : `${problem.code} (${status}): ${detail}`);
    this.name = "BeadleError";
    this.status = status;
    this.code = problem?.code;
    this.requestId = problem?.request_id;
    this.problem = problem;
  }

  static of(response: Received): BeadleError {
    const kind = response.headers.get("content-type") ?? "";
    const problem = kind.startsWith("application/problem+json") ? JSON.parse(response.text) : undefined;
    return new BeadleError(response.status, problem);
  }
}

/** What was waited for did not happen in time. */
export class WaitTimeout extends Error {
  constructor(readonly executionId: string) {
    super(`${executionId} has not ended in time`);
    this.name = "WaitTimeout";
  }
}
