/** The calendar: what ran and what will run, by week and by month. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { show } from '../dialog.js';
import { count } from '../format.js';
import { icon, shape } from '../icons.js';
import { amend, go, href } from '../router.js';
import { badge } from '../status.js';
import { addDays, atLocal, day as dayText, isoDay, moment, shortTime, zone, zoneText } from '../time.js';
import { heading } from '../widgets/facts.js';
import { emptyDays, readDays } from './calendar_days.js';
import { draw } from '../draw.js';

const IN_MONTH = 4;
const IN_WEEK = 16;
const SLOW_MS = 55_000;

const weekday = (date) => (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function calendar(here) {
  let { query } = here;
  let days = null;
  let cut = false;
  let readAt = 0;
  let readKey = '';

  function range() {
    const anchor = query.day ?? isoDay(Date.now());
    if (query.view === 'week') return { first: addDays(anchor, -weekday(anchor)), length: 7, anchor };
    const start = `${anchor.slice(0, 7)}-01`;
    const first = addDays(start, -weekday(start));
    const last = addDays(`${nextMonth(anchor, 1)}-01`, -1);
    const length = Math.ceil(((Date.parse(last) - Date.parse(first)) / 86_400_000 + 1) / 7) * 7;
    return { first, length, anchor };
  }

  async function read(signal) {
    const { first, length } = range();
    const key = `${first} ${length} ${zone.name}`;
    if (key === readKey && Date.now() - readAt < SLOW_MS) return;
    const found = await readDays(first, length, signal);
    ({ days, cut } = found);
    [readKey, readAt] = [key, Date.now()];
  }

  function step(by) {
    const { anchor } = range();
    amend({ day: query.view === 'week' ? addDays(anchor, by * 7) : `${nextMonth(anchor, by)}-01` });
  }

  return {
    title: 'Calendar',
    read,
    keys: { '[': () => step(-1), ']': () => step(1), j: () => step(1), k: () => step(-1) },
    move(place) {
      if (JSON.stringify(place.query) !== JSON.stringify(query)) days = null;
      ({ query } = place);
      return true;
    },
    view,
  };

  function view() {
    const { first, length, anchor } = range();
    const week = query.view === 'week';
    const shown = days ?? emptyDays(first, length);
    const title = week
      ? `${dayText(`${first}T12:00:00Z`, 'UTC')} – ${dayText(`${addDays(first, 6)}T12:00:00Z`, 'UTC')}`
      : new Date(`${anchor.slice(0, 7)}-15T12:00:00Z`).toLocaleDateString('en-GB', {
          month: 'long',
          year: 'numeric',
          timeZone: 'UTC',
        });
    return html`${heading(
      'Calendar',
      html`
        <div class="pair"><button class="ghost" aria-label="Previous" @click=${() => step(-1)}>${icon('previous')}</button><button class="ghost" aria-label="Next" @click=${() => step(1)}>${icon('next')}</button></div>
        <button @click=${() => amend({ day: null })}>Today</button>
        <div class="segments" role="group" aria-label="View"><button aria-pressed=${!week} @click=${() => amend({ view: null })}>Month</button><button aria-pressed=${week} @click=${() => amend({ view: 'week' })}>Week</button></div>`,
      html`<p class="subtitle"><strong aria-live="polite">${title}</strong><span class="quiet">days of ${zoneText(zone.name)}</span>${days ? nothing : html`<span class="quiet">reading…</span>`}</p>`,
    )}
      <div class="month ${week ? 'is-week' : ''}" role="group" aria-label=${title} aria-busy=${!days}>
        ${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((name) => html`<div class="month-head" aria-hidden="true">${name}</div>`)}
        ${[...shown.values()].map((day) => dayView(day, anchor, week))}
      </div>
      <p class="legend quiet"><span>${shape('pending')} will run</span><span>${icon('calendar')} due</span><span>${shape('cancelled')} skipped</span><span class="density-key"><i class="density"><span .style=${'flex:3'}></span><span class="is-failed" .style=${'flex:1'}></span></i> completed and failed</span>${cut ? html`<span>Only the first 60 schedules are shown.</span>` : nothing}</p>`;
  }

  function dayView(day, anchor, week) {
    const today = isoDay(Date.now());
    const other = !week && day.date.slice(0, 7) !== anchor.slice(0, 7);
    const total = day.past ? day.past.completed + day.past.failed + day.past.cancelled + day.past.open : 0;
    const most = week ? IN_WEEK : IN_MONTH;
    const entries = [
      ...day.due.map(
        (due) =>
          html`<a class="month-entry is-waiting" href=${href('tasks', due.task.id)}>${icon(due.kind === 'due' ? 'calendar' : 'zone')}<time>${shortTime(due.at)}</time><span class="clip">${due.task.name}</span></a>`,
      ),
      ...day.skipped.map(
        (skip) =>
          html`<span class="month-entry is-cancelled" title=${skip.note}>${shape('cancelled')}<span class="clip">${skip.task.name}${skip.title ? `: ${skip.title}` : ''}</span></span>`,
      ),
      ...day.missed.map(
        (execution) =>
          html`<a class="month-entry is-cancelled" href=${href('executions', execution.id)}>${shape('cancelled')}<time>${shortTime(execution.created_at)}</time><span class="clip">${execution.cancel_reason.replaceAll('_', ' ')}</span></a>`,
      ),
      ...day.runs.map(
        (run) =>
          html`<a class="month-entry is-pending" href=${href('tasks', run.task.id)} title=${run.note ?? ''}>${shape('pending')}<time>${shortTime(run.at)}</time><span class="clip">${run.task.name}</span></a>`,
      ),
      ...day.frequent.map(
        (one) =>
          html`<a class="month-entry is-pending" href=${href('tasks', one.task.id, { tab: 'schedule' })}>${shape('pending')}<time>${count(one.count)}×</time><span class="clip">${one.task.name}</span></a>`,
      ),
    ];
    const off = day.skipped.length > 0 && day.runs.length === 0;
    const text = `${dayText(`${day.date}T12:00:00Z`, 'UTC')}: ${total ? `${total} ran, ${day.past?.failed ?? 0} failed, ` : ''}${day.runs.length + day.frequent.length} to run, ${day.due.length} due`;
    return html`<section class="month-day ${other ? 'is-other' : ''} ${day.date === today ? 'is-today' : ''} ${off ? 'month-off' : ''} ${!entries.length && !total && day.date !== today ? 'is-blank' : ''}" aria-label=${text}>
      <span class="month-top"><span class="month-date"><span class="only-phone-inline">${dayText(`${day.date}T12:00:00Z`, 'UTC').split(' ')[0]} </span>${Number(day.date.slice(8))}</span>
        ${total ? html`<a class="num small quiet" href=${href('executions', '', { q: `from:"${new Date(atLocal(day.date)).toISOString()}" to:"${new Date(atLocal(addDays(day.date, 1))).toISOString()}"` })} aria-label="${count(total)} executions">${count(total)}</a>` : nothing}</span>
      ${total && day.past ? html`<span class="density" role="img" aria-label="${day.past.completed} completed, ${day.past.failed} failed"><span .style=${`flex:${day.past.completed}`}></span><span class="is-failed" .style=${`flex:${day.past.failed}`}></span></span>` : nothing}
      ${entries.slice(0, most)}
      ${entries.length > most ? html`<button class="link small more" @click=${() => all(day)}>${entries.length - most} more</button>` : nothing}
    </section>`;
  }

  function all(day) {
    const open = (to) => (event) => {
      event.preventDefault();
      event.target.closest('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
      go(to);
    };
    show({
      title: dayText(`${day.date}T12:00:00Z`, 'UTC'),
      body: () => html`<ul class="plain">
        ${day.due.map((due) => html`<li>${icon('calendar')}<span class="num">${shortTime(due.at)}</span><a href=${href('tasks', due.task.id)} @click=${open(href('tasks', due.task.id))}>${due.task.name}</a><span class="quiet">${due.kind}</span></li>`)}
        ${day.runs.map((run) => html`<li><span class="num">${shortTime(run.at)}</span><a class="grow" href=${href('tasks', run.task.id)} @click=${open(href('tasks', run.task.id))}>${run.task.name}</a>${run.note ? html`<span class="is-note small">${run.note}</span>` : nothing}</li>`)}
        ${day.frequent.map((one) => html`<li><span class="num">${count(one.count)}×</span><a href=${href('tasks', one.task.id)} @click=${open(href('tasks', one.task.id))}>${one.task.name}</a></li>`)}
        ${day.skipped.map((skip) => html`<li>${badge('cancelled', 'Skipped')}<span>${skip.task.name}</span><span class="quiet">${skip.note}</span></li>`)}
        ${day.missed.map((execution) => html`<li>${badge('cancelled', execution.cancel_reason.replaceAll('_', ' '))}<a href=${href('executions', execution.id)} @click=${open(href('executions', execution.id))}>${moment(execution.created_at)}</a></li>`)}
      </ul>`,
    });
    draw();
  }
}

/** The month some months later, as `2026-12`. */
function nextMonth(date, by) {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + by, 15))
    .toISOString()
    .slice(0, 7);
}
