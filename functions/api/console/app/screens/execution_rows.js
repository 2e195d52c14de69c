/** Rows of executions: a grid on a desk, cards on a phone. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import '../widgets/rows.js';
import { draw } from '../draw.js';
import { usd } from '../format.js';
import { nameOf } from '../names.js';
import { rememberList } from '../neighbours.js';
import { go, href } from '../router.js';
import { badge, isEnded, waitsFor } from '../status.js';
import { requestText, triggerText } from '../subject.js';
import { length, withLocalTimes } from '../time.js';
import { agoView } from '../widgets/facts.js';

const COLUMNS = [
  ['state', 'State'],
  ['what', 'What'],
  ['trigger', 'Trigger'],
  ['attempts', 'Attempts', true],
  ['when', 'When'],
  ['duration', 'Duration', true],
  ['cost', 'Cost', true],
  ['why', 'Waits for, or why'],
];
const phone = matchMedia('(max-width: 720px)');
phone.addEventListener('change', draw);

/** Which rows are chosen, and on which row the keys are. */
export class ExecutionRows {
  items = [];
  chosen = new Set();
  cursor = -1;
  #anchor = -1;

  constructor(options = {}) {
    this.options = options;
  }

  get chosenItems() {
    return this.items.filter((item) => this.chosen.has(item.id));
  }

  /** The keys of the list. */
  get keys() {
    return {
      j: () => this.#step(1),
      k: () => this.#step(-1),
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      Enter: () => this.#open(),
      x: () => this.items[this.cursor] && this.toggle(this.cursor),
    };
  }

  #step(by) {
    this.cursor = Math.max(0, Math.min(this.items.length - 1, this.cursor + by));
    draw();
    requestAnimationFrame(() => document.querySelector('bd-rows')?.reveal(this.cursor));
  }

  #open() {
    const focused = document.activeElement;
    if (
      focused instanceof HTMLElement &&
      focused.matches('button, summary, a[href]') &&
      !focused.closest('bd-rows')
    )
      return focused.click();
    const item = this.items[this.cursor];
    if (item) this.#go(item);
  }

  #go(item) {
    rememberList(this.items);
    go(href('executions', item.id));
  }

  toggle(index, range = false) {
    const choose = !this.chosen.has(this.items[index].id);
    const [from, to] =
      range && this.#anchor >= 0
        ? [Math.min(index, this.#anchor), Math.max(index, this.#anchor)]
        : [index, index];
    for (const item of this.items.slice(from, to + 1))
      choose ? this.chosen.add(item.id) : this.chosen.delete(item.id);
    this.#anchor = index;
    draw();
  }

  toggleAll() {
    this.chosen = this.chosen.size ? new Set() : new Set(this.items.map((item) => item.id));
    draw();
  }

  view(label) {
    const { selectable = false, onEnd, total } = this.options;
    return html`<div class="grid-table ${selectable ? 'is-selectable' : ''}" role="grid" aria-label=${label} aria-rowcount=${total?.() ?? this.items.length + 1}>
      <div role="rowgroup" class="grid-head"><div role="row" class="row-head">
        ${selectable ? html`<span role="columnheader"><input type="checkbox" aria-label="Select all that are loaded" .checked=${this.chosen.size > 0 && this.chosen.size === this.items.length} .indeterminate=${this.chosen.size > 0 && this.chosen.size < this.items.length} @change=${() => this.toggleAll()} /></span>` : nothing}
        ${COLUMNS.map(([name, text, num]) => html`<span role="columnheader" class="h-${name} ${num ? 'num' : ''}">${text}</span>`)}
      </div></div>
      <bd-rows role="rowgroup" .model=${{ items: this.items, keyOf: (item) => item.id, height: phone.matches ? 92 : 44, onEnd, row: (item, index) => this.#row(item, index, selectable) }}></bd-rows>
    </div>`;
  }

  #row(item, index, selectable) {
    const name = this.options.own ? null : nameOf(item.task_id);
    const request = this.options.own ? triggerText(item.trigger_type) : requestText(item.request, item.type);
    const chosen = this.chosen.has(item.id);
    const open = (event) => {
      const target = event.target;
      if (target.closest('input, label')) return;
      if (event.metaKey || event.ctrlKey || event.button === 1) return;
      event.preventDefault();
      this.cursor = index;
      this.#go(item);
    };
    const reason =
      item.error_message ?? item.cancel_reason?.replaceAll('_', ' ') ?? withLocalTimes(waitsFor(item));
    return html`<div role="row" class="row" data-index=${index} aria-rowindex=${index + 2} aria-selected=${selectable ? chosen : nothing} tabindex=${index === Math.max(0, this.cursor) ? 0 : -1} @click=${open} @focus=${() => {
      this.cursor = index;
    }}>
      ${selectable ? html`<span role="gridcell" class="c-tick"><label><input type="checkbox" tabindex="-1" aria-label="Select ${name ?? request}" .checked=${chosen} @click=${(event) => this.toggle(index, event.shiftKey)} /></label></span>` : nothing}
      <span role="gridcell" class="c-state">${badge(item.status)}</span>
      <span role="gridcell" class="c-what"><a href=${href('executions', item.id)} tabindex="-1" class="clip">${name ?? request}</a>${name ? html`<span class="quiet clip mono small">${request}</span>` : item.config_id ? html`<span class="quiet clip small">${nameOf(item.config_id) ?? ''}</span>` : nothing}</span>
      <span role="gridcell" class="c-trigger quiet">${triggerText(item.trigger_type)}</span>
      <span role="gridcell" class="c-attempts num">${item.attempts.length || '–'}</span>
      <span role="gridcell" class="c-when">${agoView(item.created_at)}</span>
      <span role="gridcell" class="c-duration num">${isEnded(item.status) || item.started_at ? length(item.duration_ms ?? (isEnded(item.status) ? null : Date.now() - Date.parse(item.started_at))) : '–'}</span>
      <span role="gridcell" class="c-cost num quiet">${usd(item.cost.usd)}</span>
      <span role="gridcell" class="c-why clip ${item.status === 'failed' ? 'bad' : 'quiet'}" title=${reason}>${reason}</span>
    </div>`;
  }
}
