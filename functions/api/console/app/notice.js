/** Notices at the edge of the page: what was done, and how to undo it. Screen readers hear each once. */

import { html, nothing } from './vendor/lit-html/lit-html.js';
import { repeat } from './vendor/lit-html/directives/repeat.js';
import { draw } from './draw.js';
import { icon } from './icons.js';

const SHOWN_MS = 8000;
const MOST = 4;

/** @typedef {{id: number, tone: 'good' | 'bad', text: string, detail?: string, action?: {label: string, run: () => void}, progress?: number}} Notice */
let notices = [];
let last = 0;
let spoken = '';

/**
 * Shows a notice.
 *
 * @param {string} text
 * @param {{tone?: 'good' | 'bad', detail?: string, undo?: () => Promise<void>, action?: {label: string, run: () => void}, stays?: boolean}} [options]
 */
export function notify(text, options = {}) {
  const id = (last += 1);
  const action = options.undo ? { label: 'Undo', run: () => undo(id, options.undo) } : options.action;
  notices = [...notices, { id, tone: options.tone ?? 'good', text, detail: options.detail, action }].slice(
    -MOST,
  );
  say(text);
  if (!options.stays) setTimeout(() => dismiss(id), options.tone === 'bad' ? SHOWN_MS * 2 : SHOWN_MS);
  draw();
}

/** @param {any} error */
export function notifyError(error) {
  if (error?.name === 'AbortError') return;
  const details = (error.violations ?? [])
    .map((fault) => `${fault.loc.slice(1).join('.')}: ${fault.msg}`)
    .join('; ');
  notify(error.message, { tone: 'bad', detail: details || error.code });
}

async function undo(id, how) {
  dismiss(id);
  try {
    await how?.();
    say('Undone');
  } catch (error) {
    notifyError(error);
  }
}

function dismiss(id) {
  notices = notices.filter((notice) => notice.id !== id);
  draw();
}

/** Says something to screen readers, politely. @param {string} text */
export function say(text) {
  spoken = text === spoken ? `${text}\u00a0` : text;
  draw();
}

export function noticesView() {
  return html`<div class="notices">
      ${repeat(
        notices,
        (notice) => notice.id,
        (notice) => html`<div class="notice is-${notice.tone}">
        ${icon(notice.tone === 'good' ? 'check' : 'warning')}
        <div class="grow"><div class="clip-2">${notice.text}</div>${notice.detail ? html`<div class="quiet small clip-2">${notice.detail}</div>` : nothing}</div>
        ${notice.action ? html`<button class="link" @click=${notice.action.run}>${notice.action.label}</button>` : nothing}
        <button class="ghost" aria-label="Dismiss" @click=${() => dismiss(notice.id)}>${icon('close')}</button>
      </div>`,
      )}
    </div>
    <div class="unseen" role="status" aria-live="polite">${spoken}</div>`;
}
