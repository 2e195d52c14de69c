/** An answer: its status, headers and body, and where it leads. */

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
export function answerView(api, operation, form, key) {
  const { answer, running } = form;
  if (!answer)
    return running ? html`<p class="quiet" aria-hidden="true">Waiting for the answer…</p>` : nothing;
  if (!answer.status) return html`<p class="problem">${icon('warning')}<span>${answer.reason}</span></p>`;
  const stated = operation.responses.find(([status]) => status === String(answer.status))?.[1];
  const isGood = answer.status < 400;
  return html`<div class="answer">
    <h3 class="answer-head"><span class="status ${isGood ? 'is-completed' : 'is-failed'}">${icon(isGood ? 'check' : 'warning')}${answer.status}</span>
      <span class="grow">${answer.reason || stated?.description}</span>
      <span class="quiet small num">${answer.tookMs} ms · ${bytes(answer.text.length)}</span></h3>
    ${answer.status === 401 && isKeyWanted() ? html`<p class="small">This server asks for a key: <button type="button" class="link" @click=${() => document.getElementById('secret')?.focus()}>give one</button></p>` : nothing}
    ${bodyView(api, operation, answer)}
    ${stepsView(nextSteps(api, operation, answer), `${key}/steps`)}
    ${fold(`${key}/headers`, `${answer.headers.length} headers`, () => html`<dl class="headers">${answer.headers.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`)}
  </div>`;
}

function bodyView(api, operation, { text, json, asked }) {
  if (json !== undefined) return jsonView(json, 'Answer', linksIn(api, operation, asked));
  return text ? jsonView(text, 'Answer') : html`<p class="quiet small">Without a body</p>`;
}

function stepsView(steps, key) {
  if (!steps.length) return nothing;
  const list = (some) =>
    html`<ul class="steps">${some.map(({ title, method, to }) => html`<li><a href=${to}>${methodView(method)}<span>${title}</span></a></li>`)}</ul>`;
  return html`<div><h4 class="minor">Go on with this</h4>${list(steps.slice(0, MAX_STEPS))}
    ${steps.length > MAX_STEPS ? fold(key, `${steps.length - MAX_STEPS} more`, () => list(steps.slice(MAX_STEPS))) : nothing}</div>`;
}
