/** Texts of the API. */

import { html } from '../vendor/lit-html/lit-html.js';

/** A text of the API, in which what stands between backticks is code. @param {string | null | undefined} text */
export const prose = (text) =>
  (text ?? '').split('`').map((part, at) => (at % 2 ? html`<code>${part}</code>` : part));
