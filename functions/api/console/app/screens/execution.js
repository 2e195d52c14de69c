/** One execution: what can be done, why it is as it is, its waterfall, and what was sent and answered. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { cancel, retry, skip } from '../actions.js';
import { copy } from '../copy.js';
import { credential, get } from '../api.js';
import { curl, compactObject, usd } from '../format.js';
import { icon } from '../icons.js';
import { nameOf } from '../names.js';
import { cameFrom, neighbour } from '../neighbours.js';
import { go, href, place } from '../router.js';
import { badge, isEnded } from '../status.js';
import { requestText, triggerText } from '../subject.js';
import { length, relative, withLocalTimes } from '../time.js';
import { agoView, facts, heading, idView, linkTo, timeView } from '../widgets/facts.js';
import { prose } from '../widgets/prose.js';
import { menu } from '../widgets/menu.js';
import { skeleton } from '../widgets/states.js';
import { openTab, tabsView } from '../widgets/tabs.js';
import { waterfall } from '../widgets/waterfall.js';
import { attemptsView, jsonTab, linksView, logsView, receiptView } from './execution_tabs.js';
import { openReplayEdited } from './run_request.js';
import { isMovingRow } from './executions.js';

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function execution(here) {
  const { id } = here;
  let item = null;
  let explanation = null;
  let logs = null;
  let related = [];
  let version = '';

  async function read(signal) {
    [item, explanation] = await Promise.all([
      get(`/api/v1/executions/${encodeURIComponent(id)}`, {}, signal),
      get(`/api/v1/executions/${encodeURIComponent(id)}/explain`, {}, signal),
    ]);
    screen.title = nameOf(item.task_id) ?? requestText(item.request, item.type);
    const stale = version !== item.updated_at;
    if (openTab(tabs()) === 'logs' && (stale || !logs))
      logs = await get(`/api/v1/executions/${id}/logs`, {}, signal);
    if (openTab(tabs()) === 'links' && item.task_id && (stale || !related.length))
      related = (await get('/api/v1/executions', { task_id: item.task_id, limit: 20 }, signal)).executions;
    version = item.updated_at;
  }

  const tabs = () => [
    { id: 'attempts', label: 'Request and response', view: () => attemptsView(item) },
    { id: 'logs', label: 'Logs', view: () => logsView(logs, item) },
    { id: 'receipt', label: 'Receipt', view: () => receiptView(item) },
    { id: 'links', label: 'Links', view: () => linksView(item, related) },
    { id: 'json', label: 'JSON', view: () => jsonTab(item) },
  ];

  const copyCurl = () => {
    const { type, request, config_id, input } = item;
    const body = compactObject({ type, ...request, config_id, input });
    const signedIn = Boolean(credential.get());
    copy(
      item.task_id
        ? curl('POST', `/api/v1/tasks/${item.task_id}/execute`, { body: compactObject({ input }), signedIn })
        : curl('POST', '/api/v1/execute', { body, signedIn }),
      'curl',
    );
  };

  const step = (step) => {
    // By the address, which is ahead of the screen while somebody types fast.
    const to = neighbour(place().id, step);
    if (to) go(href('executions', to));
  };

  const ended = () => item && isEnded(item.status);

  const screen = {
    title: 'Execution',
    read,
    isMoving: () => item !== null && (isMovingRow(item) || item.status === 'waiting'),
    keys: {
      r: () => ended() && retry(item),
      R: () => item && openReplayEdited(item),
      c: () => item && !ended() && cancel(item),
      y: () => item && copyCurl(),
      '[': () => step(-1),
      ']': () => step(1),
      Escape: () => go(cameFrom()),
    },
    commands: () => (item ? commands() : []),
    move: (place) => place.id === id,
    view,
  };

  function commands() {
    return [
      ended()
        ? { label: 'Retry', group: 'Execution', icon: 'retry', run: () => retry(item) }
        : { label: 'Cancel', group: 'Execution', icon: 'cancel', run: () => cancel(item) },
      { label: 'Replay with changes', group: 'Execution', icon: 'edit', run: () => openReplayEdited(item) },
      { label: 'Copy as curl', group: 'Execution', icon: 'copy', run: copyCurl },
    ];
  }

  function buttons() {
    return html`<div class="pair no-phone" role="group" aria-label="Neighbours"><button class="ghost" aria-label="Previous in the list" ?disabled=${!neighbour(id, -1)} @click=${() => step(-1)}>${icon('previous')}</button><button class="ghost" aria-label="Next in the list" ?disabled=${!neighbour(id, 1)} @click=${() => step(1)}>${icon('next')}</button></div>
      ${ended() ? html`<button class="primary" @click=${() => retry(item)}>${icon('retry')} Retry</button>` : html`<button class="is-danger" @click=${() => cancel(item)} ?disabled=${item.cancel_requested}>${icon('cancel')} ${item.cancel_requested ? 'Being cancelled' : 'Cancel'}</button>`}
      <button @click=${() => openReplayEdited(item)}>${icon('edit')} Replay edited</button>
      <button @click=${copyCurl}>${icon('copy')} Copy as curl</button>
      ${item.status === 'failed' && item.order?.on_failure === 'block' ? menu('More', [{ label: 'Let its order key go on', icon: 'next', run: () => skip(item) }]) : nothing}`;
  }

  function view() {
    if (!item)
      return html`${heading(html`<span class="bone is-title"></span>`, nothing, nothing, { label: 'Executions', screen: 'executions' })}${skeleton(3, 'block')}`;
    const name = nameOf(item.task_id);
    return html`
      ${heading(name ?? requestText(item.request, item.type), buttons(), html`<p class="subtitle">${badge(item.status)}<span class="mono clip quiet">${name ? requestText(item.request, item.type) : ''}</span>${idView(item.id)}</p>`, { label: 'Executions', screen: 'executions' })}
      ${sentence()}
      <div class="columns">
        <div class="column-main">
          <section class="panel" aria-label="Waterfall">${waterfall(item, explanation)}</section>
          <section class="panel is-tabbed">${tabsView('About the execution', tabs())}</section>
        </div>
        <aside class="column-side panel" aria-label="Facts">${facts([
          ['Task', item.task_id ? linkTo(item.task_id) : nothing],
          ['Destination', item.config_id ? linkTo(item.config_id) : nothing],
          ['Batch', item.batch_id ? linkTo(item.batch_id) : nothing],
          ['Trigger', triggerText(item.trigger_type)],
          ['Type', item.type],
          ['Priority', item.priority === 'medium' ? nothing : item.priority],
          ['Created', timeView(item.created_at)],
          ['Scheduled for', item.scheduled_for ? timeView(item.scheduled_for) : nothing],
          ['Started', item.started_at ? timeView(item.started_at) : nothing],
          ['Ended', item.completed_at ? timeView(item.completed_at) : nothing],
          ['Duration', item.duration_ms === null ? nothing : length(item.duration_ms)],
          ['Attempts', `${item.attempts.length} of ${(item.retry.max_retries ?? 0) + 1}`],
          ['Timeout', length(item.timeout_ms)],
          ['Order key', item.order?.key],
          ['Credits', item.credits_consumed || nothing],
          ['Cost', usd(item.cost.usd)],
          ['User', item.user_id],
        ])}</aside>
      </div>`;
  }

  /** The one sentence that says it all. */
  function sentence() {
    const { waiting_for: wait, next, decisions } = explanation;
    const last = decisions[decisions.length - 1];
    const text = wait ? withLocalTimes(wait.reason) : withLocalTimes(last?.detail ?? '');
    return html`<section class="sentence is-${item.status}" aria-label="Explanation">
      <p>${prose(text.charAt(0).toUpperCase() + text.slice(1))}${/[.!?]$/.test(text) ? '' : '.'}</p>
      ${next ? html`<p class="quiet">Next: ${next.what}, <strong>${relative(next.at)}</strong> ${timeView(next.at)}.</p>` : html`<p class="quiet">${item.completed_at ? html`Ended ${agoView(item.completed_at)}.` : nothing}</p>`}
      ${wait?.gate && item.config_id ? html`<p class="quiet">${wait.gate.waiting} wait at ${linkTo(item.config_id)}${wait.gate.state === 'open' ? html`, whose breaker is open${wait.gate.closed_until ? html` for ${relative(wait.gate.closed_until).replace('in ', '')} more` : nothing}` : nothing}.</p>` : nothing}
      ${wait?.execution_id ? html`<p class="quiet">It waits for ${linkTo(wait.execution_id)}.</p>` : nothing}
    </section>`;
  }

  return screen;
}
