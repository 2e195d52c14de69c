/** A small menu behind a button: a `details` that closes when something in it was chosen. */

import { html } from '../vendor/lit-html/lit-html.js';
import { icon } from '../icons.js';

/** @typedef {{label: string, icon?: string, run: () => void, danger?: boolean}} Entry */

/** @param {string} label @param {(Entry | null | false | undefined)[]} entries */
export function menu(label, entries) {
  const close = (event) => {
    const details = event.currentTarget.closest('details');
    details.open = false;
    details.querySelector('summary').focus();
  };
  return html`<details class="menu" @keydown=${(event) => event.key === 'Escape' && event.currentTarget.hasAttribute('open') && (event.preventDefault(), close(event))}
      @focusout=${(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget))
          event.currentTarget.open = false;
      }}>
    <summary class="button ghost" aria-label=${label}>${icon('more')}</summary>
    <div class="menu-list">${entries.map(
      (entry) =>
        entry &&
        html`<button type="button" class=${entry.danger ? 'is-danger' : ''} @click=${(event) => {
          close(event);
          entry.run();
        }}>${entry.icon ? icon(entry.icon) : ''}<span>${entry.label}</span></button>`,
    )}</div>
  </details>`;
}
