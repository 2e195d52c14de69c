/** Charts: bars and lines of elements and strokes. They follow width and theme by themselves, and are told apart without colour. */

import { html, nothing, svg } from '../vendor/lit-html/lit-html.js';
import { draw } from '../draw.js';

/** What the pointer is over, and what it has dragged across: of one chart at a time. */
const pointer = { chart: '', at: -1, from: -1 };

/** The next round number, which the scale ends with. @param {number} value */
export function roundUp(value) {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, Number.MIN_VALUE)));
  return [1, 2, 3, 4, 6, 8, 10].map((step) => step * size).find((end) => end >= value * 0.999) ?? value;
}

/** How many bars apart the times stand. */
const timeStep = (count) =>
  [1, 2, 3, 4, 6, 12, 15, 24, 30].find((step) => count / step <= 9) ?? Math.ceil(count / 9);

/**
 * @typedef {object} Bar
 * @property {number} start in milliseconds
 * @property {[string, number][]} parts looks and values, from the bottom up
 */

/**
 * @typedef {object} BarChart
 * @property {string} id
 * @property {string} label what it shows, in words
 * @property {Bar[]} bars
 * @property {number} height
 * @property {(value: number) => string} value
 * @property {(start: number) => string} time
 * @property {boolean} [whole] whether values are whole numbers
 * @property {(from: number, to: number) => void} [onZoom] indexes of bars
 */

/** @param {BarChart} chart */
export function barChart({ id, label, bars, height, value, time, whole = false, onZoom }) {
  const most = Math.max(
    whole ? 4 : 0,
    ...bars.map((bar) => bar.parts.reduce((sum, [, part]) => sum + part, 0)),
  );
  const end = roundUp(most) || 1;
  const step = timeStep(bars.length);
  const mine = pointer.chart === id;
  const [from, to] = [Math.min(pointer.from, pointer.at), Math.max(pointer.from, pointer.at)];
  const index = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(
      0,
      Math.min(bars.length - 1, Math.floor(((event.clientX - box.left) / box.width) * bars.length)),
    );
  };
  const set = (change) => {
    Object.assign(pointer, { chart: id, ...change });
    draw();
  };
  const up = (event) => {
    const last = index(event);
    if (mine && pointer.from >= 0 && onZoom && (last !== pointer.from || bars.length === 1))
      onZoom(Math.min(pointer.from, last), Math.max(pointer.from, last));
    set({ from: -1 });
  };
  return html`<div class="chart" role="img" aria-label=${label} .style=${`height:${height}px`}>
    ${scale(end, value)}
    <div class="plot ${onZoom ? 'is-zoomable' : ''}" @pointermove=${(event) => set({ at: index(event) })} @pointerleave=${() => set({ at: -1, from: -1 })}
        @pointerdown=${(event) => onZoom && event.button === 0 && (event.preventDefault(), set({ from: index(event), at: index(event) }))} @pointerup=${up}>
      ${bars.map((bar, at) => html`<span class="col ${mine && at === pointer.at ? 'is-over' : ''} ${mine && pointer.from >= 0 && at >= from && at <= to ? 'is-chosen' : ''}">${bar.parts.map(([look, part]) => (part ? html`<i class="bar-${look}" .style=${`height:${(part / end) * 100}%`}></i>` : nothing))}</span>`)}
    </div>
    <div class="times">${bars.map((bar, at) => (at % step === 0 ? html`<span .style=${`left:${(at / bars.length) * 100}%`}>${time(bar.start)}</span>` : nothing))}</div>
  </div>`;
}

/** The bar that the pointer is over, or -1. @param {string} id */
export const hoveredBar = (id) => (pointer.chart === id ? pointer.at : -1);

const scale = (end, value) =>
  html`<div class="scale" aria-hidden="true">${[1, 0.5, 0].map((share) => html`<span .style=${`bottom:${share * 100}%`}><b>${value(end * share)}</b></span>`)}</div>`;

/**
 * Lines over the same times, each with a stroke of its own.
 *
 * @param {{label: string, height: number, value: (value: number) => string, end: number, times: [string, string], lines: {look: string, values: number[]}[]}} chart
 */
export function lineChart({ label, height, value, end, times, lines }) {
  const top = roundUp(end) || 1;
  const path = (values) =>
    values
      .map(
        (one, at) =>
          `${at ? 'L' : 'M'}${(at / Math.max(1, values.length - 1)) * 100} ${100 - (one / top) * 100}`,
      )
      .join('');
  return html`<div class="chart" role="img" aria-label=${label} .style=${`height:${height}px`}>
    ${scale(top, value)}
    <svg class="plot" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${lines.map(({ look, values }) => svg`<path class="stroke-${look}" d=${path(values)}></path>`)}</svg>
    <div class="times"><span .style=${'left:0'}>${times[0]}</span><span class="is-last">${times[1]}</span></div>
  </div>`;
}
