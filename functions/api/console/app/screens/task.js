/** One task: its runs, its schedule, what comes before and after it, and its editor. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { deleteTask, restoreTask, runTask, toggleDone, togglePause } from '../actions.js';
import { call, get } from '../api.js';
import { copy } from '../copy.js';
import { openEditor } from './run_request.js';
import { count, percent, usd } from '../format.js';
import { icon } from '../icons.js';
import { remember } from '../names.js';
import { addressOf } from '../root.js';
import { amend, go, href } from '../router.js';
import { badge } from '../status.js';
import { requestText } from '../subject.js';
import { length, moment, relative } from '../time.js';
import { agoView, facts, heading, idView, linkTo, timeView } from '../widgets/facts.js';
import { prose } from '../widgets/prose.js';
import { jsonView } from '../widgets/json.js';
import { menu } from '../widgets/menu.js';
import { empty, skeleton } from '../widgets/states.js';
import { openTab, tabsView } from '../widgets/tabs.js';
import { auditView } from './audit_list.js';
import { ExecutionRows } from './execution_rows.js';
import { isMovingRow } from './executions.js';
import { ScheduleLab } from './schedule_lab.js';
import { taskEditor } from './task_editor.js';
import { graphView } from './task_graph.js';
import { dots, isPersonal, month, scheduleText, successRate } from './tasks.js';

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function task(here) {
  const { id } = here;
  if (id === 'new') return taskEditor(here.query.template ?? null);
  let item = null;
  let side = null;
  let sideOf = '';
  let lab = null;
  let editor = null;
  let cursor = null;
  let known = false;
  const rows = new ExecutionRows({ onEnd: more, own: true });

  const PARTS = {
    graph: (signal) => get(`/api/v1/tasks/${id}/graph`, {}, signal),
    alerts: (signal) =>
      Promise.all([get('/api/v1/alerts', {}, signal), get('/api/v1/alerts/state', {}, signal)]),
    audit: (signal) => get('/api/v1/audit', { task_id: id, limit: 50 }, signal).catch((error) => ({ error })),
    monitor: (signal) => get(`/api/v1/tasks/${id}/monitor`, {}, signal),
  };

  async function read(signal) {
    const fresh = await get(`/api/v1/tasks/${encodeURIComponent(id)}`, {}, signal);
    if (item && item.version !== fresh.version) editor = null;
    item = fresh;
    remember(item);
    screen.title = item.name;
    const tab = openTab(tabs());
    if (tab === 'runs') {
      const page = await get(`/api/v1/tasks/${id}/executions`, { limit: 50 }, signal);
      const last = page.executions[page.executions.length - 1]?.id;
      const at = rows.items.findIndex((run) => run.id === last);
      const rest = at >= 0 && page.next_cursor ? rows.items.slice(at + 1) : [];
      if (!rest.length) cursor = page.next_cursor;
      rows.items = [...page.executions, ...rest];
      known = true;
    }
    if (PARTS[tab]) {
      side = await PARTS[tab](signal);
      sideOf = tab;
    }
    lab ??= new ScheduleLab(item.schedule, { save: saveSchedule });
  }

  async function more() {
    if (!cursor) return;
    const asked = cursor;
    cursor = null;
    const page = await get(`/api/v1/tasks/${id}/executions`, { limit: 100, cursor: asked }).catch(() => null);
    rows.items = [...rows.items, ...(page?.executions ?? [])];
    cursor = page?.next_cursor ?? null;
  }

  async function saveSchedule(schedule) {
    item = await call('PATCH', `/api/v1/tasks/${id}`, { body: { schedule }, version: item.version });
  }

  const of = (tab, view) => (sideOf === tab && side ? view() : skeleton(4));

  const tabs = () => [
    { id: 'runs', label: 'Runs', view: runsView },
    ...(item && isPersonal(item) && !item.schedule
      ? []
      : [{ id: 'schedule', label: 'Schedule', view: () => lab?.view() }]),
    ...(item?.type === 'monitor'
      ? [{ id: 'monitor', label: 'Pings', view: () => of('monitor', monitorView) }]
      : []),
    { id: 'graph', label: 'Graph', view: () => of('graph', () => graphView(side, id)) },
    { id: 'edit', label: 'Edit', view: () => (editor ??= taskEditor(null, item)).view() },
    { id: 'alerts', label: 'Alerts', view: () => of('alerts', alertsView) },
    { id: 'audit', label: 'Audit', view: () => of('audit', () => auditView(side)) },
    { id: 'json', label: 'JSON', view: () => jsonView(item, 'Task') },
  ];

  const screen = {
    title: 'Task',
    read,
    isMoving: () => item?.status === 'running' || rows.items.slice(0, 50).some(isMovingRow),
    keys: { ...rows.keys, Escape: () => go(href('tasks')) },
    commands: () =>
      item
        ? [
            { label: `Run ${item.name}`, group: 'Task', icon: 'play', run: () => runTask(item) },
            { label: 'Edit', group: 'Task', icon: 'edit', run: () => amend({ tab: 'edit' }) },
          ]
        : [],
    move: (place) => place.id === id,
    view,
  };

  const runWithInput = () =>
    openEditor(`Run ${item.name} with input`, 'Input', item.input ?? {}, (input) =>
      call('POST', `/api/v1/tasks/${id}/execute`, {
        body: { input },
        once: true,
        headers: { Prefer: 'respond-async' },
      }),
    );

  function buttons() {
    if (item.deleted_at)
      return html`<button class="primary" @click=${() => restoreTask(item)}>Restore</button>`;
    const personal = isPersonal(item);
    return html`${personal ? html`<button class="primary" @click=${() => toggleDone(item)}>${icon('check')} ${item.is_completed ? 'Reopen' : 'Complete'}</button>` : item.type === 'monitor' ? nothing : html`<button class="primary" @click=${() => runTask(item)}>${icon('play')} Run now</button>`}
      ${item.schedule ? html`<button @click=${() => togglePause(item)}>${icon(item.paused ? 'live' : 'pause')} ${item.paused ? 'Resume' : 'Pause'}</button>` : nothing}
      ${menu('More', [personal || item.type === 'monitor' ? null : { label: 'Run with input', icon: 'edit', run: runWithInput }, { label: 'Edit', icon: 'edit', run: () => amend({ tab: 'edit' }) }, { label: 'Delete', icon: 'trash', danger: true, run: () => deleteTask(item) }])}`;
  }

  function view() {
    if (!item)
      return html`${heading(html`<span class="bone is-title"></span>`, nothing, nothing, { label: 'Tasks', screen: 'tasks' })}${skeleton(3, 'block')}`;
    const sums = isPersonal(item) ? null : month(item);
    return html`${heading(item.name, buttons(), html`<p class="subtitle">${badge(item.deleted_at ? 'cancelled' : item.paused ? 'paused' : item.status, item.deleted_at ? 'Deleted' : undefined)}<span class="mono quiet clip">${requestText(item.config, item.type)}</span>${idView(item.id)}</p>${item.description ? html`<p class="quiet prose">${item.description}</p>` : nothing}`, { label: 'Tasks', screen: 'tasks' })}
      <div class="columns"><div class="column-main"><section class="panel is-tabbed">${tabsView('About the task', tabs())}</section></div>
      <aside class="column-side panel" aria-label="Facts">${facts([
        ['Schedule', scheduleText(item)],
        ['Time zone', item.schedule?.timezone],
        [
          'Next run',
          item.next_run_time
            ? html`${relative(item.next_run_time)} <span class="quiet">${moment(item.next_run_time)}</span>`
            : nothing,
        ],
        ['Last runs', isPersonal(item) ? nothing : dots(item)],
        ['Runs', item.run_count ? count(item.run_count) : nothing],
        ['Succeeded', successRate(item) === null ? nothing : percent(successRate(item))],
        ['p95', sums ? length(sums.duration_ms.p95) : nothing],
        ['Cost of 30 d', sums ? usd(sums.cost_usd) : nothing],
        ['Due', item.due_date ? timeView(item.due_date) : nothing],
        ['Reminder', item.reminder_time ? timeView(item.reminder_time) : nothing],
        ['Destination', item.config_id ? linkTo(item.config_id) : nothing],
        [
          'After',
          item.dependencies.length
            ? item.dependencies.map((other) => html`<div>${linkTo(other)}</div>`)
            : nothing,
        ],
        ['Priority', item.priority],
        [
          'Tags',
          item.tags.length
            ? item.tags.map((tag) => html`<a class="tag" href=${href('tasks', '', { tag })}>${tag}</a> `)
            : nothing,
        ],
        ['Last error', item.last_error ? html`<span class="bad">${prose(item.last_error)}</span>` : nothing],
        [
          'Last skip',
          item.last_skip
            ? html`${item.last_skip.reason.replaceAll('_', ' ')} ${agoView(item.last_skip.at)}`
            : nothing,
        ],
        ['Assigned to', item.assigned_to],
        ['Changed', html`${agoView(item.updated_at)} by ${item.updated_by}`],
      ])}</aside></div>`;
  }

  function runsView() {
    if (!known) return skeleton(6);
    if (!rows.items.length)
      return empty(
        'No runs yet',
        item.next_run_time ? html`The first one is ${relative(item.next_run_time)}.` : 'It has not been run.',
        isPersonal(item) || item.type === 'monitor'
          ? nothing
          : html`<button class="primary" @click=${() => runTask(item)}>${icon('play')} Run now</button>`,
      );
    return html`${rows.view('Runs of the task')}<p class="list-end"><a href=${href('executions', '', { q: `task:"${item.name.replace(/["\\]/g, '\\$&')}"` })}>All runs, with filters</a></p>`;
  }

  function monitorView() {
    const path = side.ping_path && addressOf(side.ping_path);
    return html`${facts([
      [
        'Condition',
        badge(
          side.condition === 'missing' || side.condition === 'failing'
            ? 'failed'
            : side.condition === 'new'
              ? 'pending'
              : 'completed',
          side.condition,
        ),
      ],
      ['Pings', count(side.pings)],
      ['Last ping', timeView(side.last_ping_at)],
      ['Last success', timeView(side.last_success_at)],
      ['Expected', timeView(side.expected_at)],
      ['Took', side.last_duration_ms === null ? nothing : length(side.last_duration_ms)],
    ])}
      ${path ? html`<h2 class="minor">Ping it when the job is done</h2><div class="code"><button class="ghost copy" aria-label="Copy the ping" @click=${() => copy(`curl -fsS ${path}`, 'Ping')}>${icon('copy')}</button><pre tabindex="0" role="region" aria-label="Ping">curl -fsS ${path}</pre></div><p class="quiet small">The address is the credential: whoever knows it can ping.</p>` : nothing}`;
  }

  function alertsView() {
    const [{ rules }, state] = side;
    const mine = rules.filter((rule) => !rule.task_id || rule.task_id === id);
    const firing = (rule) =>
      state.rules.find((entry) => entry.rule === rule.name)?.firing.find((fire) => fire.subject === id);
    return html`<h2 class="minor">Notices of this task</h2>${item.notify ? jsonView(item.notify, 'Notices') : html`<p class="quiet">None: <code>notify</code> in the editor sets them.</p>`}
      <h2 class="minor">Rules of alerts that cover it</h2>${mine.length ? html`<ul class="plain">${mine.map((rule) => html`<li>${badge(firing(rule) ? 'failed' : 'completed', firing(rule) ? 'Fires' : 'Quiet')}<strong>${rule.name}</strong><span class="quiet">${rule.when.replaceAll('_', ' ')}${rule.count ? `, ${rule.count}` : ''} → ${rule.targets.join(', ')}</span></li>`)}</ul>` : html`<p class="quiet">None. <a href=${href('settings', '', { tab: 'alerts' })}>Settings</a></p>`}`;
  }

  return screen;
}
