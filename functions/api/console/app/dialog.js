/** Dialogs: one at a time, over the page, closed by Esc; the focus goes back to where it was. */

import { html, nothing } from './vendor/lit-html/lit-html.js';
import { draw, drawNow } from './draw.js';
import { icon } from './icons.js';
import { problemView } from './widgets/problem.js';

/**
 * @typedef {object} Dialog
 * @property {string} title
 * @property {() => unknown} body
 * @property {string} [act] the label of the button that does it; none for a dialog that only shows
 * @property {boolean} [danger] whether it destroys something
 * @property {() => Promise<boolean | void> | boolean | void} [run] does it; `false` keeps the dialog open
 * @property {() => void} [closed]
 * @property {boolean} [wide]
 * @property {() => boolean} [ready] whether it can be done as it is
 */

let open = null;
let fault = null;
let busy = false;
let before = null;

/** @param {Dialog} dialog */
export function show(dialog) {
  if (!open) before = document.activeElement;
  open = dialog;
  fault = null;
  busy = false;
  drawNow();
  opened(document.querySelector('dialog.modal'));
}

export function close() {
  if (!open) return;
  const { closed } = open;
  open = null;
  drawNow();
  closed?.();
  if (before instanceof HTMLElement && before.isConnected) before.focus();
}

export const isOpen = () => open !== null;

/**
 * Asks before something is done.
 *
 * @param {string} title @param {unknown} text @param {string} act
 * @param {() => Promise<boolean | void> | void} run @param {boolean} [danger]
 */
export function confirm(title, text, act, run, danger = false) {
  show({ title, body: () => html`<div class="prose">${text}</div>`, act, run, danger });
}

async function submit(event) {
  event.preventDefault();
  const dialog = open;
  if (!dialog?.run || busy || dialog.ready?.() === false) return;
  busy = true;
  fault = null;
  draw();
  try {
    const done = await dialog.run();
    if (done !== false && open === dialog) close();
  } catch (error) {
    fault = error;
  }
  busy = false;
  draw();
}

/** Opens the element as a modal dialog, with the focus in its first field. */
function opened(dialog) {
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector('[autofocus], textarea, input, .primary');
  if (first instanceof HTMLElement) first.focus();
}

export function dialogView() {
  if (!open) return nothing;
  const { title, body, act, danger, wide, ready } = open;
  return html`<dialog class="modal ${wide ? 'is-wide' : ''}" aria-labelledby="dialog-title" @cancel=${(
    event,
  ) => {
    event.preventDefault();
    close();
  }}
      @click=${(event) => event.target === event.currentTarget && !act && close()}>
    <form method="dialog" @submit=${submit}>
      <header><h2 id="dialog-title">${title}</h2><button type="button" class="ghost" aria-label="Close" @click=${close}>${icon('close')}</button></header>
      <div class="dialog-body">${body()}${fault ? problemView(fault) : nothing}</div>
      <footer>
        <button type="button" @click=${close}>${act ? 'Back' : 'Close'}</button>
        ${act ? html`<button class="primary ${danger ? 'is-danger' : ''}" ?disabled=${busy || ready?.() === false} aria-busy=${busy}>${busy ? 'Working…' : act}</button>` : nothing}
      </footer>
    </form>
  </dialog>`;
}
