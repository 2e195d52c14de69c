/** The keys, on one page. */

import { html } from './vendor/lit-html/lit-html.js';
import { show } from './dialog.js';
import { KEYS } from './keys.js';

export function openHelp() {
  show({
    title: 'Keys',
    wide: true,
    body: () =>
      html`<div class="key-help">${KEYS.map(
        ([title, keys]) => html`<section><h3>${title}</h3><dl>
      ${keys.map(([key, text]) => html`<div><dt>${key.split(' ').map((part) => html`<kbd>${part}</kbd>`)}</dt><dd>${text}</dd></div>`)}
    </dl></section>`,
      )}</div>`,
  });
}
