/** What the API refused: its message, and each violation at its path. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { icon } from '../icons.js';
import { prose } from './prose.js';

/** @param {{loc: (string | number)[]}} violation */
export const pathOf = ({ loc }) => loc.filter((part, at) => at > 0 || part !== 'body').join('.');

/**
 * @param {any} error @param {(path: string) => void} [jump] goes to the field of a violation
 */
export function problemView(error, jump) {
  const violations = error.violations ?? [];
  return html`<div class="problem" role="alert">
    ${icon('warning')}
    <div class="grow">
      <strong>${error.message}</strong>
      ${violations.length ? html`<ul>${violations.map((fault) => violationView(fault, jump))}</ul>` : nothing}
      ${error.requestId ? html`<div class="quiet small">${error.code} · request <code>${error.requestId}</code></div>` : nothing}
    </div>
  </div>`;
}

function violationView(fault, jump) {
  const path = pathOf(fault);
  return html`<li>
    ${jump && path ? html`<button type="button" class="link mono" @click=${() => jump(path)}>${path}</button>` : path ? html`<code>${path}</code>` : nothing}
    ${prose(fault.msg)}${fault.hint ? html`<div class="quiet">${prose(fault.hint)}</div>` : nothing}
  </li>`;
}
