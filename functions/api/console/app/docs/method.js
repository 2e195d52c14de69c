/** Methods and paths, as they are written everywhere on the page. */

import { html } from '../vendor/lit-html/lit-html.js';

/** The name of a method; each has a colour and a border of its own. @param {string} method */
export const methodView = (method) => html`<span class="method is-${method.toLowerCase()}">${method}</span>`;

/** A path that may be broken behind each slash. @param {string} path */
export const pathView = (path) =>
  html`<code class="path">${path
    .split(/(?<=\/)/)
    .map((part) => (part.startsWith('{') ? html`<wbr /><b>${part}</b>` : html`<wbr />${part}`))}</code>`;
