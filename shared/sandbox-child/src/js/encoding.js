// Bytes and texts. Bytes go to the host as texts whose characters are the bytes.
(host) => {
  "use strict";
  const CHUNK = 8192;

  host.bytes = (source) => {
    if (source instanceof ArrayBuffer) return new Uint8Array(source);
    if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    throw new TypeError("an ArrayBuffer or a view of one is needed, such as a Uint8Array");
  };

  host.binary = (source) => {
    const bytes = host.bytes(source);
    let text = "";
    for (let at = 0; at < bytes.length; at += CHUNK) {
      text += String.fromCharCode.apply(null, bytes.subarray(at, at + CHUNK));
    }
    return text;
  };

  class TextEncoder {
    get encoding() { return "utf-8"; }
    encode(text = "") { return host.utf8(String(text).toWellFormed()); }
    encodeInto(text, target) {
      let [read, written] = [0, 0];
      for (const character of String(text).toWellFormed()) {
        const bytes = host.utf8(character);
        if (written + bytes.length > target.length) break;
        target.set(bytes, written);
        [read, written] = [read + character.length, written + bytes.length];
      }
      return { read, written };
    }
  }

  class TextDecoder {
    #fatal;
    #keepsMark;
    constructor(label = "utf-8", { fatal = false, ignoreBOM = false } = {}) {
      if (!["utf-8", "utf8", "unicode-1-1-utf-8"].includes(String(label).trim().toLowerCase())) {
        throw new RangeError(`the encoding ${label} is not known here; UTF-8 is`);
      }
      [this.#fatal, this.#keepsMark] = [fatal, ignoreBOM];
    }
    get encoding() { return "utf-8"; }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#keepsMark; }
    decode(source = new Uint8Array(), { stream = false } = {}) {
      if (stream) throw new TypeError("decoding in parts is not offered; join the parts first");
      const text = host.text(host.binary(source), this.#fatal);
      if (text === undefined) throw new TypeError("the bytes are not UTF-8");
      return !this.#keepsMark && text.startsWith("\uFEFF") ? text.slice(1) : text;
    }
  }

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));
  const invalid = (message) => new DOMException(message, "InvalidCharacterError");

  const btoa = (value) => {
    const text = String(value);
    const parts = [];
    for (let at = 0; at < text.length; at += 3) {
      const codes = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
      if (codes.some((code) => code > 255)) throw invalid("btoa takes characters up to U+00FF; encode the text first");
      const number = (codes[0] << 16) | ((codes[1] || 0) << 8) | (codes[2] || 0);
      const left = text.length - at;
      parts.push(
        ALPHABET[number >> 18], ALPHABET[(number >> 12) & 63],
        left > 1 ? ALPHABET[(number >> 6) & 63] : "=", left > 2 ? ALPHABET[number & 63] : "=",
      );
    }
    return parts.join("");
  };

  const atob = (value) => {
    let text = String(value).replace(/[\t\n\f\r ]/g, "");
    if (text.length % 4 === 0) text = text.replace(/==?$/, "");
    if (text.length % 4 === 1) throw invalid("the text is not base64");
    const parts = [];
    let [bits, held] = [0, 0];
    for (const character of text) {
      const digit = VALUES.get(character);
      if (digit === undefined) throw invalid("the text is not base64");
      [bits, held] = [((bits << 6) | digit) & 0xffffff, held + 6];
      if (held >= 8) {
        held -= 8;
        parts.push(String.fromCharCode((bits >> held) & 255));
      }
    }
    return parts.join("");
  };

  host.base64 = (bytes) => btoa(host.binary(bytes));
  for (const [name, value] of Object.entries({ TextEncoder, TextDecoder, btoa, atob })) host.define(name, value);
}
