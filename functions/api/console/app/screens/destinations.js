/** Destinations: how each gate stands, what is used of its limits, what waits. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { resetGate, resumeConfig } from '../actions.js';
import { all, get } from '../api.js';
import { draw } from '../draw.js';
import { count } from '../format.js';
import { gateBadge, rateText } from '../gates.js';
import { icon } from '../icons.js';
import { remember } from '../names.js';
import { amend, go, href } from '../router.js';
import { relative } from '../time.js';
import { gauge, heading } from '../widgets/facts.js';
import { empty, skeleton } from '../widgets/states.js';
import { openPause } from './destination_pause.js';

const MOST = 200;
const AT_ONCE = 6;

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function destinations(here) {
  let wanted = here.query.q ?? '';
  let items = null;
  const gates = new Map();
  let row = -1;

  async function read(signal) {
    items = await all('/api/v1/configs', 'configs', {}, MOST, signal);
    items.forEach(remember);
    const left = items.filter(matches);
    draw();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let config = left.shift(); config; config = left.shift()) {
          const { id } = config;
          await get(`/api/v1/configs/${id}/gate`, {}, signal).then(
            (gate) => gates.set(id, gate),
            (error) => {
              if (error.offline || signal.aborted) throw error;
            },
          );
        }
      }),
    );
  }

  const matches = (config) =>
    `${config.name} ${config.base_url ?? ''} ${config.description ?? ''}`
      .toLowerCase()
      .includes(wanted.toLowerCase());

  const step = (by) => {
    const links = document.querySelectorAll('.cards .title > a');
    row = Math.max(0, Math.min(links.length - 1, row + by));
    links[row]?.focus();
  };

  return {
    title: 'Destinations',
    read,
    isMoving: () =>
      [...gates.values()].some(
        (gate) => gate.waiting > 0 || (gate.in_use ?? 0) > 0 || gate.state === 'half_open',
      ),
    keys: { j: () => step(1), k: () => step(-1) },
    move(place) {
      wanted = place.query.q ?? '';
      return true;
    },
    view: () => html`${heading('Destinations', html`<a class="button primary" href=${href('destinations', 'new')}>${icon('plus')} New destination</a>`)}
      <div class="toolbar"><input type="search" data-filter aria-label="Name or address" placeholder="Name or address" .value=${wanted} @input=${(event) => amend({ q: event.target.value })} /></div>
      ${!items ? skeleton(6, 'card') : items.length ? list(items.filter(matches)) : empty('No destinations yet', 'A destination keeps the address, the credentials and the limits of another system. Its breaker opens when it is down, and work waits until it is back.', html`<button class="primary" @click=${() => go(href('destinations', 'new'))}>${icon('plus')} New destination</button>`)}`,
  };

  function list(shown) {
    if (!shown.length)
      return empty(
        'No destination is called that',
        '',
        html`<button @click=${() => amend({ q: null })}>Clear the filter</button>`,
      );
    return html`<div class="cards destinations" role="list" aria-label="Destinations">
      <div class="card card-head" aria-hidden="true"><span>Destination</span><span>State</span><span>Rate</span><span>At once</span><span>Waiting</span><span></span></div>
      ${shown.map((config) => card(config, gates.get(config.id)))}</div>`;
  }

  function card(config, gate) {
    const burst = config.rate_limit?.burst ?? config.rate_limit?.rate ?? 100;
    const used = gate ? Math.max(0, burst - (gate.tokens ?? burst)) : 0;
    return html`<div class="card" role="listitem">
      <div class="title"><a class="clip" href=${href('destinations', config.id)}>${config.name}</a><span class="quiet small clip">${config.shared ? 'shared · ' : ''}${config.base_url ?? config.connection ?? config.description ?? ''}</span></div>
      <div class="cell">${gate ? html`${gateBadge(gate)}<span class="quiet small clip">${gate.pause ? gate.pause.reason : gate.closed_until ? `again ${relative(gate.closed_until)}` : ''}</span>` : html`<span class="bone is-line"></span>`}</div>
      <div class="cell no-phone">${gauge('Rate', used, burst, rateText(config))}</div>
      <div class="cell no-phone">${config.concurrency ? gauge('At once', gate?.in_use ?? 0, config.concurrency, `${gate?.in_use ?? 0} of ${config.concurrency}`) : html`<span class="quiet">no limit</span>`}</div>
      <div class="cell num ${gate?.waiting ? '' : 'quiet'}"><strong>${gate ? count(gate.waiting) : '–'}</strong><span class="quiet small only-narrow">waiting</span></div>
      <div class="actions">${gate?.state === 'paused' ? html`<button aria-label="Resume ${config.name}" @click=${() => resumeConfig(config)}>${icon('play')} Resume</button>` : gate && gate.state !== 'closed' ? html`<button aria-label="Reset ${config.name}" @click=${() => resetGate(config)}>${icon('retry')} Reset</button>` : gate ? html`<button class="ghost" aria-label="Pause ${config.name}" title="Pause" @click=${() => openPause(config)}>${icon('pause')}</button>` : nothing}</div>
    </div>`;
  }
}
