/** Executions over time, told apart by how they ended. Dragging over it chooses a span. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { barChart, hoveredBar } from './chart.js';
import { compact, count } from '../format.js';
import { clockTime, day, moment, shortTime } from '../time.js';
import { dot } from '../status.js';

const MOST_BARS = 90;
const PARTS = ['completed', 'failed', 'cancelled', 'open'];
const SIZES = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 };
const NAMES = { open: 'not ended' };

/** The length of a bucket for a span. @param {number} ms */
export const bucketFor = (ms) => (ms <= 6 * 3_600_000 ? '1m' : ms <= 8 * 86_400_000 ? '1h' : '1d');
/** The length of a bucket, in milliseconds. @param {string} bucket */
export const sizeOf = (bucket) => SIZES[bucket];

/** Fewer, wider bars where there would be too many. */
function merged(data) {
  const step = Math.ceil(data.buckets.length / MOST_BARS);
  const bars = [];
  for (let at = 0; at < data.buckets.length; at += step) {
    const sum = { start: Date.parse(data.buckets[at].start), completed: 0, failed: 0, cancelled: 0, open: 0 };
    for (const bucket of data.buckets.slice(at, at + step)) {
      for (const [status, number] of Object.entries(bucket.by_status))
        sum[PARTS.includes(status) ? status : 'open'] += number;
    }
    bars.push(sum);
  }
  return { bars, size: SIZES[data.bucket] * step };
}

/**
 * @param {{data: any, id?: string, height?: number, onZoom: (from: number, to: number) => void}} model what the API answered, and what a dragged span does
 */
export function histogram({ data, id = 'histogram', height = 132, onZoom }) {
  const { bars, size } = merged(data);
  const total = Object.fromEntries(
    PARTS.map((name) => [name, bars.reduce((sum, bar) => sum + bar[name], 0)]),
  );
  const long = size >= 86_400_000;
  const words = (sum) =>
    PARTS.filter((name) => sum[name])
      .map((name) => `${count(sum[name])} ${NAMES[name] ?? name}`)
      .join(', ') || 'none';
  const over = bars[hoveredBar(id)];
  return html`<div class="histogram">
    <div class="legend"><span>${dot('completed')} ${count(total.completed)} completed</span><span>${dot('failed')} ${count(total.failed)} failed</span>
      ${total.cancelled ? html`<span>${dot('cancelled')} ${count(total.cancelled)} cancelled</span>` : nothing}
      ${total.open ? html`<span>${dot('running')} ${count(total.open)} not ended</span>` : nothing}
      <span class="grow"></span><span class="quiet hover-text" aria-hidden="true">${over ? `${moment(over.start)} – ${long ? day(over.start + size) : clockTime(over.start + size)}: ${words(over)}` : `${moment(data.from)} – ${moment(data.to)}`}</span></div>
    ${barChart({
      id,
      height,
      whole: true,
      label: `Executions over time: ${words(total)}, from ${moment(data.from)} to ${moment(data.to)}`,
      bars: bars.map((bar) => ({ start: bar.start, parts: PARTS.map((name) => [name, bar[name]]) })),
      value: (number) => (Number.isInteger(number) ? compact(number) : ''),
      time: (start) => (long || shortTime(start) === '00:00' ? day(start) : shortTime(start)),
      onZoom: (from, to) => onZoom(bars[from].start, bars[to].start + size),
    })}
  </div>`;
}
