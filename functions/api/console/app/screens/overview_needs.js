/** What needs somebody: the worst first. */

import { all, get } from '../api.js';
import { resetGate, resumeConfig } from '../actions.js';
import { listOf } from '../names.js';
import { count } from '../format.js';
import { href } from '../router.js';
import { moment, relative } from '../time.js';

const MOST_GATES = 30;

/** @typedef {{look: 'failed' | 'deferred', title: string, text: string, to: string, act?: {label: string, run: () => void}}} Need */

/** @param {AbortSignal} signal @returns {Promise<Need[]>} */
export async function readNeeds(signal) {
  const none = () => null;
  const [configs, alerts, undelivered, missed, account, tasks, service] = await Promise.all([
    listOf('config', signal).catch(() => []),
    get('/api/v1/alerts/state', {}, signal).catch(none),
    get(
      '/api/v1/executions',
      { undelivered: true, from: new Date(Date.now() - 86_400_000).toISOString(), limit: 100 },
      signal,
    ).catch(none),
    all('/api/v1/tasks', 'tasks', { type: 'monitor' }, 100, signal).catch(() => []),
    get('/api/v1/account', {}, signal),
    listOf('task', signal).catch(() => []),
    get('/api/v1/service', {}, signal).catch(none),
  ]);
  const gates = await Promise.all(
    configs
      .slice(0, MOST_GATES)
      .map((config) =>
        get(`/api/v1/configs/${config.id}/gate`, {}, signal).then((gate) => ({ config, gate }), none),
      ),
  );
  return [
    ...serviceNeeds(service, account),
    ...gates.flatMap((found) => (found ? gateNeeds(found) : [])),
    ...taskNeeds(tasks, alerts),
    ...missed
      .filter((task) => task.last_error || task.status === 'failed')
      .map((task) => ({
        look: 'failed',
        title: `${task.name}: no ping came`,
        text: task.last_error ?? 'The monitor expected one.',
        to: href('tasks', task.id),
      })),
    ...(undelivered?.executions.length
      ? [
          {
            look: 'failed',
            title: `${count(undelivered.executions.length)}${undelivered.next_cursor ? '+' : ''} ${undelivered.executions.length === 1 ? 'notice was' : 'notices were'} not delivered`,
            text: `The last one ${relative(undelivered.executions[0].created_at)}: ${undelivered.executions[0].error_message ?? ''}`,
            to: href('executions', '', { q: 'undelivered:yes since:1d' }),
          },
        ]
      : []),
  ];
}

function serviceNeeds(service, account) {
  const { available } = account.credits;
  return [
    ...(service?.paused
      ? [
          {
            look: 'deferred',
            title: 'Everything is paused',
            text: `By ${service.pause.paused_by}: ${service.pause.reason}`,
            to: href('settings', '', { tab: 'doctor' }),
          },
        ]
      : []),
    ...(available !== null && available <= 0
      ? [
          {
            look: 'failed',
            title: 'No credits are left',
            text: `What costs credits waits until ${moment(account.credits.month_ends_at)}.`,
            to: href('settings', '', { tab: 'limits' }),
          },
        ]
      : []),
  ];
}

function gateNeeds({ config, gate }) {
  const to = href('destinations', config.id);
  if (gate.state === 'paused')
    return [
      {
        look: 'deferred',
        title: `${config.name} is paused`,
        text: `${gate.pause.reason} · by ${gate.pause.paused_by}${gate.pause.until ? `, until ${moment(gate.pause.until)}` : ''} · ${count(gate.waiting)} wait`,
        to,
        act: { label: 'Resume', run: () => resumeConfig(config) },
      },
    ];
  if (gate.state === 'closed') return [];
  const last = gate.transitions[gate.transitions.length - 1];
  return [
    {
      look: 'failed',
      title: `The breaker of ${config.name} is ${gate.state.replaceAll('_', ' ')}`,
      text: `${last?.why ?? ''}${gate.closed_until ? ` · tries again ${relative(gate.closed_until)}` : ''} · ${count(gate.waiting)} wait`,
      to,
      act: { label: 'Reset', run: () => resetGate(config) },
    },
  ];
}

/** Tasks that fail: by the alerts that fire, and those whose last run failed. */
function taskNeeds(tasks, alerts) {
  const firing = (alerts?.rules ?? []).flatMap((rule) =>
    rule.firing.map((fire) => ({ ...fire, rule: rule.rule })),
  );
  const byAlert = firing.filter((fire) => fire.subject.startsWith('tsk_'));
  const told = new Set(byAlert.map((fire) => fire.subject));
  const name = (id) => tasks.find((task) => task.id === id)?.name ?? id;
  return [
    ...byAlert.map((fire) => ({
      look: 'failed',
      title: `${name(fire.subject)}: ${fire.rule}`,
      text: `since ${moment(fire.since)}${fire.told ? '' : ' · not told to anybody yet'}`,
      to: href('tasks', fire.subject),
    })),
    ...firing
      .filter((fire) => !/^(tsk|cfg)_/.test(fire.subject))
      .map((fire) => ({
        look: 'failed',
        title: fire.rule,
        text: `${fire.subject} · since ${moment(fire.since)}`,
        to: href('executions', '', { q: 'status:pending,deferred' }),
      })),
    ...tasks
      .filter((task) => task.status === 'failed' && !told.has(task.id))
      .slice(0, 5)
      .map((task) => ({
        look: 'failed',
        title: `${task.name} failed`,
        text: `${task.last_error ?? ''} · ${relative(task.last_run_time)}`,
        to: href('tasks', task.id),
      })),
  ];
}
