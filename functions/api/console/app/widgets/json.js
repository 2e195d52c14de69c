/** JSON to read, and JSON to write. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { copy } from '../copy.js';
import { icon } from '../icons.js';
import { json } from '../format.js';
import { problemView } from './problem.js';

const MOST = 200_000;
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** What a text of a value leads to, by the member that has it. @typedef {(text: string, member: string) => string | null} LinkOf */

/** @param {string} text @param {LinkOf} linkOf */
function coloured(text, linkOf) {
  const parts = [];
  let end = 0;
  let member = '';
  for (const found of text.matchAll(TOKEN)) {
    const [, string, colon, word, number] = found;
    const token = string ?? word ?? number;
    if (colon) member = JSON.parse(string);
    const to = string && !colon ? linkOf(JSON.parse(string), member) : null;
    const look = string ? (colon ? 'j-key' : 'j-text') : word ? 'j-word' : 'j-number';
    parts.push(
      text.slice(end, found.index),
      to ? html`<a class=${look} href=${to}>${token}</a>` : html`<span class=${look}>${token}</span>`,
    );
    end = found.index + token.length;
  }
  return [...parts, text.slice(end)];
}

/** A value as JSON; texts as they are. @param {unknown} value @param {string} what its name, for the button that copies it @param {LinkOf} [linkOf] */
export function jsonView(value, what, linkOf = () => null) {
  const isText = typeof value === 'string';
  const full = isText ? value : (json(value) ?? 'null');
  const text = full.slice(0, MOST);
  return html`<div class="code">
    <button type="button" class="ghost copy" aria-label="Copy ${what}" title="Copy" @click=${() => copy(full, what)}>${icon('copy')}</button>
    <pre tabindex="0" role="region" aria-label=${what}>${isText || text !== full ? text : coloured(text, linkOf)}</pre>
    ${full.length > MOST ? html`<p class="quiet small">The first ${MOST} of ${full.length} characters; copying takes all.</p>` : nothing}
  </div>`;
}

/**
 * A field for JSON that keeps what was typed, says where it can't be read, and shows violations.
 *
 * @typedef {object} JsonField
 * @property {string} label
 * @property {string} text
 * @property {string} fault why it can't be read
 */

/** @param {string} label @param {unknown} value @returns {JsonField} */
export const jsonField = (label, value) => ({ label, text: json(value) ?? '', fault: '' });

/** The value of a field. @param {JsonField} field @returns {any} @throws {SyntaxError} */
export function readJson(field) {
  try {
    const value = JSON.parse(field.text || '{}');
    field.fault = '';
    return value;
  } catch (error) {
    field.fault = where(field.text, error.message);
    throw new SyntaxError(`${field.label} is not JSON: ${field.fault}`);
  }
}

function where(text, message) {
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  return `line ${text.slice(0, at).split('\n').length}: ${message.replace(/ in JSON.*/, '')}`;
}

let count = 0;

/** @param {JsonField} field @param {any} [fault] what the API refused @param {() => void} [onInput] */
export function jsonEditor(field, fault, onInput) {
  const id = field.id ?? (field.id = `json-${(count += 1)}`);
  const jump = (path) => {
    const area = document.getElementById(id);
    const key = path
      .split('.')
      .filter((part) => Number.isNaN(Number(part)))
      .pop();
    const at = key ? area.value.indexOf(`"${key}"`) : -1;
    area.focus();
    if (at >= 0) area.setSelectionRange(at, at + `"${key}"`.length);
  };
  return html`<div class="field json-field"><label for=${id}>${field.label}</label>
    <textarea id=${id} spellcheck="false" autocomplete="off" rows=${Math.min(22, Math.max(6, field.text.split('\n').length + 1))} .value=${field.text} aria-invalid=${field.fault !== '' || Boolean(fault?.violations?.length)}
      @input=${(event) => {
        field.text = event.target.value;
        field.fault = '';
        onInput?.();
      }} @keydown=${indent}></textarea>
    ${field.fault ? html`<p class="bad small" role="alert">${field.fault}</p>` : nothing}
    ${fault ? problemView(fault, jump) : nothing}</div>`;
}

/** Enter keeps the depth of the line. */
function indent(event) {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
  const area = event.target;
  const depth = /(^|\n)([ ]*)[^\n]*$/.exec(area.value.slice(0, area.selectionStart))?.[2] ?? '';
  if (!depth) return;
  event.preventDefault();
  area.setRangeText(`\n${depth}`, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}
