/** Cost: by day, and by what caused it. On one machine: what it would cost on AWS. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { addUp, get } from '../api.js';
import { addTotals } from '../counts.js';
import { draw } from '../draw.js';
import { count, percent, usd } from '../format.js';
import { listOf } from '../names.js';
import { amend, href } from '../router.js';
import { addDays, day as dayText, isoDay, length, zone } from '../time.js';
import { barChart, hoveredBar } from '../widgets/chart.js';
import { figure, heading } from '../widgets/facts.js';
import { skeleton } from '../widgets/states.js';
import { table } from '../widgets/table.js';

const AT_ONCE = 4;
const MOST = 60;
const SLOW_MS = 60_000;

/** @param {import('../router.js').Place} here @returns {import('../main.js').Screen} */
export default function cost(here) {
  let days = Number(here.query.days) || 30;
  let by = here.query.by === 'config' ? 'config' : 'task';
  let sum = null;
  let isOneMachine = false;
  let rows = [];
  let left = 0;
  let readKey = '';
  let readAt = 0;

  async function read(signal) {
    const key = `${days} ${by} ${zone.name}`;
    if (key === readKey && Date.now() - readAt < SLOW_MS) return;
    const [health, found] = await Promise.all([
      get('/health/detailed', {}, signal).catch(() => ({ dependencies: [] })),
      addUp('/api/v1/analytics', { days: Math.max(days, 2), timezone: zone.name }, addTotals, signal, 10),
    ]);
    isOneMachine = (health.dependencies ?? []).some((one) => one.bytes !== undefined);
    sum = found;
    [readKey, readAt] = [key, Date.now()];
    draw();
    await readRows(signal);
  }

  /** What each task or destination caused: one question for each. */
  async function readRows(signal) {
    const things = (await listOf(by === 'task' ? 'task' : 'config', signal))
      .filter((thing) => by === 'config' || thing.run_count > 0)
      .sort((a, b) => (b.run_count ?? 0) - (a.run_count ?? 0))
      .slice(0, MOST);
    const queue = [...things];
    const found = [];
    left = queue.length;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let thing = queue.shift(); thing; thing = queue.shift()) {
          const { id, name } = thing;
          const one = await addUp(
            '/api/v1/analytics',
            { days, timezone: zone.name, [by === 'task' ? 'task_id' : 'config_id']: id },
            addTotals,
            signal,
            5,
          ).catch((error) => {
            if (signal.aborted) throw error;
            return null;
          });
          if (one?.started) found.push({ id, name, sum: one });
          left -= 1;
          draw();
        }
      }),
    );
    rows = found.sort((a, b) => b.sum.cost_usd - a.sum.cost_usd);
  }

  return {
    title: 'Cost',
    read,
    move(place) {
      const [newDays, newBy] = [
        Number(place.query.days) || 30,
        place.query.by === 'config' ? 'config' : 'task',
      ];
      if (newDays !== days) sum = null;
      if (newBy !== by || newDays !== days) rows = [];
      [days, by] = [newDays, newBy];
      return true;
    },
    view,
  };

  function view() {
    const spans = html`<div class="segments" role="group" aria-label="Span">${[7, 30, 90].map((number) => html`<button aria-pressed=${days === number} @click=${() => amend({ days: number === 30 ? null : String(number) })}>${number} days</button>`)}</div>`;
    const title = isOneMachine ? 'Would cost on AWS' : 'Cost';
    if (!sum)
      return html`${heading('Cost', spans)}<div class="figures">${[1, 2, 3, 4].map(() => html`<div class="bone is-figure"></div>`)}</div>${skeleton(1, 'chart')}${skeleton(6)}`;
    const of = (date) => sum.daily.find((one) => one.date === date)?.cost_usd ?? 0;
    const today = isoDay(Date.now());
    const shown = sum.daily.slice(-days);
    const total = shown.reduce((all, one) => all + one.cost_usd, 0);
    const over = shown[hoveredBar('cost')];
    return html`${heading(title, spans, html`<p class="quiet">${isOneMachine ? 'This machine costs what it costs. These are the units that the executions would have used on AWS, at its prices.' : 'From the units that each execution used, at the prices of its region.'}</p>`)}
      <div class="figures">
        ${figure('Today', usd(of(today)), { note: 'so far' })}
        ${figure('Yesterday', usd(of(addDays(today, -1))))}
        ${figure(`${days} days`, usd(total), { note: `${usd((total / days) * 30)} a month at this rate` })}
        ${figure('A thousand executions', sum.started ? usd((sum.cost_usd / sum.started) * 1000) : '–', { note: `${count(sum.started)} started, ${percent(sum.success_rate)} completed` })}
      </div>
      <section class="panel chart-panel" aria-labelledby="by-day"><h2 id="by-day">By day${over ? html` <span class="quiet small">${over.date}: ${usd(over.cost_usd)}, ${count(over.started)} started</span>` : nothing}</h2>${chart(shown)}
        <details><summary>As a table</summary>${table(
          'Day, #Started, #Failed, #US dollars',
          [...shown]
            .reverse()
            .filter((one) => one.started || one.cost_usd)
            .map((one) => [one.date, count(one.started), count(one.failed), usd(one.cost_usd)]),
        )}</details></section>
      <section class="panel" aria-labelledby="by-what"><div class="heading-line"><h2 id="by-what" class="grow">By ${by === 'task' ? 'task' : 'destination'}</h2>
        <div class="segments" role="group" aria-label="By"><button aria-pressed=${by === 'task'} @click=${() => amend({ by: null })}>Task</button><button aria-pressed=${by === 'config'} @click=${() => amend({ by: 'config' })}>Destination</button></div></div>
        ${causes(total)}</section>`;
  }

  function chart(shown) {
    return barChart({
      id: 'cost',
      height: 180,
      label: `US dollars by day, ${shown.length} days; the table below has the figures`,
      bars: shown.map((one) => ({
        start: Date.parse(`${one.date}T12:00:00Z`),
        parts: [['cost', one.cost_usd]],
      })),
      value: usd,
      time: (start) => dayText(start, 'UTC').split(' ').slice(1).join(' '),
    });
  }

  function causes(total) {
    if (!rows.length)
      return left
        ? html`<p class="quiet">Summing up: ${left} left…</p>${skeleton(4)}`
        : html`<p class="quiet">Nothing has run in this time.</p>`;
    const known = rows.reduce((all, row) => all + row.sum.cost_usd, 0);
    const most = Math.max(...rows.map((row) => row.sum.cost_usd), Number.MIN_VALUE);
    return table(
      `${by === 'task' ? 'Task' : 'Destination'}, Share, #US dollars, #Started, #Completed, #p95`,
      [
        ...rows.map((row) => [
          html`<a href=${href(by === 'task' ? 'tasks' : 'destinations', row.id)}>${row.name}</a>${row.sum.partial ? html` <span class="quiet small">a part</span>` : nothing}`,
          html`<span class="bar"><span .style=${`width:${(row.sum.cost_usd / most) * 100}%`}></span></span>`,
          usd(row.sum.cost_usd),
          count(row.sum.started),
          percent(row.sum.success_rate),
          length(row.sum.duration_ms.p95),
        ]),
        ...(total - known > total * 0.001
          ? [
              [
                html`<span class="quiet">${by === 'task' ? 'Requests without a task, notices' : 'Without a destination'}</span>`,
                '',
                usd(Math.max(0, total - known)),
                '',
                '',
                '',
              ],
            ]
          : []),
      ],
    );
  }
}
