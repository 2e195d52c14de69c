/** The overview: how requests are made, a first one to send, and all operations. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { addressOf, ROOT } from '../root.js';
import { prose } from '../widgets/prose.js';
import { empty } from '../widgets/states.js';
import { fold } from './fold.js';
import { methodView, pathView } from './method.js';
import { href } from './place.js';
import { formOf } from './request.js';
import { requestView, useLocal } from './request_view.js';

const FIRST = 'execute';

/** @typedef {import('./document.js').ApiDocument} ApiDocument */
/** @typedef {import('./document.js').Group} Group */

/** @param {ApiDocument} api @param {string} filter */
export function overviewView(api, filter) {
  const groups = api.matching(filter);
  const list = (isDialect) => groups.filter((group) => group.isDialect === isDialect).map(groupView);
  const dialects = groups.filter(({ isDialect }) => isDialect);
  return html`<div class="overview">
    <div class="heading"><h1>${api.info.title} API <span class="tag">${api.info.version}</span></h1>
      <p class="lead">${prose(api.info.description)}</p></div>
    ${filter ? nothing : introduction(api)}
    ${filter ? html`<p class="quiet" role="status">${countText(groups)}</p>` : nothing}
    ${groups.length ? list(false) : empty('No operation has all of these words', 'The filter looks at methods, paths, names and descriptions.')}
    ${dialects.length ? fold(filter ? 'found-dialects' : 'dialects', html`<h2>Dialects</h2> <span class="quiet">The same service as two other APIs: ${dialects.map(({ title }) => title).join(', ')}</span>`, () => list(true), { open: filter !== '', look: 'is-dialects' }) : nothing}
  </div>`;
}

function countText(groups) {
  const number = groups.reduce((sum, { operations }) => sum + operations.length, 0);
  return number === 1 ? '1 operation' : `${number} operations`;
}

function introduction(api) {
  const operation = api.byId.get(FIRST);
  return html`<div class="introduction">
    <section class="panel" aria-labelledby="requests"><h2 id="requests">Requests</h2><dl class="facts">
      <div><dt>Address</dt><dd><code>${addressOf('')}</code></dd></div>
      ${Object.values(api.schemes).map((scheme) => html`<div><dt><code>${headerOf(scheme)}</code></dt><dd>${prose(scheme.description)}</dd></div>`)}
      <div><dt>Errors</dt><dd><code>application/problem+json</code> (RFC 9457): <code>code</code> says what it is, <code>detail</code> where</dd></div>
      <div><dt>Documents</dt><dd><a href="${ROOT}/openapi.json">openapi.json</a> is this page's; clients are generated from <a href="${ROOT}/openapi.v1.json">openapi.v1.json</a></dd></div>
    </dl></section>
    ${
      operation
        ? html`<section class="panel" aria-labelledby="first"><h2 id="first">A first request</h2>
      <p class="quiet">It makes Beadle call this server, now: ${methodView(operation.method)} <a href=${href(FIRST)}>${pathView(operation.path)}</a></p>${requestView(api, operation, firstForm(api, operation), 'first', { brief: true })}</section>`
        : nothing
    }
  </div>`;
}

/** The first request waits for its end, so that its response says what came of it. */
function firstForm(api, operation) {
  const form = formOf(api, operation, 'first');
  if (!form.values.Prefer) {
    form.values.Prefer = 'wait=10';
    useLocal(operation, form);
  }
  return form;
}

const headerOf = (scheme) => (scheme.type === 'apiKey' ? scheme.name : 'Authorization');

/** @param {Group} group */
const groupView = ({
  tag,
  title,
  description,
  operations,
}) => html`<section class="group" aria-labelledby="group-${tag.replaceAll(' ', '-')}">
  <h2 id="group-${tag.replaceAll(' ', '-')}">${title}</h2>${description ? html`<p class="quiet">${prose(description)}</p>` : nothing}
  <ul class="operations">${operations.map((operation) => html`<li><a href=${href(operation.id)}>${methodView(operation.method)}${pathView(operation.path)}<span class="what">${operation.summary}</span></a></li>`)}</ul></section>`;
