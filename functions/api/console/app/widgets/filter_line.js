/** The filter line: terms as chips, a field for the next one, and what could be written there. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { draw } from '../draw.js';
import { FILTERS, faultOf, readTerms, termText, termsText } from '../filter.js';
import { icon } from '../icons.js';
import { listOf } from '../names.js';
import { say } from '../notice.js';

const MOST = 9;
const NAMED = ['task', 'config', 'batch'];

export class FilterLine {
  typed = '';
  at = -1;
  isOpen = false;
  fault = '';
  names = {};

  /**
   * @param {() => string} text the line @param {(text: string) => void} change
   * @param {() => Record<string, string[]>} frequent values that are frequent now, by key
   */
  constructor(text, change, frequent) {
    Object.assign(this, { text, change, frequent });
    this.text = text;
    this.change = change;
    this.frequent = frequent;
  }

  #loadNames() {
    for (const kind of NAMED) {
      listOf(kind).then(
        (rows) => {
          this.names[kind] = rows.map((row) => row.name).filter(Boolean);
          draw();
        },
        () => {},
      );
    }
  }

  #suggestions() {
    const [, key, begun = ''] = /^([a-z_]+):"?(.*)$/.exec(this.typed) ?? [];
    if (key && Object.hasOwn(FILTERS, key)) {
      const filter = FILTERS[key];
      const values = [
        ...new Set([...(this.frequent()[key] ?? []), ...(this.names[key] ?? []), ...filter.values]),
      ];
      return values
        .filter((value) => value.toLowerCase().includes(begun.toLowerCase()))
        .slice(0, MOST)
        .map((value) => ({ text: termText({ key, value }), help: '', whole: true }));
    }
    const word = this.typed.toLowerCase();
    const keys = Object.entries(FILTERS)
      .filter(([name]) => name.startsWith(word))
      .map(([name, { help }]) => ({ text: `${name}:`, help, whole: false }));
    const frequent = Object.entries(this.frequent()).flatMap(([name, values]) =>
      values
        .slice(0, 2)
        .map((value) => ({ text: termText({ key: name, value }), help: 'frequent', whole: true })),
    );
    const tasks =
      word.length > 1
        ? (this.names.task ?? [])
            .filter((name) => name.toLowerCase().includes(word))
            .slice(0, 4)
            .map((value) => ({ text: termText({ key: 'task', value }), help: 'task', whole: true }))
        : [];
    return [...tasks, ...(word ? [] : frequent.slice(0, 5)), ...keys].slice(0, 14);
  }

  #add(term) {
    const [read] = readTerms(term);
    const fault = read ? faultOf(read) : null;
    this.fault = fault ?? '';
    if (!read || fault) return draw();
    this.typed = '';
    this.at = -1;
    const others = readTerms(this.text()).filter(({ key }) => key !== read.key);
    this.change(termsText([...others, read]));
    draw();
  }

  #remove(index) {
    const terms = readTerms(this.text());
    const [gone] = terms.splice(index, 1);
    this.change(termsText(terms));
    say(`${termText(gone)} removed`);
    this.#field()?.focus();
  }

  #field = () => document.querySelector('[data-filter]');

  #take(suggestion) {
    this.at = -1;
    if (suggestion.whole) this.#add(suggestion.text);
    else {
      this.typed = suggestion.text;
      draw();
    }
    this.#field()?.focus();
  }

  #key(event) {
    const list = this.isOpen ? this.#suggestions() : [];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.isOpen = true;
      this.at = (this.at + (event.key === 'ArrowDown' ? 1 : -1) + list.length + 1) % (list.length + 1);
      if (this.at === list.length) this.at = -1;
    } else if (event.key === 'Enter') {
      if (list[this.at]) this.#take(list[this.at]);
      else if (this.typed.trim()) this.#add(this.typed.trim());
    } else if (event.key === 'Escape') {
      if (!this.isOpen) this.#field()?.blur();
      this.isOpen = false;
    } else if (event.key === 'Backspace' && this.typed === '') {
      const terms = readTerms(this.text());
      const last = terms.pop();
      if (!last) return;
      this.typed = termText(last);
      this.change(termsText(terms));
    } else return;
    event.preventDefault();
    draw();
  }

  view() {
    const list = this.isOpen ? this.#suggestions() : [];
    return html`<div class="filter-line">
      <div class="filter-box">
        ${icon('search')}
        ${readTerms(this.text()).map((term, index) => html`<span class="chip ${faultOf(term) ? 'is-bad' : ''}" title=${faultOf(term) ?? ''}><span class="clip">${term.key ? html`<b>${term.key}</b> ` : nothing}${term.value}</span><button type="button" aria-label="Remove ${termText(term)}" @click=${() => this.#remove(index)}>${icon('close')}</button></span>`)}
        <input type="text" data-filter role="combobox" aria-label="Filter" aria-expanded=${list.length > 0} aria-controls="filter-list" aria-autocomplete="list" aria-activedescendant=${this.at >= 0 ? `filter-${this.at}` : nothing}
          placeholder=${this.text() ? '' : 'status:failed task:"Poll" since:1h'} autocomplete="off" spellcheck="false" .value=${this.typed}
          @focus=${() => {
            this.isOpen = true;
            this.#loadNames();
            draw();
          }} @blur=${() =>
            setTimeout(() => {
              this.isOpen = false;
              this.at = -1;
              draw();
            }, 150)}
          @input=${(event) => {
            this.typed = event.target.value;
            this.at = -1;
            this.fault = '';
            this.isOpen = true;
            draw();
          }} @keydown=${(event) => this.#key(event)} />
        <kbd class="no-phone" aria-hidden="true">/</kbd>
      </div>
      <ul id="filter-list" class="suggestions" role="listbox" aria-label="Filters" ?hidden=${list.length === 0}>
        ${list.map(
          (suggestion, index) =>
            html`<li id="filter-${index}" role="option" aria-selected=${index === this.at} @mousedown=${(
              event,
            ) => {
              event.preventDefault();
              this.#take(suggestion);
            }}><span class="mono clip grow">${suggestion.text}</span><span class="quiet small">${suggestion.help}</span></li>`,
        )}
      </ul>
      ${this.fault ? html`<p class="bad small" role="alert">${this.fault}</p>` : nothing}
    </div>`;
  }
}
