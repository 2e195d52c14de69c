// A client of Beadle.

export { Beadle, type Execution, type Settings } from "./client.js";
export { Callback, ForeignCallback, isGone, type Heartbeat, type JobReport } from "./callback.js";
export type { Item, List, Method, Options, Path, Success } from "./operation.js";
export { BeadleError, WaitTimeout, type Problem } from "./problem.js";
export { CALLBACK_HEADER, Receiver, type Job, type ReceiverSettings } from "./receiver.js";
export { DEFAULT_RETRY, type RetryPolicy } from "./retry.js";
export type { components, paths } from "./schema.js";
export { InvalidSignature, verifyWebhook, type IncomingHeaders } from "./webhook.js";
