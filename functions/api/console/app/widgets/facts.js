/** Small pieces that many screens have: pairs of a name and a value, figures, ids, times. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { copy } from '../copy.js';
import { icon } from '../icons.js';
import { shortId } from '../format.js';
import { href, hrefOf } from '../router.js';
import { fullTime, moment, relative } from '../time.js';
import { nameOf } from '../names.js';

/** Pairs; those without a value are left out. @param {[string, unknown][]} pairs */
export const facts = (pairs) =>
  html`<dl class="facts">${pairs.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== nothing).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** @param {string | null | undefined} when */
export const timeView = (when) =>
  when ? html`<time datetime=${when} title=${fullTime(when)}>${moment(when)}</time>` : '–';
/** @param {string | null | undefined} when */
export const agoView = (when) =>
  when ? html`<time datetime=${when} title=${fullTime(when)}>${relative(when)}</time>` : '–';

/** An id, shortened, to copy. @param {string} id */
export const idView = (id) =>
  html`<button type="button" class="id" title="Copy ${id}" @click=${() => copy(id, 'Id')}><span class="unseen">Copy the id </span>${shortId(id)}${icon('copy')}</button>`;

/** A link to what has this id, by its name. @param {string | null | undefined} id @param {string} [text] */
export function linkTo(id, text) {
  if (!id) return nothing;
  const to = hrefOf(id);
  const name = text ?? nameOf(id) ?? shortId(id);
  return to ? html`<a href=${to} class="clip">${name}</a>` : html`<code>${name}</code>`;
}

/** A figure with what it counts, which leads somewhere. @param {string} label @param {unknown} value @param {{to?: string, note?: unknown, look?: string}} [options] */
export function figure(label, value, { to, note, look } = {}) {
  const inner = html`<span class="figure-label">${label}</span><span class="figure-value num">${value}</span>${note ? html`<span class="quiet small">${note}</span>` : nothing}`;
  return to
    ? html`<a class="figure is-${look ?? 'plain'}" href=${to}>${inner}</a>`
    : html`<div class="figure is-${look ?? 'plain'}">${inner}</div>`;
}

/** The beginning of a screen: its title, and what can be done. @param {unknown} title @param {unknown} [actions] @param {unknown} [below] @param {{label: string, screen: string} | null} [back] */
export const heading = (title, actions = nothing, below = nothing, back = null) => html`<div class="heading">
  ${back ? html`<a class="back" href=${href(back.screen)}>${icon('previous')} ${back.label}</a>` : nothing}
  <div class="heading-line"><h1>${title}</h1><div class="actions">${actions}</div></div>${below}</div>`;

/** A bar of how much of something is used, told in words too. @param {string} label @param {number} used @param {number | null | undefined} limit @param {string} text */
export function gauge(label, used, limit, text) {
  const share = limit ? Math.min(1, used / limit) : 0;
  return html`<div class="gauge"><div class="gauge-line"><span>${label}</span><span class="num">${text}</span></div>
    <div class="gauge-track ${share >= 1 ? 'is-full' : ''}" role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax=${limit ?? 1} aria-valuenow=${limit ? Math.min(used, limit) : 0} aria-valuetext=${text}><span .style=${`width:${share * 100}%`}></span></div></div>`;
}
