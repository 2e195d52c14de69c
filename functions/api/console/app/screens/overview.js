/** Overview: what needs somebody, what moves, what comes next, what it costs. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { addUp, all, call, get } from '../api.js';
import { copy } from '../copy.js';
import { addHistograms, addTotals } from '../counts.js';
import { compact, count, curl, percent, usd } from '../format.js';
import { icon } from '../icons.js';
import { listOf } from '../names.js';
import { addressOf } from '../root.js';
import { go, href } from '../router.js';
import { addDays, isoDay, length, moment, relative, zone } from '../time.js';
import { figure, heading } from '../widgets/facts.js';
import { histogram } from '../widgets/histogram.js';
import { skeleton } from '../widgets/states.js';
import { readNeeds } from './overview_needs.js';
import { notify, notifyError } from '../notice.js';
import { changed } from '../changed.js';

const SLOW_MS = 14_000;

/** @returns {import('../main.js').Screen} */
export default function overview() {
  let open = null;
  let chart = null;
  let money = null;
  let needs = null;
  let next = [];
  let slowAt = 0;
  let isEmpty = false;

  async function read(signal) {
    const from = new Date(Date.now() - 7 * 86_400_000).toISOString();
    open = await get(
      '/api/v1/executions/counts',
      {
        status: 'pending,running,retrying,deferred,waiting',
        from,
        to: new Date(Date.now() + 60_000).toISOString(),
      },
      signal,
    );
    if (Date.now() - slowAt < SLOW_MS) return;
    const now = Date.now();
    const today = isoDay(now);
    [chart, money, needs, next] = await Promise.all([
      addUp('/api/v1/executions/histogram', { bucket: '1h' }, addHistograms, signal, 2),
      readMoney(today, signal),
      readNeeds(signal),
      all(
        '/api/v1/tasks',
        'tasks',
        { status: 'scheduled', sort: 'next_run_time', limit: 12 },
        12,
        signal,
      ).then(
        (tasks) => tasks.filter((task) => task.next_run_time).slice(0, 10),
        () => [],
      ),
      listOf('config', signal).catch(() => []),
    ]);
    isEmpty =
      chart.started === 0 &&
      open.started === 0 &&
      money.month.started === 0 &&
      (await listOf('task', signal)).length === 0;
    slowAt = now;
  }

  async function readMoney(today, signal) {
    const days = Number(today.slice(8));
    const month = await addUp(
      '/api/v1/analytics',
      { days: Math.max(2, days), timezone: zone.name },
      addTotals,
      signal,
      4,
    );
    const of = (date) => month.daily.find((day) => day.date === date);
    return {
      month,
      today: of(today),
      yesterday: of(addDays(today, -1)),
      total: month.daily
        .filter((day) => day.date.slice(0, 7) === today.slice(0, 7))
        .reduce((sum, day) => sum + day.cost_usd, 0),
    };
  }

  const openCount = (...names) => names.reduce((sum, name) => sum + (open.by_status[name] ?? 0), 0);

  return {
    title: 'Overview',
    read,
    isMoving: () => open !== null && openCount('running') > 0,
    view() {
      if (!needs || !open)
        return html`${heading('Overview')}<div class="figures">${Array.from({ length: 4 }, () => html`<div class="bone is-figure"></div>`)}</div>${skeleton(1, 'chart')}${skeleton(4)}`;
      if (isEmpty) return first();
      return html`${heading('Overview')}
        ${needsView()}
        <div class="figures">
          ${figure('Running', compact(openCount('running', 'retrying')), { to: href('executions', '', { q: 'status:running,retrying' }), note: openCount('retrying') ? `${count(openCount('retrying'))} between attempts` : 'now' })}
          ${figure('Waiting', compact(openCount('pending', 'deferred', 'waiting')), { to: href('executions', '', { q: 'status:pending,deferred,waiting' }), note: openCount('deferred') ? `${count(openCount('deferred'))} held by gates` : 'for their time or their job' })}
          ${figure('Failed in 24 h', compact(chart.by_status.failed ?? 0), { to: href('executions', '', { q: 'status:failed since:1d' }), note: ended() ? `${percent((chart.by_status.completed ?? 0) / ended())} completed` : 'nothing has ended', look: chart.by_status.failed ? 'bad' : 'plain' })}
          ${figure(html`Cost this month`, usd(money.total), { to: href('cost'), note: html`today ${usd(money.today?.cost_usd ?? 0)}, yesterday ${usd(money.yesterday?.cost_usd ?? 0)}` })}
        </div>
        <section class="panel chart-panel" aria-labelledby="over-time"><h2 id="over-time">Completed and failed, last 24 hours</h2>${histogram({ data: chart, height: 180, onZoom: (from, to) => go(href('executions', '', { q: `from:"${new Date(from).toISOString()}" to:"${new Date(to).toISOString()}"` })) })}</section>
        <div class="two-panels">${nextView()}${speedView()}</div>`;
    },
    commands: () => [],
  };

  function ended() {
    return (chart.by_status.completed ?? 0) + (chart.by_status.failed ?? 0);
  }

  function needsView() {
    if (!needs?.length)
      return html`<section class="needs is-fine" aria-label="Needs you">${icon('check')}<span>Nothing needs you: no breaker is open, nothing fails in a row, no run was missed.</span></section>`;
    return html`<section class="needs" aria-labelledby="needs"><h2 id="needs">Needs you</h2><ul>${needs.map(
      (need) => html`<li class="need">
      <span class="need-mark is-${need.look}">${icon('warning')}</span><a class="grow" href=${need.to}><strong class="clip">${need.title}</strong><span class="quiet clip">${need.text}</span></a>
      ${need.act ? html`<button @click=${need.act.run}>${need.act.label}</button>` : nothing}</li>`,
    )}</ul></section>`;
  }

  function nextView() {
    return html`<section class="panel" aria-labelledby="next"><h2 id="next">Next runs</h2>
      ${next.length ? html`<ol class="next">${next.map((task) => html`<li><time datetime=${task.next_run_time} class="num">${moment(task.next_run_time)}</time><a class="grow clip" href=${href('tasks', task.id)}>${task.name}</a><span class="quiet num">${relative(task.next_run_time)}</span></li>`)}</ol>` : html`<p class="quiet">No task has a schedule. <a href=${href('tasks', 'new')}>Make one</a></p>`}</section>`;
  }

  function speedView() {
    const { duration_ms: took, by_type: types, by_trigger: triggers } = money.month;
    const list = (counts) =>
      Object.entries(counts)
        .sort((a, b) => b[1] - a[1])
        .slice(0, 4);
    const most = Math.max(1, ...Object.values(types));
    return html`<section class="panel" aria-labelledby="month"><h2 id="month">This month</h2>
      <dl class="facts is-row"><div><dt>Started</dt><dd class="num">${count(money.month.started)}</dd></div><div><dt>Completed</dt><dd class="num">${percent(money.month.success_rate)}</dd></div><div><dt>p50</dt><dd class="num">${length(took.p50)}</dd></div><div><dt>p95</dt><dd class="num">${length(took.p95)}</dd></div></dl>
      <ul class="bars" aria-label="By type">${list(types).map(([name, number]) => html`<li><span class="clip">${name}</span><span class="bar"><span .style=${`width:${(number / most) * 100}%`}></span></span><span class="num">${count(number)}</span></li>`)}</ul>
      <p class="quiet small">Started by ${
        list(triggers)
          .map(([name, number]) => `${name} ${count(number)}`)
          .join(', ') || 'nobody yet'
      }.</p></section>`;
  }

  /** What is here before anything was run. */
  function first() {
    const request = { type: 'http', method: 'GET', url: addressOf('/health') };
    const text = curl('POST', '/api/v1/execute', { body: request });
    const run = async () => {
      try {
        const started = await call('POST', '/api/v1/execute', { body: request, once: true });
        notify('Your first execution was started');
        changed();
        go(href('executions', started.id));
      } catch (error) {
        notifyError(error);
      }
    };
    return html`<section class="first"><h1>Run something</h1>
      <p class="lead">Beadle makes calls for you: now, later, or on a schedule. It retries, protects the destination, and says what happened and what it cost.</p>
      <div class="code"><button class="ghost copy" aria-label="Copy the curl" @click=${() => copy(text, 'curl')}>${icon('copy')}</button><pre tabindex="0" role="region" aria-label="curl">${text}</pre></div>
      <div class="actions"><button class="primary" @click=${run}>${icon('play')} Run it</button><a class="button" href=${href('tasks', 'new')}>${icon('plus')} New task</a></div></section>`;
  }
}
