// What the tests have of the running server, and servers of their own.

import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { Beadle } from "../src/index.js";

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: tests/clients/against_dev sets it`);
  }
  return value;
}

export const URL_OF_BEADLE = variable("BEADLE_URL");
export const TOKEN = variable("BEADLE_TOKEN");
export const HOOK_SECRET = variable("BEADLE_HOOK_SECRET");

export const beadle = new Beadle({ url: URL_OF_BEADLE, token: TOKEN });

/** A server on a free port of this machine. */
export async function serve(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}

export async function textOf(request: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Resolves once `look` finds something. */
export async function eventually<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > until) {
      throw new Error("did not happen within 20 seconds");
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
