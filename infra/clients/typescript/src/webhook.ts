// Verifies webhooks that are signed as Standard Webhooks 1.0.0 says: https://www.standardwebhooks.com

import { createHmac, timingSafeEqual } from "node:crypto";

/** How many seconds the time of a signature may be off. */
const TOLERANCE_SECONDS = 300;

export class InvalidSignature extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "InvalidSignature";
  }
}

/** Headers as Node or `fetch` have them, with names in lower case. */
export type IncomingHeaders = Headers | Record<string, string | string[] | undefined>;

export function headerOf(headers: IncomingHeaders, name: string): string | undefined {
  const value = headers instanceof Headers ? headers.get(name) ?? undefined : headers[name];
  return typeof value === "string" ? value : undefined;
}

/**
 * Verifies a webhook and returns its id, by which a receiver recognizes a repeat.
 *
 * @param secrets `whsec_…`; several while they are rotated.
 * @param body The body as it came, byte by byte.
 * @throws InvalidSignature if the signature is missing, too old or made with another secret.
 */
export function verifyWebhook(
  secrets: string | string[],
  headers: IncomingHeaders,
  body: string | Uint8Array,
  now: Date = new Date(),
): string {
  const [id, time, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => headerOf(headers, name));
  if (id === undefined || time === undefined || signatures === undefined) {
    throw new InvalidSignature("a header of the signature is missing");
  }
  if (!/^\d+$/.test(time) || Math.abs(now.getTime() / 1000 - Number(time)) > TOLERANCE_SECONDS) {
    throw new InvalidSignature("the time of the signature is too far off");
  }
  const given = signatures.split(" ").filter((each) => each.startsWith("v1,")).map((each) => Buffer.from(each.slice(3), "base64"));
  for (const secret of [secrets].flat()) {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const expected = createHmac("sha256", key).update(`${id}.${time}.`).update(body).digest();
    if (given.some((each) => each.length === expected.length && timingSafeEqual(each, expected))) {
      return id;
    }
  }
  throw new InvalidSignature("the signature was made with another secret");
}
