/** The reference of the API: reads its document, and shows the overview or one operation of it. */

import { html, render } from '../vendor/lit-html/lit-html.js';
import { repeat } from '../vendor/lit-html/directives/repeat.js';
import { call } from '../api.js';
import { draw, drawWith } from '../draw.js';
import { addKeys, handleKey } from '../keys.js';
import { noticesView } from '../notice.js';
import { toggleTheme } from '../theme_switch.js';
import { failed, skeleton } from '../widgets/states.js';
import { readAccess } from './access.js';
import { ApiDocument } from './document.js';
import { operationView } from './operation.js';
import { overviewView } from './overview.js';
import { href, place } from './place.js';
import { formOf } from './request.js';
import { sideList } from './side_list.js';

/** Where the list beside the page is hidden, and a filter shows what it finds on the overview. */
const NARROW = matchMedia('(max-width: 720px)');

/** @type {{api: ApiDocument | null, fault: any, filter: string}} */
const state = { api: null, fault: null, filter: '' };

async function read() {
  try {
    // The document is large and has an entity tag: it is asked about, and sent only if it is another.
    state.api = new ApiDocument(await call('GET', '/openapi.json', { cache: 'no-cache', anonymous: true }));
    state.fault = null;
    prefill();
  } catch (error) {
    state.fault = error;
  }
  drawPlace();
}

/** Puts the values of the place into the fields of its operation. */
function prefill() {
  const { id, values } = place();
  const operation = state.api?.byId.get(id);
  if (!operation || !Object.keys(values).length) return;
  const form = formOf(state.api, operation);
  const known = operation.parameters.filter((parameter) => parameter.in !== 'header').map(({ name }) => name);
  for (const name of known) if (values[name] !== undefined) form.values[name] = values[name];
}

function openPlace() {
  prefill();
  drawPlace();
  scrollTo(0, 0);
  if (document.activeElement && document.activeElement !== document.body && !isFiltering())
    requestAnimationFrame(() => document.getElementById('main')?.focus({ preventScroll: true }));
}

/** Draws, with the operation of the place where it can be seen in the list. */
function drawPlace() {
  draw();
  requestAnimationFrame(() =>
    document.querySelector('.side [aria-current]')?.scrollIntoView({ block: 'nearest' }),
  );
}

const isFiltering = () => document.activeElement?.matches('[data-filter]');

function onFilter(text) {
  state.filter = text;
  if (NARROW.matches && place().id) location.hash = '';
  draw();
}

/** Opens the first operation that the filter finds. */
function onEnter() {
  const [group] = state.api?.matching(state.filter) ?? [];
  if (!state.filter || !group) return;
  document.activeElement?.blur();
  location.hash = href(group.operations[0].id);
}

function contentView(operation) {
  if (state.fault) return failed(state.fault, read);
  if (!state.api) return skeleton(10);
  return operation ? operationView(state.api, operation) : overviewView(state.api, state.filter);
}

function paint() {
  const { id } = place();
  const operation = state.api?.byId.get(id);
  const title = operation ? `${operation.summary || operation.id} · Beadle API` : 'Beadle API';
  if (document.title !== title) document.title = title;
  const key = operation ? id : '';
  const side = { filter: state.filter, id: key, onFilter, onEnter };
  render(
    html`<a class="skip" href="#main" @click=${skip}>Skip to the content</a>
    <div class="docs">${sideList(state.api, side)}
      <main id="main" tabindex="-1" aria-label=${operation ? operation.summary : 'Overview'}>${repeat(
        [key],
        (one) => one,
        () => contentView(operation),
      )}</main></div>${noticesView()}`,
    document.getElementById('docs'),
  );
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

addKeys({ '/': () => document.querySelector('[data-filter]')?.focus(), T: toggleTheme });
addEventListener('keydown', handleKey);
addEventListener('hashchange', openPlace);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
drawWith(paint);
draw();
read();
readAccess();
