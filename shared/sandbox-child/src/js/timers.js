// Timers, events and signals to abort.
(host) => {
  "use strict";
  if (typeof DOMException !== "function") {
    host.define("DOMException", class DOMException extends Error {
      constructor(message = "", name = "Error") {
        super(message);
        Object.defineProperty(this, "name", { value: name, configurable: true });
      }
    });
  }

  const waiting = new Map();
  let last = 0;

  const setTimeout = (callback, delay = 0, ...values) => {
    if (typeof callback !== "function") throw new TypeError("setTimeout needs a function");
    if (waiting.size >= host.maxTimers) {
      host.fail("timer_limit", `the function has more than ${host.maxTimers} timers at once`);
    }
    const wait = Math.min(Math.max(Number(delay) || 0, 0), 2 ** 31 - 1);
    last += 1;
    waiting.set(last, { at: host.now() + wait, order: last, callback, values });
    return last;
  };
  const clearTimeout = (id) => void waiting.delete(Number(id));

  const earliest = () => {
    let first;
    for (const timer of waiting.values()) {
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    }
    return first;
  };

  // Milliseconds until the next timer, or -1.
  host.nextTimer = () => {
    const first = earliest();
    return first ? Math.max(0, first.at - host.now()) : -1;
  };
  // Calls the next timer if its time has come. What it throws is the failure of the run.
  host.fireTimer = () => {
    const first = earliest();
    if (!first || first.at > host.now()) return false;
    waiting.delete(first.order);
    first.callback(...first.values);
    return true;
  };

  class Event {
    constructor(type, init = {}) {
      this.type = String(type);
      this.cancelable = Boolean(init.cancelable);
      this.defaultPrevented = false;
      this.target = null;
    }
    preventDefault() { this.defaultPrevented ||= this.cancelable; }
  }

  class EventTarget {
    #listeners = new Map();
    addEventListener(type, listener, options = {}) {
      if (!listener) return;
      const known = this.#listeners.get(type) ?? [];
      if (!known.some((each) => each.listener === listener)) known.push({ listener, once: Boolean(options?.once) });
      this.#listeners.set(type, known);
    }
    removeEventListener(type, listener) {
      this.#listeners.set(type, (this.#listeners.get(type) ?? []).filter((each) => each.listener !== listener));
    }
    dispatchEvent(event) {
      event.target = this;
      for (const { listener, once } of [...(this.#listeners.get(event.type) ?? [])]) {
        if (once) this.removeEventListener(event.type, listener);
        if (typeof listener === "function") listener.call(this, event);
        else listener.handleEvent(event);
      }
      const handler = this[`on${event.type}`];
      if (typeof handler === "function") handler.call(this, event);
      return !event.defaultPrevented;
    }
  }

  let abort;
  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason;
    onabort = null;
    static {
      abort = (signal, reason) => {
        if (signal.#aborted) return;
        signal.#aborted = true;
        signal.#reason = reason ?? new DOMException("the operation was aborted", "AbortError");
        signal.dispatchEvent(new Event("abort"));
      };
    }
    get aborted() { return this.#aborted; }
    get reason() { return this.#reason; }
    throwIfAborted() {
      if (this.#aborted) throw this.#reason;
    }
    static abort(reason) {
      const signal = new AbortSignal();
      abort(signal, reason);
      return signal;
    }
    static timeout(delay) {
      const signal = new AbortSignal();
      setTimeout(() => abort(signal, new DOMException("the time is over", "TimeoutError")), delay);
      return signal;
    }
    static any(signals) {
      const any = new AbortSignal();
      for (const signal of signals) {
        if (signal.aborted) abort(any, signal.reason);
        else signal.addEventListener("abort", () => abort(any, signal.reason), { once: true });
      }
      return any;
    }
  }

  class AbortController {
    #signal = new AbortSignal();
    get signal() { return this.#signal; }
    abort(reason) { abort(this.#signal, reason); }
  }

  const queueMicrotask = (callback) => {
    if (typeof callback !== "function") throw new TypeError("queueMicrotask needs a function");
    Promise.resolve().then(() => callback());
  };

  const origin = host.now();
  const performance = Object.freeze({ now: () => host.now() - origin, timeOrigin: Date.now() });
  const globals = { setTimeout, clearTimeout, Event, EventTarget, AbortSignal, AbortController, queueMicrotask, performance };
  for (const [name, value] of Object.entries(globals)) host.define(name, value);
}
