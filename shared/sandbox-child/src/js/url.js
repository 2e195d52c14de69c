// URL and URLSearchParams. The host parses, by the rules of the URL standard.
(host) => {
  "use strict";
  const decode = (text) => {
    const bytes = text.replace(/\+/g, " ").replace(/%([0-9A-Fa-f]{2})|[^\x00-\x7F]+/g, (match, hex) =>
      hex ? String.fromCharCode(parseInt(hex, 16)) : host.binary(host.utf8(match)));
    return host.text(bytes, false);
  };
  const encode = (text) =>
    encodeURIComponent(String(text).toWellFormed())
      .replace(/%20/g, "+")
      .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

  class URLSearchParams {
    #pairs = [];
    #changed;
    constructor(init = "", changed = undefined) {
      this.#changed = changed;
      if (typeof init === "object" && init !== null) {
        const pairs = typeof init[Symbol.iterator] === "function" ? [...init] : Object.entries(init);
        this.#pairs = pairs.map(([name, value]) => [String(name), String(value)]);
      } else {
        const text = String(init).replace(/^\?/, "");
        this.#pairs = text.split("&").filter((part) => part !== "").map((part) => {
          const [name, ...value] = part.split("=");
          return [decode(name), decode(value.join("="))];
        });
      }
    }
    #update() { this.#changed?.(this.toString()); }
    get size() { return this.#pairs.length; }
    append(name, value) {
      this.#pairs.push([String(name), String(value)]);
      this.#update();
    }
    delete(name, value) {
      this.#pairs = this.#pairs.filter(([key, item]) => key !== String(name) || (value !== undefined && item !== String(value)));
      this.#update();
    }
    get(name) { return this.#pairs.find(([key]) => key === String(name))?.[1] ?? null; }
    getAll(name) { return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value); }
    has(name, value) {
      return this.#pairs.some(([key, item]) => key === String(name) && (value === undefined || item === String(value)));
    }
    set(name, value) {
      const first = this.#pairs.find(([key]) => key === String(name));
      if (first) {
        this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== String(name));
        first[1] = String(value);
      } else this.#pairs.push([String(name), String(value)]);
      this.#update();
    }
    sort() {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.#update();
    }
    forEach(callback, self) {
      for (const [name, value] of this.#pairs) callback.call(self, value, name, this);
    }
    *entries() { yield* this.#pairs.map((pair) => [...pair]); }
    *keys() { yield* this.#pairs.map(([name]) => name); }
    *values() { yield* this.#pairs.map(([, value]) => value); }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.#pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&"); }
  }

  class URL {
    #parts;
    #params;
    constructor(text, base = undefined) {
      const parts = host.parseUrl(String(text).toWellFormed(), base === undefined ? null : String(base).toWellFormed());
      if (parts === undefined) throw new TypeError(`Invalid URL: ${text}`);
      this.#parts = JSON.parse(parts);
    }
    static canParse(text, base) {
      try {
        return Boolean(new URL(text, base));
      } catch {
        return false;
      }
    }
    static parse(text, base) { return URL.canParse(text, base) ? new URL(text, base) : null; }
    #set(part, value) {
      const parts = host.setUrl(this.#parts.href, part, String(value).toWellFormed());
      if (parts === undefined && part === "href") throw new TypeError(`Invalid URL: ${value}`);
      if (parts !== undefined) this.#parts = JSON.parse(parts);
    }
    static {
      for (const part of ["href", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"]) {
        Object.defineProperty(this.prototype, part, {
          get() { return this.#parts[part]; },
          set(value) {
            this.#set(part, value);
            if (part === "search" || part === "href") this.#params = undefined;
          },
          enumerable: true,
          configurable: true,
        });
      }
    }
    get origin() { return this.#parts.origin; }
    get searchParams() {
      this.#params ??= new URLSearchParams(this.#parts.search, (text) => this.#set("search", text));
      return this.#params;
    }
    toString() { return this.#parts.href; }
    toJSON() { return this.#parts.href; }
  }

  for (const [name, value] of Object.entries({ URL, URLSearchParams })) host.define(name, value);
}
