/** Details whose content is made when they are open. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { draw } from '../draw.js';

const opened = new Map();

/**
 * @param {string} key tells it from others of the page
 * @param {unknown} title
 * @param {() => unknown} content
 * @param {{open?: boolean, look?: string}} [options] whether it is open unless somebody closes it
 */
export function fold(key, title, content, { open = false, look = '' } = {}) {
  const isOpen = opened.get(key) ?? open;
  const toggle = ({ target }) => {
    if (target.open === (opened.get(key) ?? open)) return;
    opened.set(key, target.open);
    draw();
  };
  return html`<details class="fold ${look}" .open=${isOpen} @toggle=${toggle}><summary>${title}</summary>${isOpen ? html`<div class="fold-body">${content()}</div>` : nothing}</details>`;
}
