/** What a screen shows while it has nothing to show. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { icon } from '../icons.js';

/** Bars where rows will be, so that nothing moves when they come. @param {number} [rows] @param {string} [kind] */
export const skeleton = (
  rows = 8,
  kind = 'row',
) => html`<div class="skeleton" aria-hidden="true">${Array.from({ length: rows }, () => html`<div class="bone is-${kind}"></div>`)}</div>
  <span class="unseen">Loading</span>`;

/**
 * @param {string} title @param {unknown} text @param {unknown} [action]
 */
export const empty = (title, text, action = nothing) =>
  html`<div class="empty"><h2>${title}</h2><div class="quiet">${text}</div>${action}</div>`;

/** @param {any} error @param {() => void} again */
export const failed = (error, again) => html`<div class="empty is-bad" role="alert">
  ${icon('warning')}
  <h1>${error.status === 404 ? 'There is nothing here' : error.status === 403 ? 'You may not see this' : error.offline ? 'The server can’t be reached' : 'This could not be loaded'}</h1>
  <div class="quiet">${error.offline ? 'It may be restarting. This page tries again by itself.' : error.message}${error.requestId ? html` · request <code>${error.requestId}</code>` : nothing}</div>
  <button @click=${again}>${icon('retry')} Try again</button>
</div>`;
