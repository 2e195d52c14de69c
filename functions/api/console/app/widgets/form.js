/** Fields of a form, each with what the API refused at its path. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { pathOf } from './problem.js';

/**
 * @typedef {object} Form
 * @property {Record<string, any>} values
 * @property {any} fault
 */

/** The violations at a member, or below it. @param {any} fault @param {string[]} names */
export const violationsAt = (fault, names) =>
  (fault?.violations ?? []).filter((violation) => names.includes(pathOf(violation).split('.')[0]));

/** The same error with those violations only that no field shows. @param {any} fault @param {string[]} shown */
export function restOf(fault, shown) {
  if (!fault) return null;
  const rest = (fault.violations ?? []).filter(
    (violation) => !shown.includes(pathOf(violation).split('.')[0]),
  );
  if (fault.violations?.length && !rest.length) return null;
  return { ...fault, message: fault.message, violations: rest, requestId: fault.requestId, code: fault.code };
}

function faultsView(fault, names, id) {
  const found = violationsAt(fault, names);
  return found.length
    ? html`<span class="bad small" id="${id}-fault" role="alert">${found.map((violation) => html`${violation.msg}${violation.hint ? html` – ${violation.hint}` : nothing} `)}</span>`
    : nothing;
}

/**
 * @param {Form} form @param {string} name @param {string} label
 * @param {{help?: string, type?: string, placeholder?: string, area?: boolean, paths?: string[], options?: [string, string][], required?: boolean, onChange?: () => void}} [options]
 */
export function field(form, name, label, options = {}) {
  const paths = options.paths ?? [name];
  const id = `field-${name}`;
  const bad = violationsAt(form.fault, paths).length > 0;
  const set = (event) => {
    form.values[name] = event.target.value;
    options.onChange?.();
  };
  const described = bad ? `${id}-fault` : options.help ? `${id}-help` : nothing;
  const value = form.values[name] ?? '';
  return html`<div class="field"><label for=${id}>${label}</label>
    ${
      options.options
        ? html`<select id=${id} @change=${set} aria-describedby=${described}>${options.options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}</select>`
        : html`<input id=${id} type=${options.type ?? 'text'} .value=${String(value)} placeholder=${options.placeholder ?? nothing} autocomplete="off" spellcheck="false" aria-invalid=${bad} aria-describedby=${described} ?required=${options.required} @input=${set} />`
    }
    ${options.help && !bad ? html`<small id="${id}-help">${options.help}</small>` : nothing}${faultsView(form.fault, paths, id)}</div>`;
}
