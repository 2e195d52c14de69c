/** Reads the screen again: every 2 s while something moves, every 15 s otherwise, not while nobody looks. */

const MOVING_MS = 2000;
const IDLE_MS = 15_000;

/** @typedef {{read: (signal: AbortSignal) => Promise<void>, isMoving: () => boolean}} Polled */

export class Polling {
  #timer;
  #abort = new AbortController();
  #running = false;
  live = true;

  constructor(polled) {
    this.polled = polled;
    document.addEventListener('visibilitychange', () =>
      document.hidden ? clearTimeout(this.#timer) : this.now(),
    );
    addEventListener('online', () => this.now());
  }

  /** Reads now, and gives up what is being read. */
  now() {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#running = false;
    this.#read();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  toggle() {
    this.live = !this.live;
    if (this.live) this.now();
    else clearTimeout(this.#timer);
  }

  async #read() {
    if (this.#running) return;
    this.#running = true;
    const { signal } = this.#abort;
    await this.polled.read(signal);
    if (signal.aborted) return;
    this.#running = false;
    if (this.live && !document.hidden)
      this.#timer = setTimeout(() => this.#read(), this.polled.isMoving() ? MOVING_MS : IDLE_MS);
  }
}
