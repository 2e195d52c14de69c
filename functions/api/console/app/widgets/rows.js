/** A list of any length of which only what is seen is in the page. It scrolls with the page. */

import { html, render } from '../vendor/lit-html/lit-html.js';
import { repeat } from '../vendor/lit-html/directives/repeat.js';

const OVERSCAN = 12;

/**
 * @typedef {object} RowsModel
 * @property {any[]} items
 * @property {(item: any, index: number) => unknown} row
 * @property {(item: any) => string} keyOf
 * @property {number} height of a row, in pixels
 * @property {() => void} [onEnd] called when the end comes into sight
 * @property {unknown} [version] another one draws rows anew that did not change
 */

export class Rows extends HTMLElement {
  #model = null;
  #due = false;
  #drawn = '';
  #see = () => this.#ask();

  set model(model) {
    this.#model = model;
    this.#drawn = '';
    this.#ask();
  }

  connectedCallback() {
    addEventListener('scroll', this.#see, { passive: true });
    addEventListener('resize', this.#see);
    this.#ask();
  }

  disconnectedCallback() {
    removeEventListener('scroll', this.#see);
    removeEventListener('resize', this.#see);
  }

  #ask() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      if (this.isConnected) this.#draw();
    });
  }

  #draw() {
    if (!this.#model) return;
    const { items, row, keyOf, height, onEnd } = this.#model;
    const top = this.getBoundingClientRect().top;
    const first = Math.max(0, Math.min(items.length, Math.floor(-top / height)) - OVERSCAN);
    const last = Math.min(items.length, Math.ceil((innerHeight - top) / height) + OVERSCAN);
    const shown = `${first} ${last} ${items.length}`;
    if (shown === this.#drawn) return;
    this.#drawn = shown;
    this.style.height = `${items.length * height}px`;
    render(
      html`<div role="presentation" class="rows-window" .style=${`transform: translateY(${first * height}px)`}>
      ${repeat(items.slice(first, Math.max(first, last)), keyOf, (item, at) => row(item, first + at))}
    </div>`,
      this,
    );
    if (onEnd && last >= items.length - OVERSCAN) onEnd();
  }

  /** Brings a row into sight and gives it the focus. */
  reveal(index) {
    if (!this.#model) return;
    const { height } = this.#model;
    const header = parseInt(getComputedStyle(this).scrollMarginTop, 10) || 0;
    const top = this.getBoundingClientRect().top + index * height;
    if (top < header) scrollBy({ top: top - header });
    else if (top + height > innerHeight - 72) scrollBy({ top: top + height - innerHeight + 72 });
    this.#drawn = '';
    this.#draw();
    requestAnimationFrame(() =>
      this.querySelector(`[data-index="${index}"]`)?.focus({ preventScroll: true }),
    );
  }
}

customElements.define('bd-rows', Rows);
