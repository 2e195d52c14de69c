/** Tasks: when each runs, how its last runs ended, how long they take and what they cost. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { runTask, restoreTask, toggleDone, togglePause } from '../actions.js';
import { get } from '../api.js';
import { draw } from '../draw.js';
import { count, percent, usd } from '../format.js';
import { icon } from '../icons.js';
import { lazily } from '../lazy.js';
import { remember } from '../names.js';
import { amend, go, href } from '../router.js';
import { badge, statusText } from '../status.js';
import { requestText } from '../subject.js';
import { length, moment, relative } from '../time.js';
import { heading } from '../widgets/facts.js';
import '../widgets/rows.js';
import { empty, skeleton } from '../widgets/states.js';

const DOTS = 20;
const PERSONAL = ['todo', 'reminder', 'calendar_event'];
const SORTS = [
  ['', 'Newest'],
  ['name', 'Name'],
  ['next_run_time', 'Next run'],
  ['due_date', 'Due'],
  ['-updated_at', 'Changed'],
];
const TYPES = [
  'http',
  'webhook',
  'graphql',
  'database',
  'email',
  'script',
  'custom',
  'simulated',
  'wait',
  'todo',
  'reminder',
  'calendar_event',
  'monitor',
];
const STATES = ['scheduled', 'running', 'pending', 'completed', 'failed', 'skipped', 'paused'];
const phone = matchMedia('(max-width: 720px)');
phone.addEventListener('change', draw);

/** When a task runs, in words. @param {any} task */
export function scheduleText(task) {
  if (task.schedule)
    return (
      task.schedule.phrase ??
      task.schedule.expression?.replace(/^rate\((.*)\)$/, 'every $1') ??
      task.schedule.cron ??
      (task.schedule.at ? `once at ${task.schedule.at}` : 'has a schedule')
    );
  if (task.type === 'monitor') return 'waits for pings';
  if (task.reminder_time) return `reminds ${moment(task.reminder_time)}`;
  if (task.due_date) return `due ${moment(task.due_date)}`;
  if (task.dependencies.length)
    return `after ${task.dependencies.length} task${task.dependencies.length > 1 ? 's' : ''}`;
  return 'by hand';
}

/** The last runs as dots, the newest at the right. @param {any} task */
export function dots(task) {
  const runs = lazily(
    `dots ${task.id} ${task.last_run_time} ${task.status}`,
    () => get(`/api/v1/tasks/${task.id}/executions`, { limit: DOTS }).then((page) => page.executions),
    300_000,
  );
  const list = [...(runs ?? [])].reverse();
  const words = list.length
    ? `Last ${list.length} runs: ${list.filter((run) => run.status === 'completed').length} completed, ${list.filter((run) => run.status === 'failed').length} failed`
    : 'No runs';
  return html`<span class="dots" role="img" aria-label=${words} title=${words}>${Array.from({ length: DOTS - list.length }, () => html`<span class="is-none"></span>`)}${list.map((run) => html`<span class="is-${run.status}"></span>`)}</span>`;
}

/** What the runs of a task come to in 30 days. @param {any} task */
export const month = (task) =>
  lazily(`month ${task.id}`, () => get('/api/v1/analytics', { days: 30, task_id: task.id }), 120_000);

/** @param {any} task */
export const successRate = (task) =>
  task.success_count + task.failure_count
    ? task.success_count / (task.success_count + task.failure_count)
    : null;

/** @param {any} task */
export const isPersonal = (task) => PERSONAL.includes(task.type);

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function tasks(here) {
  let { query } = here;
  let items = null;
  let cursor = null;
  let loading = false;
  let cursorRow = -1;
  let typing;

  const asked = () => ({
    q: query.q,
    status: query.status,
    type: query.type,
    tag: query.tag,
    sort: query.sort,
    deleted: query.deleted,
  });

  async function read(signal) {
    const page = await get('/api/v1/tasks', { ...asked(), limit: 100 }, signal);
    page.tasks.forEach(remember);
    const rest = items && page.next_cursor ? items.slice(page.tasks.length) : [];
    items = [...page.tasks, ...rest];
    if (!rest.length) cursor = page.next_cursor;
  }

  async function more() {
    if (!cursor || loading) return;
    loading = true;
    const page = await get('/api/v1/tasks', { ...asked(), limit: 100, cursor }).catch(() => null);
    if (page && items) {
      page.tasks.forEach(remember);
      items = [...items, ...page.tasks];
      cursor = page.next_cursor;
    }
    loading = false;
    draw();
  }

  const step = (by) => {
    cursorRow = Math.max(0, Math.min((items?.length ?? 1) - 1, cursorRow + by));
    document.querySelector('bd-rows')?.reveal(cursorRow);
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        document.querySelector(`[data-index="${cursorRow}"] a`)?.focus({ preventScroll: true }),
      ),
    );
  };

  return {
    title: 'Tasks',
    read,
    isMoving: () =>
      (items ?? []).some(
        (task) =>
          task.status === 'running' &&
          Date.now() - Date.parse(task.last_run_time ?? task.updated_at) < 120_000,
      ),
    keys: { j: () => step(1), k: () => step(-1) },
    commands: () =>
      (items ?? [])
        .slice(0, 50)
        .map((task) => ({
          label: `Run ${task.name}`,
          group: 'Task',
          icon: 'play',
          run: () => runTask(task),
        })),
    move(place) {
      if (JSON.stringify(place.query) !== JSON.stringify(query)) items = null;
      ({ query } = place);
      return true;
    },
    view,
  };

  function choice(name, label, options) {
    return html`<select aria-label=${label} @change=${(event) => amend({ [name]: event.target.value })}>${options.map(([value, text]) => html`<option value=${value} ?selected=${(query[name] ?? '') === value}>${text}</option>`)}</select>`;
  }

  function view() {
    return html`${heading('Tasks', html`<a class="button primary" href=${href('tasks', 'new')}>${icon('plus')} New task</a>`)}
      <div class="toolbar"><div class="inline">
        <input type="search" data-filter aria-label="Name, description or tag" placeholder="Name, description or tag" .value=${query.q ?? ''} @input=${(
          event,
        ) => {
          const { value } = event.target;
          clearTimeout(typing);
          typing = setTimeout(() => amend({ q: value.trim() }), 250);
        }} />
        ${choice('status', 'State', [['', 'Any state'], ...STATES.map((name) => [name, statusText(name)])])}
        ${choice('type', 'Type', [['', 'Any type'], ...TYPES.map((name) => [name, name.replace('_', ' ')])])}
        ${choice('sort', 'Order', SORTS)}
        ${query.tag ? html`<button @click=${() => amend({ tag: null })}>#${query.tag} ${icon('close')}</button>` : nothing}
      </div><label class="check"><input type="checkbox" .checked=${query.deleted === 'true'} @change=${(event) => amend({ deleted: event.target.checked ? 'true' : null })} /> Deleted</label></div>
      ${
        !items
          ? skeleton(8, 'card')
          : items.length
            ? html`<div class="cards tasks" role="list" aria-label="Tasks">
        <div class="card card-head" aria-hidden="true"><span>Task</span><span>Schedule and next run</span><span>Last ${DOTS} runs</span><span>Succeeded</span><span>p95, cost</span><span></span></div>
        <bd-rows role="presentation" .model=${{ items, keyOf: (task) => task.id, height: phone.matches ? 116 : 64, row, onEnd: more }}></bd-rows></div>
        <p class="list-end quiet small">${count(items.length)}${cursor ? ' and more' : ''} tasks</p>`
            : none()
      }`;
  }

  function row(task, index) {
    const sums = isPersonal(task) ? null : month(task);
    return html`<div class="card" role="listitem" data-index=${index}>
      <div class="title"><a class="clip" href=${href('tasks', task.id)} @focus=${() => {
        cursorRow = index;
      }}>${task.name}</a><span class="line small">${badge(task.paused ? 'paused' : task.status)}<span class="quiet clip mono">${requestText(task.config, task.type)}</span></span></div>
      <div class="cell no-phone"><span class="clip">${scheduleText(task)}</span><span class="quiet small clip">${task.next_run_time ? html`${relative(task.next_run_time)} · ${moment(task.next_run_time)}` : task.paused ? 'paused' : '–'}</span></div>
      <div class="no-phone">${isPersonal(task) ? html`<span class="quiet small">${task.is_completed ? 'done' : 'open'}</span>` : dots(task)}</div>
      <div class="cell num no-phone">${percent(successRate(task))}</div>
      <div class="cell num no-phone"><span>${sums ? length(sums.duration_ms.p95) : '–'}</span><span class="quiet small">${sums ? usd(sums.cost_usd) : ''}</span></div>
      <div class="actions">${
        task.deleted_at
          ? html`<button @click=${() => restoreTask(task)}>Restore</button>`
          : html`
        ${isPersonal(task) ? html`<button class="ghost" aria-label="${task.is_completed ? 'Reopen' : 'Complete'} ${task.name}" title=${task.is_completed ? 'Reopen' : 'Complete'} @click=${() => toggleDone(task)}>${icon('check')}</button>` : task.type === 'monitor' ? nothing : html`<button class="ghost" aria-label="Run ${task.name}" title="Run now" @click=${() => runTask(task)}>${icon('play')}</button>`}
        ${task.schedule ? html`<button class="ghost" aria-label="${task.paused ? 'Resume' : 'Pause'} ${task.name}" title=${task.paused ? 'Resume its schedule' : 'Pause its schedule'} @click=${() => togglePause(task)}>${icon(task.paused ? 'live' : 'pause')}</button>` : nothing}`
      }
      </div>
      ${phone.matches ? html`<div class="cell quiet small clip" data-wide>${scheduleText(task)}${task.next_run_time ? ` · ${relative(task.next_run_time)}` : ''}</div>` : nothing}
    </div>`;
  }

  function none() {
    if (Object.values(asked()).some(Boolean))
      return empty(
        'No task is like that',
        'Change the filter to see others.',
        html`<button @click=${() => amend({ q: null, status: null, type: null, tag: null, deleted: null })}>Clear the filter</button>`,
      );
    return empty(
      'No tasks yet',
      'A task is a call that Beadle makes for you: by hand, on a schedule, or after other tasks.',
      html`<button class="primary" @click=${() => go(href('tasks', 'new'))}>${icon('plus')} New task</button>`,
    );
  }
}
