/** One operation: what it does, takes and responds with, and a request of it to send. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { icon } from '../icons.js';
import { jsonView } from '../widgets/json.js';
import { prose } from '../widgets/prose.js';
import { fold } from './fold.js';
import { methodView, pathView } from './method.js';
import { href } from './place.js';
import { formOf } from './request.js';
import { requestView } from './request_view.js';
import { limitsOf, memberHead, schemaView, typeOf } from './schema.js';

/** @typedef {import('./document.js').ApiDocument} ApiDocument */
/** @typedef {import('./document.js').Operation} Operation */

/** Texts of the document, split into paragraphs. @param {string} text */
export const paragraphs = (text) =>
  text
    .split(/\n\n+/)
    .filter(Boolean)
    .map((part) => html`<p>${prose(part)}</p>`);

/** @param {ApiDocument} api @param {Operation} operation */
export function operationView(api, operation) {
  const form = formOf(api, operation);
  return html`<div class="operation">
    <div class="heading">
      <a class="back" href="#">${icon('previous')} All operations</a>
      <h1>${operation.summary || operation.id}</h1>
      <p class="operation-line">${methodView(operation.method)} ${pathView(operation.path)}${operation.deprecated ? html` <span class="tag is-bad">deprecated</span>` : nothing}</p>
      <button type="button" class="only-narrow" @click=${toRequest}>${icon('play')} Try it</button>
    </div>
    <div class="reference">
      ${operation.description ? html`<div class="prose">${paragraphs(operation.description)}</div>` : nothing}
      ${parametersView(operation)}
      ${bodyView(api, operation)}
      ${responsesView(api, operation)}
    </div>
    <section class="panel try" id="try" tabindex="-1" aria-labelledby="try-title"><h2 id="try-title">Try it</h2>${requestView(api, operation, form, operation.id)}</section>
  </div>`;
}

function toRequest() {
  const panel = document.getElementById('try');
  panel?.focus();
  panel?.scrollIntoView();
}

function parametersView({ parameters }) {
  if (!parameters.length) return nothing;
  return html`<section aria-labelledby="parameters"><h2 id="parameters">Parameters</h2><ul class="members">${parameters.map(
    ({
      name,
      in: place,
      schema,
      required,
      description,
    }) => html`<li>${memberHead(name, `${place} · ${typeOf(schema)}`, required, limitsOf(schema))}
      <div class="quiet">${prose(description)}</div></li>`,
  )}</ul></section>`;
}

function bodyView(api, { id, body }) {
  if (!body?.content) return nothing;
  const types = Object.entries(body.content);
  const same = new Set(types.map(([, { schema }]) => JSON.stringify(schema))).size === 1;
  const shown = same ? types.slice(0, 1) : types;
  return html`<section aria-labelledby="body"><h2 id="body">Body${body.required ? html` <span class="required">required</span>` : nothing}</h2>
    ${body.description ? html`<p>${prose(body.description)}</p>` : nothing}
    ${shown.map(([type, media]) => html`<p class="small"><code>${same ? types.map(([name]) => name).join(', ') : type}</code></p>${schemaView(api, media.schema, `${id}/body/${type}`)}`)}</section>`;
}

function responsesView(api, operation) {
  return html`<section aria-labelledby="responses"><h2 id="responses">Responses</h2>${operation.responses.map(
    ([status, response], at) =>
      fold(
        `${operation.id}/${status}`,
        html`<span class="status ${status < '4' ? 'is-completed' : 'is-failed'}">${status}</span> <span class="grow">${prose(response.description)}</span>`,
        () => oneResponse(api, operation, status, response),
        { open: at === 0, look: 'is-response' },
      ),
  )}</section>`;
}

function oneResponse(api, operation, status, response) {
  const key = `${operation.id}/${status}`;
  const headers = Object.entries(response.headers ?? {});
  const links = Object.values(response.links ?? {})
    .map((link) => api.byId.get(link.operationId))
    .filter(Boolean);
  return html`${Object.entries(response.content ?? {}).map(([type, media]) => {
    const example = api.exampleOf(media);
    return html`<p class="small"><code>${type}</code></p>${example === undefined ? nothing : jsonView(example, `Example of ${status}`)}
      ${fold(`${key}/${type}`, 'Members', () => schemaView(api, media.schema, `${key}/${type}`))}`;
  })}
  ${headers.length ? fold(`${key}/headers`, `${headers.length} headers`, () => html`<dl class="headers">${headers.map(([name, header]) => html`<div><dt>${name}</dt><dd>${prose(api.resolve(header).description)}</dd></div>`)}</dl>`) : nothing}
  ${links.length ? fold(`${key}/links`, `Leads to ${links.length} operations`, () => html`<ul class="steps">${links.map(({ id, method, summary }) => html`<li><a href=${href(id)}>${methodView(method)}<span>${summary}</span></a></li>`)}</ul>`) : nothing}`;
}
