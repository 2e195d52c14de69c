// structuredClone.
(host) => {
  "use strict";
  const refused = (what) => new DOMException(`${what} can't be cloned`, "DataCloneError");
  const BOXES = [Number, String, Boolean];

  const clone = (value, seen) => {
    if (typeof value === "function") throw refused(`the function ${value.name}`.trim());
    if (typeof value === "symbol") throw refused("a symbol");
    if (value === null || typeof value !== "object") return value;
    if (seen.has(value)) return seen.get(value);
    const keep = (copy) => {
      seen.set(value, copy);
      return copy;
    };
    const inner = (item) => clone(item, seen);
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
    if (BOXES.some((box) => value instanceof box)) return keep(Object(value.valueOf()));
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (ArrayBuffer.isView(value)) {
      const length = value instanceof DataView ? value.byteLength : value.length;
      return keep(new value.constructor(inner(value.buffer), value.byteOffset, length));
    }
    if (value instanceof Map) {
      const copy = keep(new Map());
      for (const [key, item] of value) copy.set(inner(key), inner(item));
      return copy;
    }
    if (value instanceof Set) {
      const copy = keep(new Set());
      for (const item of value) copy.add(inner(item));
      return copy;
    }
    if (value instanceof Error) {
      const kind = globalThis[value.name];
      const copy = keep(new (typeof kind === "function" && kind.prototype instanceof Error ? kind : Error)(value.message));
      if ("cause" in value) copy.cause = inner(value.cause);
      copy.stack = value.stack;
      return copy;
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) {
      throw refused(`a ${value.constructor.name}`);
    }
    const copy = keep(Array.isArray(value) ? new Array(value.length) : {});
    for (const key of Object.keys(value)) copy[key] = inner(value[key]);
    return copy;
  };

  host.define("structuredClone", (value) => clone(value, new Map()));
}
