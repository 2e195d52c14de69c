/** What a list needs for each row that is seen: read once, a few at a time, and kept for a while. */

import { draw } from './draw.js';

const AT_ONCE = 4;

const kept = new Map();
const queue = [];
let running = 0;

/**
 * The value if it was read already; otherwise it is read, and the page drawn again.
 *
 * @template T
 * @param {string} key @param {() => Promise<T>} read @param {number} [freshMs]
 * @returns {T | undefined}
 */
export function lazily(key, read, freshMs = 60_000) {
  const held = kept.get(key);
  if (!held || (!held.pending && Date.now() - held.at > freshMs)) {
    const entry = held ?? { at: 0, value: undefined, pending: true };
    entry.pending = true;
    kept.set(key, entry);
    queue.push(async () => {
      try {
        entry.value = await read();
      } catch {
        entry.value ??= undefined;
      }
      entry.at = Date.now();
      entry.pending = false;
      draw();
    });
    run();
  }
  return kept.get(key)?.value;
}

function run() {
  while (running < AT_ONCE && queue.length) {
    running += 1;
    queue
      .shift()()
      .finally(() => {
        running -= 1;
        run();
      });
  }
}
