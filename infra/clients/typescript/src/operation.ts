// The types of requests and responses, derived from the generated description of the routes.

import type { paths } from "./schema.js";

export type Method = "get" | "put" | "post" | "delete" | "patch";

/** The paths that have a method. */
export type Path<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends Path<M>> = paths[P][M];

type Parameters<O, In extends string> = O extends { parameters: { [K in In]?: infer V } } ? Exclude<V, undefined> : never;

type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } }
  ? { body: B }
  : O extends { requestBody?: { content: { "application/json": infer B } } }
    ? { body?: B }
    : { body?: never };

type PathParameters<O> = [Parameters<O, "path">] extends [never] ? { path?: never } : { path: Parameters<O, "path"> };

type Query<O> = [Parameters<O, "query">] extends [never] ? { query?: never } : { query?: Parameters<O, "query"> };

/** What any request may have. */
export interface Common {
  /** Makes a repeat find what the first request started. One is made up where the route takes one. */
  idempotencyKey?: string;
  /** The version that is changed, an `ETag`. */
  ifMatch?: string;
  /** How many seconds to wait for the end of what is started, at most 25. */
  waitSeconds?: number;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** What a route takes. */
export type Options<M extends Method, P extends Path<M>> = Common &
  PathParameters<Operation<M, P>> &
  Query<Operation<M, P>> &
  Body<Operation<M, P>>;

type Content<R> = R extends { content: { "application/json": infer B } }
  ? B
  : R extends { content: infer C }
    ? string & (C extends object ? unknown : never)
    : undefined;

type Good = 200 | 201 | 202 | 204 | 207;

/** What a route responds with when it succeeds. */
export type Success<M extends Method, P extends Path<M>> =
  Operation<M, P> extends { responses: infer R } ? { [S in keyof R & Good]: Content<R[S]> }[keyof R & Good] : never;

/** The routes that respond with pages, and the member of a page that is the list. */
export const LISTS = {
  "/api/v1/tasks": "tasks",
  "/api/v1/tasks/{id}/executions": "executions",
  "/api/v1/tasks/{id}/logs": "logs",
  "/api/v1/executions": "executions",
  "/api/v1/batches": "batches",
  "/api/v1/batches/{id}/executions": "executions",
  "/api/v1/order-keys": "order_keys",
  "/api/v1/configs": "configs",
  "/api/v1/audit": "entries",
} as const satisfies { [P in Path<"get">]?: keyof Success<"get", P> };

export type List = keyof typeof LISTS;

/** An item of a list. */
export type Item<P extends List> =
  Success<"get", P> extends infer R ? R extends { [K in (typeof LISTS)[P]]: (infer I)[] } ? I : never : never;
