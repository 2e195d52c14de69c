/** Executions: filter line, histogram, list, and what is done with many at once. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { addUp, get } from '../api.js';
import { draw } from '../draw.js';
import { readFilter, readTerms, withTerm } from '../filter.js';
import { count } from '../format.js';
import { icon } from '../icons.js';
import { listOf } from '../names.js';
import { amend, href } from '../router.js';
import { dot, statusText, STATUSES } from '../status.js';
import { FilterLine } from '../widgets/filter_line.js';
import { bucketFor, histogram, sizeOf } from '../widgets/histogram.js';
import { empty, skeleton } from '../widgets/states.js';
import { heading } from '../widgets/facts.js';
import { menu } from '../widgets/menu.js';
import { cancelMatching, cancelMany, replayMatching, retryMany } from './bulk.js';
import { ExecutionRows } from './execution_rows.js';
import { openRunRequest } from './run_request.js';
import { addHistograms } from '../counts.js';

const PAGE = 100;
const HISTOGRAM_MS = 15_000;
const SPANS = [
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['6h', 21_600_000],
  ['1d', 86_400_000],
  ['7d', 604_800_000],
  ['30d', 2_592_000_000],
];

/** Whether an execution is about to change. @param {any} execution */
export function isMovingRow(execution) {
  if (execution.status === 'running') return true;
  const next = Date.parse(execution.next_attempt_at ?? '') - Date.now();
  return (
    ['pending', 'retrying', 'deferred'].includes(execution.status) && (Number.isNaN(next) || next < 30_000)
  );
}

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function executions(here) {
  let text = here.query.q ?? '';
  let chart = null;
  let chartAt = 0;
  let cursor = null;
  let loading = false;
  let known = false;
  let faults = [];
  let query = {};

  const list = new ExecutionRows({ selectable: true, onEnd: loadMore });
  const line = new FilterLine(() => text, setText, frequent);

  function setText(to) {
    amend({ q: to });
  }

  /** The values that the loaded rows have most. */
  function frequent() {
    const most = (pick) => {
      const seen = new Map();
      for (const item of list.items) {
        const value = pick(item);
        if (value) seen.set(value, (seen.get(value) ?? 0) + 1);
      }
      return [...seen]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 6)
        .map(([value]) => value);
    };
    return {
      status: most((item) => item.status),
      error: most((item) => item.error_details?.code),
      type: most((item) => item.type),
    };
  }

  async function read(signal) {
    const asked = text;
    const filter = await readFilter(text, signal);
    if (asked !== text) return;
    ({ faults } = filter);
    if (faults.length) {
      list.items = [];
      cursor = null;
      known = true;
      return;
    }
    query = filter.query;
    const [page] = await Promise.all([
      get('/api/v1/executions', { ...query, limit: PAGE }, signal),
      known && Date.now() - chartAt < HISTOGRAM_MS ? null : readChart(signal),
      listOf('task', signal).catch(() => null),
    ]);
    if (asked !== text) return;
    merge(page);
    known = true;
  }

  /** Puts the newest page before what is loaded, and keeps what the reader looks at in its place. */
  function merge(page) {
    const fresh = page.executions;
    const last = fresh[fresh.length - 1]?.id;
    const at = list.items.findIndex((item) => item.id === last);
    const rest = at >= 0 && page.next_cursor ? list.items.slice(at + 1) : [];
    const before = list.items.length;
    if (!rest.length) cursor = page.next_cursor;
    const added = fresh.length + rest.length - before;
    const focused = list.items[list.cursor]?.id;
    list.items = [...fresh, ...rest];
    if (focused) list.cursor = list.items.findIndex((item) => item.id === focused);
    const rows = document.querySelector('bd-rows');
    if (known && added > 0 && rows && rows.getBoundingClientRect().top < 0)
      scrollBy({ top: added * (rows.querySelector('.row')?.clientHeight ?? 0), behavior: 'instant' });
  }

  async function readChart(signal) {
    const now = Date.now();
    const to = query.to ? Date.parse(query.to) : now;
    const from = query.from ? Date.parse(query.from) : to - 86_400_000;
    const bucket = bucketFor(to - from);
    const size = sizeOf(bucket);
    const edge = (at, round) => new Date(round(at / size) * size).toISOString();
    const { sort, ...filters } = query;
    chart = await addUp(
      '/api/v1/executions/histogram',
      { ...filters, bucket, from: edge(from, Math.floor), to: edge(to, Math.ceil) },
      addHistograms,
      signal,
      4,
    );
    chartAt = now;
  }

  async function loadMore() {
    if (!cursor || loading) return;
    loading = true;
    const asked = text;
    try {
      const page = await get('/api/v1/executions', { ...query, limit: PAGE, cursor });
      if (asked === text) {
        const seen = new Set(list.items.map((item) => item.id));
        list.items = [...list.items, ...page.executions.filter((item) => !seen.has(item.id))];
        cursor = page.next_cursor;
      }
    } catch {
      // The next step of the list tries again.
    }
    loading = false;
    draw();
  }

  function zoom(from, to) {
    const iso = (at) => new Date(Math.round(at / 60_000) * 60_000).toISOString().replace(':00.000Z', 'Z');
    setText(withTerm(withTerm(withTerm(text, 'since', ''), 'from', iso(from)), 'to', iso(to)));
  }

  function spans() {
    const since = readTerms(text).find((term) => term.key === 'since')?.value;
    const zoomed = readTerms(text).some((term) => term.key === 'from' || term.key === 'to');
    const set = (value) => setText(withTerm(withTerm(withTerm(text, 'from', ''), 'to', ''), 'since', value));
    return html`<div class="segments" role="group" aria-label="Span">
      ${SPANS.map(([name]) => html`<button aria-pressed=${since === name} @click=${() => set(since === name ? '' : name)}>${name}</button>`)}
      ${zoomed ? html`<button aria-pressed="true" @click=${() => set('')}>Zoomed ${icon('close')}</button>` : nothing}
    </div>`;
  }

  function states() {
    const chosen = readTerms(text).find((term) => term.key === 'status')?.value;
    const counts = chart?.by_status ?? {};
    return html`<div class="state-filter" role="group" aria-label="State">
      ${STATUSES.map((status) => html`<button aria-pressed=${chosen === status} @click=${() => setText(withTerm(text, 'status', chosen === status ? '' : status))}>${dot(status)}<span>${statusText(status)}</span><span class="num quiet">${chart?.source === 'rollups' && !['completed', 'failed', 'cancelled'].includes(status) ? '' : counts[status] ? count(counts[status]) : ''}</span></button>`)}
    </div>`;
  }

  function selectionBar() {
    if (!list.chosen.size) return nothing;
    const items = list.chosenItems;
    const done = () => list.chosen.clear();
    return html`<div class="selection" role="region" aria-label="Selection"><strong>${count(items.length)} selected</strong>
      <button @click=${() => retryMany(items, done)}>${icon('retry')} Retry</button>
      <button @click=${() => cancelMany(items, done)}>${icon('cancel')} Cancel</button>
      <button class="ghost" @click=${() => list.toggleAll()}>Clear</button></div>`;
  }

  const matching = () => ({ query, text });

  return {
    title: 'Executions',
    read,
    isMoving: () => list.items.slice(0, PAGE).some(isMovingRow),
    keys: {
      ...list.keys,
      Escape: () => {
        list.chosen.clear();
        draw();
      },
      r: () => retryOne(),
      c: () => cancelOne(),
    },
    commands: () => [
      {
        label: 'Replay all matching',
        group: 'Executions',
        icon: 'retry',
        run: () => replayMatching(matching()),
      },
      {
        label: 'Cancel all matching',
        group: 'Executions',
        icon: 'cancel',
        run: () => cancelMatching(matching()),
      },
    ],
    move(place) {
      if ((place.query.q ?? '') === text) return true;
      text = place.query.q ?? '';
      list.chosen.clear();
      list.cursor = -1;
      list.items = [];
      cursor = null;
      chartAt = 0;
      known = false;
      return true;
    },
    view: () => html`
      ${heading(
        'Executions',
        html`<button @click=${openRunRequest}>${icon('plus')} Run a request</button><button @click=${() => replayMatching(matching())}>${icon('retry')} Replay all<span class="no-phone"> matching</span></button>
        ${menu('More for all that match', [{ label: 'Cancel all matching', icon: 'cancel', danger: true, run: () => cancelMatching(matching()) }])}`,
      )}
      ${line.view()}
      ${faults.length ? html`<p class="problem" role="alert">${icon('warning')} ${faults.join('. ')}</p>` : nothing}
      <div class="toolbar">${states()}${spans()}</div>
      <section class="panel chart-panel" aria-label="Over time" ?hidden=${faults.length > 0}>${chart ? histogram({ data: chart, onZoom: zoom }) : faults.length ? nothing : html`<div class="bone is-chart"></div>`}</section>
      ${selectionBar()}
      ${!known ? skeleton(12) : list.items.length ? html`${list.view('Executions')}<p class="list-end quiet small">${cursor ? 'More are loaded as you scroll' : `${count(list.items.length)} in all`}</p>` : none()}`,
  };

  function retryOne() {
    const item = list.items[list.cursor];
    if (item) retryMany(list.chosen.size ? list.chosenItems : [item], () => list.chosen.clear());
  }

  function cancelOne() {
    const item = list.items[list.cursor];
    if (item) cancelMany(list.chosen.size ? list.chosenItems : [item], () => list.chosen.clear());
  }

  function none() {
    if (text)
      return empty(
        'Nothing matches',
        html`No execution has all of this.`,
        html`<button @click=${() => setText('')}>Clear the filter</button>`,
      );
    return empty(
      'No executions yet',
      html`Each run of a task and each request that is sent shows here.`,
      html`<button class="primary" @click=${openRunRequest}>${icon('plus')} Run a request</button> <a class="button" href=${href('tasks', 'new')}>New task</a>`,
    );
  }
}
