/** A chart of uPlot as an element. It follows the width and the theme; what it shows is also told as text. */

/** @typedef {Record<string, string>} Colours */
/**
 * @typedef {object} ChartSpec
 * @property {string} key another one builds the chart anew
 * @property {number} height
 * @property {any[]} data columns, the first of which has seconds
 * @property {(colours: Colours) => any} options of uPlot, without size
 * @property {string} label what the chart shows, in words
 */

const NAMES = ['ink', 'ink-2', 'line', 'accent', 'completed', 'failed', 'running', 'retrying', 'deferred', 'waiting', 'surface'];

/** The colours of the theme as the canvas needs them. @returns {Colours} */
function colours() {
  const probe = document.createElement('span');
  document.body.append(probe);
  const found = Object.fromEntries(NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return found;
}

/** Diagonal lines, which tell a bar from others without its colour. @param {string} colour @param {'lines' | 'dots'} kind */
export function pattern(colour, kind = 'lines') {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const context = /** @type {CanvasRenderingContext2D} */ (tile.getContext('2d'));
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 2.4;
  if (kind === 'lines') {
    for (const shift of [-8, 0, 8]) {
      context.moveTo(shift, 8);
      context.lineTo(shift + 8, 0);
    }
    context.stroke();
  } else context.fillRect(2, 2, 3, 3);
  return context.createPattern(tile, 'repeat');
}

export class Chart extends HTMLElement {
  /** @type {ChartSpec | null} */
  #spec = null;
  /** @type {any} */
  #plot = null;
  #built = '';
  #observer = new ResizeObserver(() => this.#fit());
  #anew = () => this.#build(true);

  set spec(/** @type {ChartSpec} */ spec) {
    this.#spec = spec;
    this.setAttribute('aria-label', spec.label);
    if (this.isConnected) this.#build();
  }

  connectedCallback() {
    this.setAttribute('role', 'img');
    this.#observer.observe(this);
    addEventListener('beadle:theme', this.#anew);
    this.#build();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    removeEventListener('beadle:theme', this.#anew);
    this.#plot?.destroy();
    this.#plot = null;
    this.#built = '';
  }

  #build(anew = false) {
    const spec = this.#spec;
    if (!spec) return;
    this.style.height = `${spec.height}px`;
    if (this.#plot && this.#built === spec.key && !anew) return this.#plot.setData(spec.data);
    if (this.clientWidth === 0) return;
    this.#plot?.destroy();
    this.#built = spec.key;
    const UPlot = /** @type {any} */ (globalThis).uPlot;
    this.#plot = new UPlot({ width: this.clientWidth, height: spec.height, legend: { show: false }, ...spec.options(colours()) }, spec.data, this);
  }

  #fit() {
    if (!this.#plot) return this.#build();
    const { width } = this.#plot;
    if (this.clientWidth && this.clientWidth !== width) this.#plot.setSize({ width: this.clientWidth, height: this.#spec?.height });
  }
}

customElements.define('bd-chart', Chart);

/** Axes as all charts have them. @param {Colours} look @param {(value: number) => string} value @param {(seconds: number) => string} time */
export function axes(look, value, time) {
  const common = { stroke: look['ink-2'], font: '11px Inter, system-ui, sans-serif', ticks: { show: false } };
  return [
    { ...common, grid: { show: false }, size: 26, space: 70, values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(time) },
    { ...common, grid: { stroke: look.line, width: 1 }, size: 46, space: 30, values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(value) },
  ];
}
