/** Tabs, kept in the address. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { amend, place } from '../router.js';

/** @typedef {{id: string, label: unknown, view: () => unknown}} Tab */

/** @param {Tab[]} tabs @returns {string} the one that is open */
export function openTab(tabs) {
  const asked = place().query.tab;
  return tabs.some((tab) => tab.id === asked) ? asked : tabs[0].id;
}

/** @param {string} label @param {Tab[]} tabs */
export function tabsView(label, tabs) {
  const open = openTab(tabs);
  const choose = (id) => amend({ tab: id === tabs[0].id ? null : id });
  const key = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
    if (!step) return;
    event.preventDefault();
    // What is open now: another key may have come since this was drawn.
    const at = tabs.findIndex((tab) => tab.id === openTab(tabs));
    const next =
      tabs[Math.abs(step) > 1 ? (step < 0 ? 0 : tabs.length - 1) : (at + step + tabs.length) % tabs.length];
    choose(next.id);
    requestAnimationFrame(() => document.getElementById(`tab-${next.id}`)?.focus());
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${key}>
      ${tabs.map((tab) => html`<button id="tab-${tab.id}" role="tab" aria-selected=${tab.id === open} aria-controls="tab-panel" tabindex=${tab.id === open ? 0 : -1} @click=${() => choose(tab.id)}>${tab.label}</button>`)}
    </div>
    <div id="tab-panel" role="tabpanel" aria-labelledby="tab-${open}" tabindex=${nothing}>${tabs.find((tab) => tab.id === open)?.view()}</div>`;
}
