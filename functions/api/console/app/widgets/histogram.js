/** Executions over time, told apart by how they ended. Dragging over it chooses a span. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { axes, pattern } from './chart.js';
import { count } from '../format.js';
import { clockTime, day, moment, shortTime } from '../time.js';
import { dot } from '../status.js';
import { draw } from '../draw.js';

const MOST_BARS = 90;
const STACK = /** @type {const} */ (['completed', 'failed', 'cancelled', 'open']);

/**
 * @typedef {object} HistogramModel
 * @property {any} data what the API answered
 * @property {(from: number, to: number) => void} onZoom
 * @property {number} [height]
 */

/** Fewer, wider bars where there would be too many. @param {any} data */
function bars(data) {
  const step = Math.ceil(data.buckets.length / MOST_BARS);
  const found = [];
  for (let at = 0; at < data.buckets.length; at += step) {
    const part = data.buckets.slice(at, at + step);
    const sum = { start: Date.parse(part[0].start), completed: 0, failed: 0, cancelled: 0, open: 0 };
    for (const bucket of part) {
      for (const [status, number] of Object.entries(bucket.by_status)) {
        const name = status === 'completed' || status === 'failed' || status === 'cancelled' ? status : 'open';
        sum[name] += /** @type {number} */ (number);
      }
    }
    found.push(sum);
  }
  const size = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 }[/** @type {'1m'} */ (data.bucket)] * step;
  return { found, size };
}

/** What the pointer is over. */
let hovered = '';

/** @param {HistogramModel} model */
export function histogram({ data, onZoom, height = 132 }) {
  const { found, size } = bars(data);
  /** @type {Record<string, number>} */
  const total = { completed: 0, failed: 0, cancelled: 0, open: 0 };
  for (const bar of found) for (const name of STACK) total[name] += bar[name];
  const columns = [found.map((bar) => bar.start / 1000), ...STACK.map((_, top) => found.map((bar) => STACK.slice(0, STACK.length - top).reduce((sum, name) => sum + bar[name], 0) || null))];
  const long = size >= 86_400_000;
  const label = `Executions over time: ${STACK.map((name) => `${count(total[name])} ${name === 'open' ? 'not ended' : name}`).join(', ')}, from ${moment(data.from)} to ${moment(data.to)}`;
  const options = (/** @type {any} */ look) => ({
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: false } },
    select: { show: true },
    padding: [8, 20, 0, 0],
    scales: { x: { range: () => [found[0].start / 1000, (found[found.length - 1].start + size) / 1000] }, y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ max) => [0, Math.max(4, max * 1.08)] } },
    axes: axes(look, (value) => (Number.isInteger(value) ? count(value) : ''), (seconds) => (long || new Date(seconds * 1000).getHours() + new Date(seconds * 1000).getMinutes() === 0 ? day(seconds * 1000) : shortTime(seconds * 1000))),
    series: [{}, ...[...STACK].reverse().map((name) => series(name, look))],
    hooks: {
      setSelect: [(/** @type {any} */ plot) => {
        if (plot.select.width < 4) return;
        const at = (/** @type {number} */ left) => plot.posToVal(left, 'x') * 1000;
        onZoom(at(plot.select.left), at(plot.select.left + plot.select.width));
        plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
      }],
      setCursor: [(/** @type {any} */ plot) => {
        const bar = plot.cursor.idx === null ? null : found[plot.cursor.idx];
        const text = bar ? `${moment(bar.start)} – ${long ? day(bar.start + size) : clockTime(bar.start + size)}: ${STACK.filter((name) => bar[name]).map((name) => `${bar[name]} ${name === 'open' ? 'not ended' : name}`).join(', ') || 'none'}` : '';
        if (text !== hovered) {
          hovered = text;
          draw();
        }
      }],
    },
  });
  return html`<div class="histogram">
    <div class="legend"><span>${dot('completed')} ${count(total.completed)} completed</span><span>${dot('failed')} ${count(total.failed)} failed</span>
      ${total.cancelled ? html`<span>${dot('cancelled')} ${count(total.cancelled)} cancelled</span>` : nothing}
      ${total.open ? html`<span>${dot('running')} ${count(total.open)} not ended</span>` : nothing}
      <span class="grow"></span><span class="quiet hover-text" aria-hidden="true">${hovered || `${moment(data.from)} – ${moment(data.to)}`}</span></div>
    <bd-chart .spec=${{ key: `${data.from} ${data.to} ${size}`, height, data: columns, options, label }}></bd-chart>
  </div>`;
}

/** @param {string} name @param {any} look */
function series(name, look) {
  const colour = { completed: look.completed, failed: look.failed, cancelled: look['ink-2'], open: look.running }[/** @type {'open'} */ (name)];
  const fill = name === 'failed' ? () => pattern(colour) : name === 'open' ? () => pattern(colour, 'dots') : name === 'cancelled' ? () => look.surface : () => colour;
  const UPlot = /** @type {any} */ (globalThis).uPlot;
  return { stroke: colour, width: 1, fill, paths: UPlot.paths.bars({ size: [0.82, 26], align: 1 }), points: { show: false } };
}

/** The length of a bucket for a span. @param {number} ms */
export const bucketFor = (ms) => (ms <= 6 * 3_600_000 ? '1m' : ms <= 8 * 86_400_000 ? '1h' : '1d');
