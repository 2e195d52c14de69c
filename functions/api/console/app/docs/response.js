/** A response: its status, headers and body, and where it leads. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { bytes } from '../format.js';
import { icon } from '../icons.js';
import { jsonView } from '../widgets/json.js';
import { isKeyWanted } from './access.js';
import { fold } from './fold.js';
import { linksIn, nextSteps } from './links.js';
import { methodView } from './method.js';

/** How many steps are shown at once. */
const MAX_STEPS = 6;

/** @typedef {import('./document.js').ApiDocument} ApiDocument */
/** @typedef {import('./document.js').Operation} Operation */

/** @param {ApiDocument} api @param {Operation} operation @param {import('./request.js').Form} form @param {string} key */
export function responseView(api, operation, form, key) {
  const { response, running } = form;
  if (!response)
    return running ? html`<p class="quiet" aria-hidden="true">Waiting for the response…</p>` : nothing;
  if (!response.status) return html`<p class="problem">${icon('warning')}<span>${response.reason}</span></p>`;
  const stated = operation.responses.find(([status]) => status === String(response.status))?.[1];
  const isGood = response.status < 400;
  return html`<div class="response">
    <h3 class="response-head"><span class="status ${isGood ? 'is-completed' : 'is-failed'}">${icon(isGood ? 'check' : 'warning')}${response.status}</span>
      <span class="grow">${response.reason || stated?.description}</span>
      <span class="quiet small num">${response.tookMs} ms · ${bytes(response.text.length)}</span></h3>
    ${response.status === 401 && isKeyWanted() ? html`<p class="small">This server asks for a key: <button type="button" class="link" @click=${() => document.getElementById('secret')?.focus()}>give one</button></p>` : nothing}
    ${bodyView(api, operation, response)}
    ${stepsView(nextSteps(api, operation, response), `${key}/steps`)}
    ${fold(`${key}/headers`, `${response.headers.length} headers`, () => html`<dl class="headers">${response.headers.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`)}
  </div>`;
}

function bodyView(api, operation, { text, json, asked }) {
  if (json !== undefined) return jsonView(json, 'Response', linksIn(api, operation, asked));
  return text ? jsonView(text, 'Response') : html`<p class="quiet small">Without a body</p>`;
}

function stepsView(steps, key) {
  if (!steps.length) return nothing;
  const list = (some) =>
    html`<ul class="steps">${some.map(({ title, method, to }) => html`<li><a href=${to}>${methodView(method)}<span>${title}</span></a></li>`)}</ul>`;
  return html`<div><h4 class="minor">Go on with this</h4>${list(steps.slice(0, MAX_STEPS))}
    ${steps.length > MAX_STEPS ? fold(key, `${steps.length - MAX_STEPS} more`, () => list(steps.slice(MAX_STEPS))) : nothing}</div>`;
}
