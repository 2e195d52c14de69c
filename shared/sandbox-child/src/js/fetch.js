// fetch with Headers, Request, Response and FormData. The supervisor makes the call.
(host) => {
  "use strict";
  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

  class Headers {
    #values = new Map();
    constructor(init = undefined) {
      if (init === undefined || init === null) return;
      const pairs = typeof init[Symbol.iterator] === "function" ? init : Object.entries(init);
      for (const [name, value] of pairs) this.append(name, value);
    }
    #name(name) {
      if (!TOKEN.test(name)) throw new TypeError(`"${name}" is no name of a header`);
      return String(name).toLowerCase();
    }
    #value(value) {
      const text = String(value).trim();
      if (/[\0\r\n]/.test(text)) throw new TypeError("a header has no line breaks");
      return text.toWellFormed();
    }
    append(name, value) {
      const known = this.#values.get(this.#name(name)) ?? [];
      this.#values.set(this.#name(name), [...known, this.#value(value)]);
    }
    set(name, value) { this.#values.set(this.#name(name), [this.#value(value)]); }
    delete(name) { this.#values.delete(this.#name(name)); }
    has(name) { return this.#values.has(this.#name(name)); }
    get(name) { return this.#values.get(this.#name(name))?.join(", ") ?? null; }
    getSetCookie() { return [...(this.#values.get("set-cookie") ?? [])]; }
    forEach(callback, self) {
      for (const [name, value] of this) callback.call(self, value, name, this);
    }
    *entries() {
      for (const name of [...this.#values.keys()].sort()) {
        const values = this.#values.get(name);
        if (name === "set-cookie") yield* values.map((value) => [name, value]);
        else yield [name, values.join(", ")];
      }
    }
    *keys() { for (const [name] of this) yield name; }
    *values() { for (const [, value] of this) yield value; }
    [Symbol.iterator]() { return this.entries(); }
  }

  class FormData {
    #entries = [];
    append(name, value, filename = undefined) { this.#entries.push([String(name), this.#value(value), filename]); }
    #value(value) { return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? host.bytes(value) : String(value); }
    set(name, value, filename) {
      this.delete(name);
      this.append(name, value, filename);
    }
    delete(name) { this.#entries = this.#entries.filter(([key]) => key !== String(name)); }
    get(name) { return this.#entries.find(([key]) => key === String(name))?.[1] ?? null; }
    getAll(name) { return this.#entries.filter(([key]) => key === String(name)).map(([, value]) => value); }
    has(name) { return this.#entries.some(([key]) => key === String(name)); }
    *entries() { yield* this.#entries.map(([name, value]) => [name, value]); }
    [Symbol.iterator]() { return this.entries(); }
    static write(form) {
      const boundary = `beadle-${host.binary(host.random(12)).replace(/[^]/g, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"))}`;
      const quoted = (text) => text.replace(/"/g, "%22").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
      const parts = form.#entries.flatMap(([name, value, filename]) => {
        const isFile = typeof value !== "string";
        const file = isFile || filename ? `; filename="${quoted(String(filename ?? "blob"))}"` : "";
        const type = isFile ? "Content-Type: application/octet-stream\r\n" : "";
        const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}\r\n${type}\r\n`;
        return [host.utf8(head.toWellFormed()), isFile ? value : host.utf8(value.toWellFormed()), host.utf8("\r\n")];
      });
      parts.push(host.utf8(`--${boundary}--\r\n`));
      return [joined(parts), `multipart/form-data; boundary=${boundary}`];
    }
  }

  const joined = (parts) => {
    const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
    return bytes;
  };

  // The bytes of a body and the content type that goes with it.
  const bodyOf = (body) => {
    if (body === undefined || body === null) return [null, null];
    if (typeof body === "string") return [host.utf8(body.toWellFormed()), "text/plain;charset=UTF-8"];
    if (body instanceof URLSearchParams) {
      return [host.utf8(body.toString()), "application/x-www-form-urlencoded;charset=UTF-8"];
    }
    if (body instanceof FormData) return FormData.write(body);
    if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return [host.bytes(body).slice(), null];
    throw new TypeError("a body is a string, Uint8Array, ArrayBuffer, URLSearchParams or FormData; use JSON.stringify for an object");
  };

  // A body is bytes, or the number of an answer whose body the host still keeps.
  class Body {
    #bytes;
    #used = false;
    constructor(bytes) { this.#bytes = bytes; }
    get bodyUsed() { return this.#used; }
    #use() {
      if (this.#used) throw new TypeError("the body was read already; clone() it first");
      this.#used = true;
    }
    #fetched() {
      if (typeof this.#bytes === "number") this.#bytes = host.bodyBytes(this.#bytes);
      return this.#bytes;
    }
    async bytes() {
      this.#use();
      return this.#fetched() ?? new Uint8Array();
    }
    async arrayBuffer() {
      const bytes = await this.bytes();
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    }
    async text() {
      this.#use();
      if (typeof this.#bytes === "number") return host.bodyText(this.#bytes).replace(/^\uFEFF/, "");
      return new TextDecoder().decode(this.#bytes ?? new Uint8Array());
    }
    async json() { return JSON.parse(await this.text()); }
    static peek(body) {
      if (body.#used) throw new TypeError("the body was read already");
      return body.#fetched();
    }
  }

  class Request extends Body {
    constructor(input, init = {}) {
      const base = input instanceof Request ? input : null;
      const method = String(init.method ?? base?.method ?? "GET");
      const upper = method.toUpperCase();
      const [bytes, type] = init.body !== undefined ? bodyOf(init.body) : [base ? Body.peek(base) : null, null];
      if (bytes && (upper === "GET" || upper === "HEAD")) throw new TypeError(`a ${upper} request has no body`);
      if (!TOKEN.test(method)) throw new TypeError(`"${method}" is no method`);
      super(bytes);
      this.url = base ? base.url : host.readable(String(input));
      this.method = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH"].includes(upper) ? upper : method;
      this.headers = new Headers(init.headers ?? base?.headers);
      if (type && !this.headers.has("content-type")) this.headers.set("content-type", type);
      this.redirect = init.redirect ?? base?.redirect ?? "follow";
      if (!["follow", "error", "manual"].includes(this.redirect)) throw new TypeError(`redirect is follow, error or manual`);
      this.signal = init.signal ?? base?.signal ?? null;
    }
    clone() { return new Request(this); }
  }

  class Response extends Body {
    constructor(body = null, init = {}) {
      const [bytes, type] = typeof body === "number" ? [body, null] : bodyOf(body);
      super(bytes);
      this.status = init.status ?? 200;
      this.statusText = String(init.statusText ?? "");
      this.headers = new Headers(init.headers);
      if (type && !this.headers.has("content-type")) this.headers.set("content-type", type);
      this.url = init.url ?? "";
    }
    get ok() { return this.status >= 200 && this.status < 300; }
    clone() { return new Response(Body.peek(this), this); }
    static json(value, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has("content-type")) headers.set("content-type", "application/json");
      return new Response(JSON.stringify(value), { ...init, headers });
    }
    static error() { return new Response(null, { status: 0 }); }
  }

  // A URL in its normal form. A placeholder in it is kept as it is written.
  host.readable = (text) => {
    if (text.includes("${secret:")) return text;
    try {
      return new URL(text).href;
    } catch {
      throw new TypeError(`fetch needs an absolute URL, not "${text}"`);
    }
  };

  const pending = new Map();
  let [last, made] = [0, 0];
  host.pendingFetches = () => pending.size;

  const fetch = (input, init = {}) => new Promise((resolve, reject) => {
    const request = new Request(input, init ?? {});
    const { signal } = request;
    if (signal?.aborted) return reject(signal.reason);
    made += 1;
    if (made > host.maxFetches) host.fail("fetch_limit", `the function made more than ${host.maxFetches} fetches`);
    const bytes = Body.peek(request);
    if (bytes && bytes.length > host.maxBody) {
      host.fail("fetch_limit", `the body of a fetch has ${bytes.length} bytes; at most ${host.maxBody} are allowed`);
    }
    const id = (last += 1);
    pending.set(id, { resolve, reject, url: request.url });
    signal?.addEventListener("abort", () => {
      if (pending.delete(id)) reject(signal.reason);
    }, { once: true });
    host.fetch(id, JSON.stringify({
      method: request.method,
      url: request.url.toWellFormed(),
      headers: [...request.headers],
      body: bytes ? host.base64(bytes) : null,
      redirect: request.redirect,
    }));
  });

  // Ends a fetch: with the head of a response as JSON, whose body the host keeps, or with the reason why there is none.
  host.settleFetch = (id, head) => {
    const call = pending.get(id);
    if (!pending.delete(id)) return void host.bodyBytes(id);
    const { status, headers, error } = JSON.parse(head);
    if (error !== undefined) return call.reject(new TypeError(`fetch failed: ${error}`));
    call.resolve(new Response(id, { status, headers, url: call.url }));
  };

  for (const [name, value] of Object.entries({ Headers, FormData, Request, Response, fetch })) host.define(name, value);
}
