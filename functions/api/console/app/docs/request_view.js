/** The panel that sends a request: fields for parameters, an editor for the body, the same as curl, and the response. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { copy } from '../copy.js';
import { draw } from '../draw.js';
import { icon } from '../icons.js';
import { addressOf } from '../root.js';
import { field } from '../widgets/form.js';
import { jsonEditor, jsonView } from '../widgets/json.js';
import { accessView } from './access.js';
import { responseView } from './response.js';
import { fold } from './fold.js';
import {
  callbackToken,
  curlOf,
  isJson,
  run,
  setBody,
  takesCallbackToken,
  takesCredential,
  takeType,
} from './request.js';

const PLACES = { query: 'Query', header: 'Headers' };

/** Bodies that call this server itself, so that they can be sent as they are. */
const LOCAL = {
  execute: () => ({ type: 'http', method: 'GET', url: addressOf('/health') }),
  create_task: () => ({
    name: 'Check this server',
    type: 'http',
    config: { method: 'GET', url: addressOf('/health') },
  }),
};

/** @typedef {import('./document.js').ApiDocument} ApiDocument */
/** @typedef {import('./document.js').Operation} Operation */
/** @typedef {import('./request.js').Form} Form */

/** Puts the body that calls this server itself into a form. @param {Operation} operation @param {Form} form */
export const useLocal = (operation, form) => setBody(form, LOCAL[operation.id]());

/** @param {ApiDocument} api @param {Operation} operation @param {Form} form @param {string} key @param {{brief?: boolean}} [options] without parameters */
export function requestView(api, operation, form, key, { brief = false } = {}) {
  const submit = (event) => {
    event.preventDefault();
    run(operation, form);
  };
  return html`${takesCredential(operation) ? accessView() : nothing}
    <form class="request" @submit=${submit} autocomplete="off">
      ${brief ? nothing : parametersView(operation, form, key)}
      ${bodyView(api, operation, form)}
      <div class="actions">
        <button class="primary ${operation.method === 'DELETE' ? 'is-danger' : ''}" ?disabled=${Boolean(form.running)}>${icon('play')} ${form.running ? 'Sending…' : 'Send'}</button>
        ${form.running ? html`<button type="button" @click=${() => form.running.abort()}>Stop</button>` : nothing}
        <button type="button" @click=${() => copy(curlOf(operation, form), 'curl')}>${icon('copy')} Copy as curl</button>
        ${!brief && form.body && LOCAL[operation.id] ? html`<button type="button" class="ghost" @click=${() => (useLocal(operation, form), draw())}>Use an example that calls this server</button>` : nothing}
      </div>
    </form>
    ${responseView(api, operation, form, key)}
    ${fold(`${key}/curl/${Boolean(form.response)}`, 'The same as curl', () => jsonView(curlOf(operation, form), 'curl'), { open: !form.response, look: 'is-curl' })}`;
}

function parametersView(operation, form, key) {
  const of = (place) => operation.parameters.filter((parameter) => parameter.in === place);
  const fields = (parameters) =>
    html`<div class="fields is-two">${parameters.map((parameter) => parameterField(parameter, form))}</div>`;
  const folded = Object.entries(PLACES).map(([place, title]) => {
    const parameters = of(place);
    if (!parameters.length) return nothing;
    const given = parameters.filter(({ name }) => form.values[name]).length;
    const label = html`${title} <span class="quiet">${given ? `${given} of ${parameters.length} given` : parameters.length}</span>`;
    return fold(`${key}/${place}`, label, () => fields(parameters), { open: given > 0 });
  });
  return html`${of('path').length ? fields(of('path')) : nothing}
    ${takesCallbackToken(operation) ? html`<div class="fields">${field(form, callbackToken, 'Token of the callback', { type: 'password', onChange: draw })}</div>` : nothing}
    ${folded}`;
}

function parameterField({ name, in: place, schema = {}, example, required }, form) {
  const label = html`<code>${name}</code>`;
  const named = schema.type === 'boolean' ? ['true', 'false'] : schema.enum;
  return field(form, name, label, {
    required: required && place === 'path',
    onChange: draw,
    placeholder: example === undefined ? undefined : String(example),
    options: named && [['', ''], ...named.map((value) => [String(value), String(value)])],
  });
}

function bodyView(api, operation, form) {
  if (!form.body) return nothing;
  const types = Object.keys(operation.body.content);
  const choose = (event) => {
    takeType(api, operation, form, event.target.value);
    draw();
  };
  const clear = () => {
    form.refusal = null;
    draw();
  };
  const choice =
    types.length > 1
      ? html`<div class="field"><label for="media-type">Media type</label><select id="media-type" @change=${choose}>${types.map((type) => html`<option value=${type} ?selected=${type === form.type}>${type}</option>`)}</select></div>`
      : nothing;
  if (isJson(form.type)) return html`${choice}${jsonEditor(form.body, form.refusal, clear)}`;
  return html`${choice}<div class="field"><label for="plain-body">Body</label><textarea id="plain-body" rows="4" spellcheck="false" .value=${form.body.text} @input=${(
    event,
  ) => {
    form.body.text = event.target.value;
    clear();
  }}></textarea></div>`;
}
