/** The audit trail: who changed what. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { linkTo, timeView } from '../widgets/facts.js';
import { empty } from '../widgets/states.js';
import { hrefOf } from '../router.js';

const short = (value) =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** @param {any} list @param {unknown} [more] */
export function auditView(list, more = nothing) {
  if (list.error) return empty('Admins only', list.error.message);
  if (!list.entries.length) return empty('Nothing yet', 'No change was recorded.');
  return html`<ol class="audit">${list.entries.map(
    (entry) => html`<li>
    <span class="quiet num">${timeView(entry.time)}</span>
    <span class="grow"><strong>${entry.action}</strong> <span class="quiet">by</span> ${entry.actor ?? 'nobody'} ${entry.subject ? (hrefOf(entry.subject) ? linkTo(entry.subject) : html`<code>${entry.subject}</code>`) : nothing}
      ${entry.refused ? html`<span class="bad">${entry.refused.method} ${entry.refused.path}: ${entry.refused.status} ${entry.refused.code}</span>` : nothing}
      ${entry.changes.length ? html`<ul class="changes">${entry.changes.map((change) => html`<li><code>${change.field}</code> <del>${short(change.before)}</del> → <ins>${short(change.after)}</ins></li>`)}</ul>` : nothing}</span></li>`,
  )}</ol>${more}`;
}
