// Texts of values, the console, and how globals are defined.
(host) => {
  "use strict";
  host.define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });

  const MAX_DEPTH = 4, MAX_ITEMS = 100;

  const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

  const list = (items, size, write) => {
    const shown = items.slice(0, MAX_ITEMS).map(write);
    if (size > MAX_ITEMS) shown.push(`… ${size - MAX_ITEMS} more`);
    return shown.join(", ");
  };

  const inspect = (value, depth, seen) => {
    if (typeof value === "string") return depth === 0 ? value : JSON.stringify(value);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "function") return `[function ${value.name || "(anonymous)"}]`;
    if (value === null || typeof value !== "object") return String(value);
    if (value instanceof Error) return value.stack ? `${value}\n${value.stack.trimEnd()}` : String(value);
    if (value instanceof Date) return isNaN(value) ? "Invalid Date" : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (seen.includes(value)) return "[circular]";
    if (depth >= MAX_DEPTH) return Array.isArray(value) ? "[array]" : "[object]";
    const inner = (item) => inspect(item, depth + 1, [...seen, value]);
    if (Array.isArray(value)) return `[${list(value, value.length, inner)}]`;
    if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength} bytes)`;
    if (value instanceof Map) {
      return `Map {${list([...value], value.size, ([name, item]) => `${inner(name)} => ${inner(item)}`)}}`;
    }
    if (value instanceof Set) return `Set {${list([...value], value.size, inner)}}`;
    const names = Object.keys(value);
    const name = value.constructor?.name;
    const prefix = name && name !== "Object" ? `${name} ` : "";
    return `${prefix}{${list(names, names.length, (each) => `${key(each)}: ${inner(value[each])}`)}}`;
  };

  const format = (values) => {
    const [first, ...rest] = values;
    let texts = values.map((value) => inspect(value, 0, []));
    if (typeof first === "string" && /%[sdifjoO%]/.test(first)) {
      const start = first.replace(/%[sdifjoO%]/g, (mark) => {
        if (mark === "%%") return "%";
        if (rest.length === 0) return mark;
        const value = rest.shift();
        if (mark === "%d" || mark === "%i" || mark === "%f") return String(Number(value));
        return mark === "%j" ? JSON.stringify(value) : inspect(value, 0, []);
      });
      texts = [start, ...rest.map((value) => inspect(value, 0, []))];
    }
    return texts.join(" ");
  };

  const timers = new Map();
  const counts = new Map();
  const write = (level) => (...values) => host.console(level, format(values).toWellFormed());
  const console = {};
  for (const level of ["log", "info", "debug", "warn", "error", "trace"]) console[level] = write(level);
  console.dir = (value) => write("log")(value);
  console.table = (value) => write("log")(value);
  console.group = write("log");
  console.groupEnd = () => {};
  console.assert = (holds, ...values) => {
    if (!holds) write("error")("Assertion failed:", ...values);
  };
  console.count = (name = "default") => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    write("log")(`${name}: ${counts.get(name)}`);
  };
  console.time = (name = "default") => void timers.set(name, host.now());
  console.timeEnd = (name = "default") => {
    if (timers.has(name)) write("log")(`${name}: ${(host.now() - timers.get(name)).toFixed(3)} ms`);
    timers.delete(name);
  };
  host.define("console", console);
}
