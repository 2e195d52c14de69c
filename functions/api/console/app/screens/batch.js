/** One batch: its counts, its end, its executions. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { closeBatch } from '../actions.js';
import { get } from '../api.js';
import { count, percent } from '../format.js';
import { icon } from '../icons.js';
import { remember } from '../names.js';
import { amend, go, href } from '../router.js';
import { dot, statusText, STATUSES, UNENDED } from '../status.js';
import { moment, relative } from '../time.js';
import { facts, heading, idView, linkTo, timeView } from '../widgets/facts.js';
import { empty, skeleton } from '../widgets/states.js';
import { batchBadge, endedOf, stack } from './batches.js';
import { cancelFilter, replayMatching } from './bulk.js';
import { ExecutionRows } from './execution_rows.js';
import { draw } from '../draw.js';

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function batch(here) {
  const { id } = here;
  let status = here.query.status ?? '';
  let item = null;
  let cursor = null;
  let known = false;
  const rows = new ExecutionRows({ onEnd: more });

  async function read(signal) {
    const asked = status;
    const [fresh, page] = await Promise.all([
      get(`/api/v1/batches/${encodeURIComponent(id)}`, {}, signal),
      get(`/api/v1/batches/${encodeURIComponent(id)}/executions`, { limit: 100, status }, signal),
    ]);
    item = fresh;
    remember(item);
    screen.title = item.name ?? 'Batch';
    if (asked !== status) return;
    const rest =
      rows.items.length > page.executions.length && page.next_cursor
        ? rows.items.slice(page.executions.length)
        : [];
    if (!rest.length) cursor = page.next_cursor;
    rows.items = [...page.executions, ...rest];
    known = true;
  }

  async function more() {
    if (!cursor) return;
    const asked = cursor;
    cursor = null;
    const page = await get(`/api/v1/batches/${id}/executions`, { limit: 100, status, cursor: asked }).catch(
      () => null,
    );
    rows.items = [...rows.items, ...(page?.executions ?? [])];
    cursor = page?.next_cursor ?? null;
    draw();
  }

  const open = () => UNENDED.reduce((sum, name) => sum + item.counts[name], 0);

  const screen = {
    title: 'Batch',
    read,
    isMoving: () => item !== null && item.ended_at === null && open() > 0,
    keys: { ...rows.keys, Escape: () => go(href('batches')) },
    move(place) {
      if (place.id !== id) return false;
      if ((place.query.status ?? '') !== status) {
        status = place.query.status ?? '';
        rows.items = [];
        known = false;
      }
      return true;
    },
    view,
  };

  function view() {
    if (!item)
      return html`${heading(html`<span class="bone is-title"></span>`, nothing, nothing, { label: 'Batches', screen: 'batches' })}${skeleton(3, 'block')}`;
    const ended = endedOf(item);
    return html`${heading(
      item.name ?? 'Batch',
      html`
        ${item.status === 'open' ? html`<button @click=${() => closeBatch(item)}>${icon('check')} Close</button>` : nothing}
        ${item.counts.failed ? html`<button @click=${() => replayMatching({ query: { batch_id: id, status: 'failed' }, text: `batch:"${item.name ?? id}" status:failed` })}>${icon('retry')} Replay the failed</button>` : nothing}
        ${open() ? html`<button class="is-danger" @click=${() => cancelFilter({ batch_id: id }, `batch:"${item.name ?? id}"`)}>${icon('cancel')} Cancel the rest</button>` : nothing}`,
      html`<p class="subtitle">${batchBadge(item)}${idView(item.id)}</p>`,
      { label: 'Batches', screen: 'batches' },
    )}
      <section class="panel" aria-label="Progress">
        <div class="heading-line"><strong class="figure-value num">${percent(item.total ? ended / item.total : 0)}</strong><span class="quiet">${count(ended)} of ${count(item.total)}${item.rate_per_minute && !item.ended_at ? `, ${count(Math.round(item.rate_per_minute))} a minute` : ''}${item.estimated_end_at ? `, ends ${relative(item.estimated_end_at)} (${moment(item.estimated_end_at)})` : ''}${item.ended_at ? `, ended ${moment(item.ended_at)}` : ''}</span></div>
        ${stack(item)}
        <div class="state-filter" role="group" aria-label="State">${STATUSES.filter((name) => item.counts[name] || name === status).map((name) => html`<button aria-pressed=${status === name} @click=${() => amend({ status: status === name ? null : name })}>${dot(name)} ${statusText(name)} <span class="num quiet">${count(item.counts[name])}</span></button>`)}</div>
        ${facts([
          ['Created', timeView(item.created_at)],
          ['Closed', item.closed_at ? timeView(item.closed_at) : nothing],
          ['On completion', successor(item.on_complete)],
          ['On failure', successor(item.on_failure)],
          ['It started', item.execution_id ? linkTo(item.execution_id) : nothing],
        ])}
      </section>
      <div class="panel-list">${!known ? skeleton(8) : rows.items.length ? rows.view('Executions of the batch') : empty('None is like that', 'Choose another state.')}</div>`;
  }

  const successor = (rule) =>
    rule ? (rule.task_id ? linkTo(rule.task_id) : `${rule.type} ${rule.request?.url ?? ''}`) : nothing;

  return screen;
}
