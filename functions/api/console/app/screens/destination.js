/** One destination: its gate now and while the page is open, what waits, what the breaker did, its editor. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { deleteConfig, resetGate, resumeConfig } from '../actions.js';
import { addUp, get } from '../api.js';
import { addHistograms } from '../counts.js';
import { compact, count } from '../format.js';
import { gateBadge, gaugesView } from '../gates.js';
import { icon } from '../icons.js';
import { remember } from '../names.js';
import { amend, go, href } from '../router.js';
import { badge } from '../status.js';
import { clockTime, moment, relative } from '../time.js';
import { agoView, facts, heading, idView, timeView } from '../widgets/facts.js';
import { lineChart } from '../widgets/chart.js';
import { histogram } from '../widgets/histogram.js';
import { jsonView } from '../widgets/json.js';
import { menu } from '../widgets/menu.js';
import { empty, skeleton } from '../widgets/states.js';
import { openTab, tabsView } from '../widgets/tabs.js';
import { ExecutionRows } from './execution_rows.js';
import { openPause } from './destination_pause.js';
import { destinationEditor } from './destination_editor.js';
import { table } from '../widgets/table.js';

const MOST_SAMPLES = 900;
const CHART_MS = 15_000;

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function destination(here) {
  const { id } = here;
  if (id === 'new') return destinationEditor();
  let item = null;
  let gate = null;
  let chart = null;
  let chartAt = 0;
  /** What the gate was at each look. */
  const samples = [[], [], []];
  let editor = null;
  const waiting = new ExecutionRows();
  let known = false;

  async function read(signal) {
    const path = `/api/v1/configs/${encodeURIComponent(id)}`;
    const [fresh, now] = await Promise.all([get(path, {}, signal), get(`${path}/gate`, {}, signal)]);
    if (item && item.version !== fresh.version) editor = null;
    [item, gate] = [fresh, now];
    remember(item);
    screen.title = item.name;
    sample();
    if (openTab(tabs()) === 'waiting') {
      waiting.items = (
        await get(
          '/api/v1/executions',
          { config_id: id, status: 'deferred,pending,retrying,waiting', limit: 100 },
          signal,
        )
      ).executions;
      known = true;
    }
    if (Date.now() - chartAt > CHART_MS) {
      chart = await addUp(
        '/api/v1/executions/histogram',
        { config_id: id, bucket: '1h' },
        addHistograms,
        signal,
        3,
      );
      chartAt = Date.now();
    }
  }

  function sample() {
    [Date.now() / 1000, gate.waiting, gate.in_use ?? 0].forEach((value, at) => {
      samples[at].push(value);
      if (samples[at].length > MOST_SAMPLES) samples[at].shift();
    });
  }

  const tabs = () => [
    { id: 'waiting', label: gate?.waiting ? `Waiting ${count(gate.waiting)}` : 'Waiting', view: waitingView },
    { id: 'breaker', label: 'Breaker', view: breakerView },
    ...(gate?.keys?.length ? [{ id: 'keys', label: 'Keys of its rate', view: keysView }] : []),
    { id: 'edit', label: 'Edit', view: () => (editor ??= destinationEditor(item)).view() },
    { id: 'json', label: 'JSON', view: () => jsonView({ ...item, gate }, 'Destination') },
  ];

  const screen = {
    title: 'Destination',
    read,
    isMoving: () =>
      gate !== null && (gate.waiting > 0 || (gate.in_use ?? 0) > 0 || gate.state === 'half_open'),
    keys: { ...waiting.keys, Escape: () => go(href('destinations')) },
    commands: () =>
      item
        ? [
            gate.state === 'paused'
              ? {
                  label: `Resume ${item.name}`,
                  group: 'Destination',
                  icon: 'play',
                  run: () => resumeConfig(item),
                }
              : {
                  label: `Pause ${item.name}`,
                  group: 'Destination',
                  icon: 'pause',
                  run: () => openPause(item),
                },
            {
              label: `Reset the gate of ${item.name}`,
              group: 'Destination',
              icon: 'retry',
              run: () => resetGate(item),
            },
          ]
        : [],
    move: (place) => place.id === id,
    view,
  };

  function buttons() {
    return html`${gate.state === 'paused' ? html`<button class="primary" @click=${() => resumeConfig(item)}>${icon('play')} Resume</button>` : html`<button @click=${() => openPause(item)}>${icon('pause')} Pause</button>`}
      ${gate.state === 'open' || gate.state === 'half_open' ? html`<button class="primary" @click=${() => resetGate(item)}>${icon('retry')} Reset the breaker</button>` : nothing}
      ${menu('More', [
        { label: 'Reset the gate', icon: 'retry', run: () => resetGate(item) },
        { label: 'Edit', icon: 'edit', run: () => amend({ tab: 'edit' }) },
        { label: 'Delete for good', icon: 'trash', danger: true, run: () => deleteConfig(item) },
      ])}`;
  }

  function view() {
    if (!item)
      return html`${heading(html`<span class="bone is-title"></span>`, nothing, nothing, { label: 'Destinations', screen: 'destinations' })}${skeleton(3, 'block')}`;
    return html`${heading(item.name, buttons(), html`<p class="subtitle">${gateBadge(gate)}<span class="mono quiet clip">${item.base_url ?? item.connection ?? ''}</span>${idView(item.id)}</p>${item.description ? html`<p class="quiet prose">${item.description}</p>` : nothing}`, { label: 'Destinations', screen: 'destinations' })}
      ${sentence()}
      <div class="columns"><div class="column-main">
        <section class="panel" aria-label="Limits">${gaugesView(item, gate)}${liveChart()}</section>
        <section class="panel chart-panel" aria-labelledby="day"><h2 id="day">Calls of the last 24 hours</h2>${chart ? histogram({ data: chart, height: 110, onZoom: (from, to) => go(href('executions', '', { q: `config:"${item.name.replace(/["\\]/g, '\\$&')}" from:"${new Date(from).toISOString()}" to:"${new Date(to).toISOString()}"` })) }) : html`<div class="bone is-chart"></div>`}</section>
        <section class="panel is-tabbed">${tabsView('About the destination', tabs())}</section>
      </div><aside class="column-side panel" aria-label="Facts">${facts([
        ['Timeout', item.timeout_ms ? `${item.timeout_ms / 1000} s` : nothing],
        ['Retries', item.retry?.max_retries],
        [
          'Breaker',
          item.breaker
            ? `${Math.round((item.breaker.failure_rate ?? 0.5) * 100)} % of ${item.breaker.minimum ?? 5} or more`
            : 'as usual',
        ],
        ['Signs in by', item.auth?.type ?? 'nothing'],
        ['Shared', item.shared ? 'with everyone' : nothing],
        ['Owner', item.user_id],
        ['Created', timeView(item.created_at)],
        ['Changed', html`${agoView(item.updated_at)} by ${item.updated_by}`],
      ])}<p><a href=${href('executions', '', { q: `config:"${item.name.replace(/["\\]/g, '\\$&')}"` })}>All its executions</a></p></aside></div>`;
  }

  function sentence() {
    if (gate.pause)
      return html`<section class="sentence is-deferred"><p>Paused by ${gate.pause.paused_by}: ${gate.pause.reason}.</p><p class="quiet">Since ${moment(gate.pause.since)}${gate.pause.until ? html`, until ${moment(gate.pause.until)} (${relative(gate.pause.until)})` : ', until somebody resumes it'}. ${count(gate.waiting)} wait.</p></section>`;
    if (gate.state === 'closed') return nothing;
    const last = gate.transitions[gate.transitions.length - 1];
    return html`<section class="sentence is-failed"><p>The breaker is ${gate.state.replaceAll('_', ' ')}${last ? `: ${last.why}` : ''}.</p><p class="quiet">${gate.closed_until ? html`It lets a probe through ${relative(gate.closed_until)}, ${moment(gate.closed_until)}. ` : nothing}${count(gate.waiting)} wait and keep their attempts.</p></section>`;
  }

  /** Waiting and at once, for as long as the page has been open. */
  function liveChart() {
    if (samples[0].length < 3) return nothing;
    const limit = samples[0].map(() => item.concurrency);
    return html`<div class="live-chart"><div class="legend"><span><i class="stroke is-waits"></i>waiting ${count(gate.waiting)}</span><span><i class="stroke is-used"></i>at once ${count(gate.in_use ?? 0)}</span>${item.concurrency ? html`<span><i class="stroke is-limit"></i>limit ${count(item.concurrency)}</span>` : nothing}<span class="grow"></span><span class="quiet">since ${clockTime(samples[0][0] * 1000)}</span></div>
      ${lineChart({ height: 120, end: Math.max(5, item.concurrency ?? 0, ...samples[1], ...samples[2]), value: (number) => (Number.isInteger(number) ? compact(number) : ''), times: [clockTime(samples[0][0] * 1000), clockTime(samples[0][samples[0].length - 1] * 1000)], label: `Waiting and at once since ${clockTime(samples[0][0] * 1000)}: ${gate.waiting} waiting now`, lines: [{ look: 'waits', values: samples[1] }, { look: 'used', values: samples[2] }, ...(item.concurrency ? [{ look: 'limit', values: limit }] : [])] })}</div>`;
  }

  function waitingView() {
    if (!known) return skeleton(4);
    return waiting.items.length
      ? waiting.view('Waiting executions')
      : empty('Nothing waits', 'What is held by its limits, its breaker or a pause shows here.');
  }

  function breakerView() {
    if (!gate.transitions.length)
      return empty(
        'The breaker has never moved',
        'It opens when calls fail, and closes when a probe succeeds.',
      );
    return html`<ol class="breaker">${[...gate.transitions].reverse().map((change) => html`<li><span class="quiet">${timeView(change.at)}</span>${badge(change.to === 'open' ? 'failed' : change.to === 'closed' ? 'completed' : 'retrying', `${change.from.replaceAll('_', ' ')} → ${change.to.replaceAll('_', ' ')}`)}<span>${change.why}</span></li>`)}</ol>`;
  }

  const keysView = () =>
    table(
      'Key, #Held back, #Tokens, #Waiting',
      gate.keys.map((key) => [
        html`<code>${key.key}</code>`,
        count(key.held_back),
        key.tokens ?? '–',
        key.waiting ?? '–',
      ]),
    );

  return screen;
}
