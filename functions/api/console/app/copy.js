/** What is copied to the clipboard. */

import { notify } from './notice.js';

/** Copies a text and says so. @param {string} text @param {string} what */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    notify(`${what} copied`);
  } catch {
    notify('The browser did not allow copying', { tone: 'bad' });
  }
}
