/** What falls on which day: runs that were, runs that will be, what is due, what was skipped. */

import { addUp, all, call, get } from '../api.js';
import { addHistograms } from '../counts.js';
import { listOf } from '../names.js';
import { addDays, atLocal, isoDay } from '../time.js';

const RUNS = 100;
const MOST_TASKS = 60;
const AT_ONCE = 5;
const MOST_BUCKETS = 960;

/**
 * @typedef {object} Day
 * @property {string} date
 * @property {{at: string, task: any, note?: string}[]} runs
 * @property {{task: any, count: number}[]} frequent tasks that run more often than can be shown
 * @property {{at: string, task: any, kind: 'due' | 'reminder'}[]} due
 * @property {{task: any, note: string, title?: string}[]} skipped
 * @property {{completed: number, failed: number, cancelled: number, open: number} | null} past
 * @property {any[]} missed
 */

/** @param {string} first @param {number} length @returns {Map<string, Day>} */
export function emptyDays(first, length) {
  return new Map(
    Array.from({ length }, (_, at) => addDays(first, at)).map((date) => [
      date,
      { date, runs: [], frequent: [], due: [], skipped: [], past: null, missed: [] },
    ]),
  );
}

/**
 * @param {string} first @param {number} length @param {AbortSignal} signal
 * @returns {Promise<{days: Map<string, Day>, cut: boolean}>}
 */
export async function readDays(first, length, signal) {
  const days = emptyDays(first, length);
  const from = atLocal(first);
  const to = atLocal(addDays(first, length));
  const now = Date.now();
  const tasks = await listOf('task', signal);
  const scheduled = tasks.filter(
    (task) => (task.schedule ?? task.config?.schedule) && !task.paused && !task.deleted_at,
  );
  const left = scheduled.slice(0, MOST_TASKS);
  const [past, skipped] = await Promise.all([
    from < now ? readPast(from, Math.min(to, now), signal) : null,
    from < now
      ? get('/api/v1/executions', { status: 'cancelled', from: iso(from), to: iso(to), limit: 100 }, signal)
      : { executions: [] },
    readDue(days, from, to, signal),
    to > now
      ? Promise.all(
          Array.from({ length: AT_ONCE }, async () => {
            for (let task = left.shift(); task; task = left.shift())
              await readRuns(days, task, Math.max(from, now), to, signal);
          }),
        )
      : null,
  ]);
  for (const bucket of past?.buckets ?? []) {
    const day = days.get(isoDay(bucket.start));
    if (!day) continue;
    day.past ??= { completed: 0, failed: 0, cancelled: 0, open: 0 };
    for (const [status, number] of Object.entries(bucket.by_status)) {
      const name = status in day.past ? status : 'open';
      day.past[name] += number;
    }
  }
  for (const execution of skipped.executions) {
    if (execution.cancel_reason && execution.trigger_type === 'schedule')
      days.get(isoDay(execution.created_at))?.missed.push(execution);
  }
  for (const day of days.values()) day.runs.sort((a, b) => a.at.localeCompare(b.at));
  return { days, cut: scheduled.length > MOST_TASKS };
}

const iso = (at) => new Date(at).toISOString();

function readPast(from, to, signal) {
  const hour = 3_600_000;
  const start = Math.max(Math.floor(from / hour) * hour, Math.ceil(to / hour) * hour - MOST_BUCKETS * hour);
  return addUp(
    '/api/v1/executions/histogram',
    { bucket: '1h', from: iso(start), to: iso(Math.ceil(to / hour) * hour) },
    addHistograms,
    signal,
    3,
  ).catch(() => null);
}

async function readDue(days, from, to, signal) {
  const due = await all('/api/v1/tasks', 'tasks', { due_after: iso(from), due_before: iso(to) }, 300, signal);
  for (const task of due) days.get(isoDay(task.due_date))?.due.push({ at: task.due_date, task, kind: 'due' });
  for (const task of await listOf('task', signal)) {
    if (task.reminder_time)
      days.get(isoDay(task.reminder_time))?.due.push({ at: task.reminder_time, task, kind: 'reminder' });
  }
}

async function readRuns(days, task, from, to, signal) {
  const schedule = task.schedule ?? task.config.schedule;
  const preview = await call('POST', '/api/v1/schedules/preview', {
    body: { schedule, count: RUNS, from: iso(from) },
    signal,
  }).catch((error) => {
    if (signal.aborted || error.offline) throw error;
    return null;
  });
  if (!preview) return;
  const { runs } = preview;
  const lastAt = runs.length ? Date.parse(runs[runs.length - 1].at) : 0;
  if (runs.length === RUNS && lastAt < to) return spread(days, task, runs, to);
  for (const run of runs) {
    if (Date.parse(run.at) < to) days.get(isoDay(run.at))?.runs.push({ at: run.at, task, note: run.note });
  }
  for (const skip of preview.skipped)
    days.get(skip.date)?.skipped.push({ task, note: skip.note, title: skip.title });
}

/** A task that runs too often to be listed stands on each day with its number. */
function spread(days, task, runs, to) {
  const span = (Date.parse(runs[runs.length - 1].at) - Date.parse(runs[0].at)) / (runs.length - 1);
  const today = isoDay(Date.now());
  for (const day of days.values()) {
    const start = atLocal(day.date);
    const from = Math.max(start, Date.now());
    const count = Math.round((Math.min(start + 86_400_000, to) - from) / span);
    if (day.date >= today && count > 0) day.frequent.push({ task, count });
  }
}
