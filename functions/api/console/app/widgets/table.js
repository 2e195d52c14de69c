/** A table that becomes a list of pairs where it is too narrow for columns. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';

/**
 * @param {string} columns names with commas; `#` before those of figures, nothing for buttons
 * @param {unknown[][]} rows
 * @param {{caption?: unknown, foot?: unknown[]}} [options]
 */
export function table(columns, rows, { caption, foot } = {}) {
  const heads = columns
    .split(',')
    .map((name) => ({
      text: name.trim().replace('#', ''),
      look: name.includes('#') ? 'num' : name.trim() ? '' : 'tight',
    }));
  const row = (cells) =>
    html`<tr role="row">${cells.map((cell, at) => html`<td role="cell" class=${heads[at].look} data-label=${heads[at].text}>${cell}</td>`)}</tr>`;
  return html`<table class="table" role="table">${caption ? html`<caption>${caption}</caption>` : nothing}
    <thead role="rowgroup"><tr role="row">${heads.map(({ text, look }) => html`<th role="columnheader" class=${look}>${text || html`<span class="unseen">Actions</span>`}</th>`)}</tr></thead>
    <tbody role="rowgroup">${rows.map(row)}</tbody>${foot ? html`<tfoot role="rowgroup">${row(foot)}</tfoot>` : nothing}</table>`;
}
