/** Batches and replays: how far each is, when it will have ended. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { jobs, jobView } from '../activity.js';
import { get } from '../api.js';
import { draw } from '../draw.js';
import { count, percent } from '../format.js';
import { icon } from '../icons.js';
import { remember } from '../names.js';
import { href } from '../router.js';
import { badge, statusText, STATUSES, UNENDED } from '../status.js';
import { moment, relative } from '../time.js';
import { agoView, heading, linkTo } from '../widgets/facts.js';
import { empty, skeleton } from '../widgets/states.js';
import { replayMatching } from './bulk.js';

/** How many of a batch have ended. @param {any} batch */
export const endedOf = ({ counts }) => counts.completed + counts.failed + counts.cancelled;

/** A batch as one bar of its states. @param {any} batch */
export function stack({ counts, total }) {
  const words =
    STATUSES.filter((status) => counts[status])
      .map((status) => `${count(counts[status])} ${statusText(status).toLowerCase()}`)
      .join(', ') || 'empty';
  return html`<div class="stack" role="img" aria-label=${words} title=${words}>${['completed', 'failed', 'cancelled'].map((status) => (counts[status] ? html`<span class="is-${status}" .style=${`flex:${counts[status]}`}></span>` : nothing))}<span class="is-open" .style=${`flex:${Math.max(0, total - endedOf({ counts }))}`}></span></div>`;
}

/** @param {any} batch */
export function batchBadge(batch) {
  if (batch.status === 'open') return badge('pending', 'Takes more');
  if (batch.status === 'closed') return badge('running', 'Under way');
  return badge(batch.status);
}

/** @returns {import('../main.js').Screen} */
export default function batches() {
  let items = null;
  let cursor = null;
  let replays = [];
  let row = -1;

  async function read(signal) {
    const [page, recent] = await Promise.all([
      get('/api/v1/batches', { limit: 50 }, signal),
      get('/api/v1/executions', { limit: 100 }, signal),
    ]);
    page.batches.forEach(remember);
    const rest = items && page.next_cursor ? items.slice(page.batches.length) : [];
    items = [...page.batches, ...rest];
    if (!rest.length) cursor = page.next_cursor;
    replays = recent.executions.filter((execution) => execution.trigger_type === 'replay');
  }

  async function more() {
    const page = await get('/api/v1/batches', { limit: 50, cursor });
    items = [...(items ?? []), ...page.batches];
    cursor = page.next_cursor;
    draw();
  }

  const step = (by) => {
    const links = document.querySelectorAll('.batches .title > a');
    row = Math.max(0, Math.min(links.length - 1, row + by));
    links[row]?.focus();
  };

  return {
    title: 'Batches and replays',
    read,
    isMoving: () =>
      (items ?? []).some(
        (batch) =>
          batch.status === 'closed' &&
          batch.counts.running + batch.counts.pending + batch.counts.deferred > 0,
      ) || jobs.some((job) => !job.ended),
    keys: { j: () => step(1), k: () => step(-1) },
    move: () => true,
    view: () => html`${heading('Batches and replays', html`<button @click=${() => replayMatching({ query: {}, text: '' })}>${icon('retry')} Replay what failed</button>`)}
      ${jobs.length ? html`<section class="panel" aria-labelledby="here"><h2 id="here">Started here</h2>${jobs.map(jobView)}</section>` : nothing}
      ${!items ? skeleton(5, 'card') : items.length ? html`<div class="cards batches" role="list" aria-label="Batches">${items.map(card)}</div>${cursor ? html`<p class="list-end"><button @click=${more}>More</button></p>` : nothing}` : empty('No batches yet', html`A batch is many requests under one name: <code>beadle batch create FILE</code> makes one of the lines of a CSV file.`)}
      ${replays.length ? html`<section class="panel panel-list" aria-labelledby="replays"><h2 id="replays">Latest replays</h2><ul class="plain">${replays.slice(0, 12).map((execution) => html`<li>${badge(execution.status)}<a href=${href('executions', execution.id)}>${execution.task_id ? linkText(execution) : (execution.request.url ?? execution.type)}</a><span class="quiet grow">replay of ${linkTo(execution.trigger_data.replay_of)}</span>${agoView(execution.created_at)}</li>`)}</ul></section>` : nothing}`,
  };

  function linkText(execution) {
    return execution.request?.url ?? execution.type;
  }

  function card(batch) {
    const ended = endedOf(batch);
    const open = UNENDED.reduce((sum, status) => sum + batch.counts[status], 0);
    return html`<div class="card" role="listitem">
      <div class="title"><a class="clip" href=${href('batches', batch.id)}>${batch.name ?? batch.id}</a><span class="quiet small">${agoView(batch.created_at)}</span></div>
      <div class="cell">${batchBadge(batch)}</div>
      <div class="cell stack-cell">${stack(batch)}<span class="small quiet">${count(ended)} of ${count(batch.total)}, ${percent(batch.total ? ended / batch.total : 0)}${batch.counts.failed ? html` · <span class="bad">${count(batch.counts.failed)} failed</span>` : nothing}</span></div>
      <div class="cell num small quiet no-phone">${batch.ended_at ? `ended ${moment(batch.ended_at)}` : batch.estimated_end_at ? `ends ${relative(batch.estimated_end_at)}` : open ? `${count(open)} left` : ''}</div></div>`;
  }
}
