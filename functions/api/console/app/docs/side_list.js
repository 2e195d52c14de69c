/** The list beside the page: a filter, the operations by group, and the dialects folded below. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { icon, sign } from '../icons.js';
import { shownTheme, toggleTheme } from '../theme_switch.js';
import { fold } from './fold.js';
import { methodView } from './method.js';
import { href } from './place.js';

/** @typedef {import('./document.js').ApiDocument} ApiDocument */

/**
 * @param {ApiDocument | null} api
 * @param {{filter: string, id: string, onFilter: (text: string) => void, onEnter: () => void}} state
 */
export function sideList(api, { filter, id, onFilter, onEnter }) {
  const key = (event) => {
    if (event.key === 'Enter') onEnter();
    if (event.key === 'Escape') onFilter('');
  };
  return html`<header class="side">
    <div class="side-top">
      <a class="brand" href="#" aria-label="Beadle API, overview">${sign}<span>Beadle API</span></a>
      <div class="side-links"><a class="button ghost" href="console/">Console</a>
        <button class="ghost" @click=${toggleTheme} title="Light and dark (key T)" aria-label="${shownTheme() === 'dark' ? 'Dark' : 'Light'}: change the theme">${icon('theme')}</button></div>
    </div>
    <div class="side-filter"><input type="search" data-filter aria-label="Filter operations" placeholder="Filter operations" .value=${filter} autocomplete="off" spellcheck="false" @input=${(event) => onFilter(event.target.value)} @keydown=${key} /><kbd aria-hidden="true">/</kbd></div>
    ${api ? html`<nav aria-label="Operations">${navigation(api, filter, id)}</nav>` : nothing}
  </header>`;
}

function navigation(api, filter, id) {
  const groups = api.matching(filter);
  const current = api.byId.get(id);
  const view = ({ tag, title, operations }) =>
    fold(
      filter ? `found/${tag}` : `side/${tag}/${current?.tag === tag}`,
      html`<span class="grow">${title}</span><span class="quiet num">${operations.length}</span>`,
      () => html`<ul>${operations.map((one) => itemView(one, id))}</ul>`,
      { open: filter !== '' || current?.tag === tag, look: 'is-group' },
    );
  const dialects = groups.filter(({ isDialect }) => isDialect);
  return html`${groups.filter(({ isDialect }) => !isDialect).map(view)}
    ${dialects.length ? fold(filter ? 'found/dialects' : `side/dialects/${current?.isDialect}`, html`<span class="grow">Dialects</span><span class="quiet num">${dialects.reduce((sum, { operations }) => sum + operations.length, 0)}</span>`, () => dialects.map(view), { open: filter !== '' || Boolean(current?.isDialect), look: 'is-group is-dialects' }) : nothing}
    ${groups.length ? nothing : html`<p class="quiet small none">No operation has all of these words.</p>`}`;
}

const itemView = (operation, id) =>
  html`<li><a class="side-item" href=${href(operation.id)} title=${operation.path} aria-current=${operation.id === id ? 'page' : nothing}>${methodView(operation.method)}<span>${operation.summary || operation.path}</span></a></li>`;
