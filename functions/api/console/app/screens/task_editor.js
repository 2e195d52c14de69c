/** The editor of a task: fields for what is common, JSON for what it does and for the rest. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { ApiError, call, get } from '../api.js';
import { changed } from '../changed.js';
import { draw } from '../draw.js';
import { compactObject } from '../format.js';
import { listOf, nameOf } from '../names.js';
import { notify } from '../notice.js';
import { go, href } from '../router.js';
import { field, restOf } from '../widgets/form.js';
import { heading } from '../widgets/facts.js';
import { jsonEditor, jsonField, readJson } from '../widgets/json.js';
import { problemView } from '../widgets/problem.js';
import { ScheduleLab } from './schedule_lab.js';
import { durationText } from '../time.js';

/** What a task of each type does at first. */
const STARTERS = {
  http: { method: 'GET', url: 'https://example.com/' },
  webhook: { url: 'https://example.com/hook' },
  graphql: { endpoint: 'https://example.com/graphql', query: 'query { me { id } }' },
  database: { connection: '${secret:database}', query: 'SELECT 1', params: [] },
  email: {
    server: 'smtps://user:${secret:smtp}@mail.example.com',
    from: 'beadle@example.com',
    to: ['ada@example.com'],
    subject: 'Hello',
    text: 'Hello',
  },
  script: { command: 'backup', args: [] },
  custom: { function: 'name', params: {} },
  simulated: { min: '100ms', max: '1s', failure_rate: 0.1 },
  wait: {
    request: { method: 'POST', url: 'https://example.com/jobs', body: { report_to: '${callback.url}' } },
    deadline: '2h',
  },
  todo: { notes: '', checklist: [] },
  reminder: { message: '' },
  calendar_event: { location: '', duration: '1h' },
  monitor: { schedule: 'every day at 3am', grace: '30m' },
};
const FIELDS = [
  'name',
  'description',
  'type',
  'config_id',
  'priority',
  'tags',
  'dependencies',
  'timeout',
  'timeout_ms',
  'due_date',
  'reminder_time',
];
const REST = [
  'input',
  'retry',
  'give_up_after_ms',
  'order',
  'metadata',
  'on_dependency_failure',
  'assigned_to',
  'notify',
  'hook',
  'credits_per_run',
];

function valuesOf(task) {
  return {
    name: task?.name ?? '',
    description: task?.description ?? '',
    type: task?.type ?? 'http',
    config_id: task?.config_id ?? '',
    priority: task?.priority ?? 'medium',
    timeout: task ? durationText(task.timeout_ms) : '',
    tags: (task?.tags ?? []).join(', '),
    dependencies: (task?.dependencies ?? []).map((id) => nameOf(id) ?? id).join(', '),
    due_date: task?.due_date ?? '',
    reminder_time: task?.reminder_time ?? '',
  };
}

const split = (text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/**
 * @param {string | null} templateId from which a new task is made @param {any} [task] the task that is edited
 * @returns {import('../main.js').Screen}
 */
export function taskEditor(templateId, task) {
  const form = { values: valuesOf(task), fault: null };
  const before = { ...form.values };
  const config = jsonField('What it does', task?.config ?? STARTERS.http);
  const rest = jsonField(
    'Everything else',
    task ? compactObject(Object.fromEntries(REST.map((name) => [name, task[name]]))) : {},
  );
  const configBefore = config.text;
  const restBefore = rest.text;
  const lab = task ? null : new ScheduleLab(null);
  let template = null;
  let configs = [];
  let isSaving = false;

  async function read(signal) {
    configs = await listOf('config', signal).catch(() => []);
    if (templateId && !template) {
      template = await get(`/api/v1/templates/${templateId}`, {}, signal);
      form.values.type = template.task_type;
      form.values.name = template.name;
      config.text = JSON.stringify(
        {
          ...Object.fromEntries(template.required_fields.map((name) => [name, ''])),
          ...template.default_config,
        },
        null,
        2,
      );
    }
  }

  async function body() {
    const { values } = form;
    const tasks = values.dependencies ? await listOf('task') : [];
    const members = {
      name: values.name,
      description: values.description || null,
      type: values.type,
      config_id: values.config_id || null,
      priority: values.priority,
      timeout: values.timeout || null,
      tags: split(values.tags),
      dependencies: split(values.dependencies).map(
        (name) => tasks.find((other) => other.name === name)?.id ?? name,
      ),
      due_date: values.due_date || null,
      reminder_time: values.reminder_time || null,
    };
    const own = Object.fromEntries(
      Object.entries(members).filter(([name]) => (task ? values[name] !== before[name] : true)),
    );
    const also = rest.text === restBefore ? {} : changesOf(JSON.parse(restBefore), readJson(rest));
    const does = config.text === configBefore && task ? {} : { config: readJson(config) };
    if (task) return { ...own, ...does, ...also };
    const schedule = lab?.schedule;
    return compactObject({
      ...own,
      ...does,
      ...also,
      schedule,
      ...(template ? { template_id: templateId, type: undefined } : {}),
    });
  }

  async function save(event) {
    event.preventDefault();
    isSaving = true;
    form.fault = null;
    draw();
    try {
      const sent = await body();
      if (task && !Object.keys(sent).length) {
        notify('Nothing was changed');
      } else {
        const saved = task
          ? await call('PATCH', `/api/v1/tasks/${task.id}`, { body: sent, version: task.version })
          : await call('POST', template ? '/api/v1/tasks/from-template' : '/api/v1/tasks', {
              body: sent,
              once: true,
            });
        notify(
          `${saved.name} is saved`,
          task
            ? {
                undo: () =>
                  call('PATCH', `/api/v1/tasks/${task.id}`, {
                    body: Object.fromEntries(
                      Object.keys(sent).map((name) => [
                        name,
                        name === 'timeout' ? `${task.timeout_ms}ms` : (task[name] ?? null),
                      ]),
                    ),
                  }).then(changed),
              }
            : {},
        );
        changed();
        go(href('tasks', saved.id));
      }
    } catch (error) {
      if (!(error instanceof SyntaxError))
        form.fault =
          error.status === 412
            ? new ApiError(412, {
                detail:
                  'Somebody changed this task meanwhile. What you wrote is still here: load the page again to see their change.',
              })
            : error;
      requestAnimationFrame(() => document.querySelector('main [aria-invalid="true"]')?.focus());
    }
    isSaving = false;
    draw();
  }

  const ofConfig = () => {
    const violations = (form.fault?.violations ?? []).filter((violation) => violation.loc.includes('config'));
    return violations.length ? { ...form.fault, message: form.fault.message, violations } : null;
  };

  function fields() {
    return html`<form class="fields" @submit=${save} novalidate>
      <div class="fields is-two">
        ${field(form, 'name', 'Name', { required: true })}
        ${field(form, 'type', 'Type', {
          paths: ['type', 'task_type'],
          options: Object.keys(STARTERS).map((name) => [name, name.replace('_', ' ')]),
          onChange: () => {
            if (!task && !template) config.text = JSON.stringify(STARTERS[form.values.type], null, 2);
            draw();
          },
        })}
        ${field(form, 'description', 'Description')}
        ${field(form, 'config_id', 'Destination', { options: [['', 'none'], ...configs.map((one) => [one.id, one.name])], help: 'Its address, credentials, limits and breaker are used' })}
        ${field(form, 'priority', 'Priority', {
          options: [
            ['low', 'low'],
            ['medium', 'medium'],
            ['high', 'high'],
          ],
        })}
        ${field(form, 'timeout', 'Timeout of an attempt', { paths: ['timeout', 'timeout_ms'], placeholder: '30s' })}
        ${field(form, 'tags', 'Tags', { help: 'With commas' })}
        ${field(form, 'dependencies', 'Runs after', { help: 'Names of tasks, with commas' })}
        ${['todo', 'reminder', 'calendar_event'].includes(form.values.type) ? html`${field(form, 'due_date', 'Due', { placeholder: '2027-01-15T09:00:00Z' })}${field(form, 'reminder_time', 'Reminder', { placeholder: '2027-01-15T08:00:00Z' })}` : nothing}
      </div>
      ${jsonEditor(config, ofConfig())}
      ${lab ? html`<section aria-label="Schedule"><h2 class="minor">Schedule</h2>${lab.view()}</section>` : nothing}
      <details ?open=${rest.text !== restBefore}><summary>Everything else: retry, notify, hook, input, order, metadata</summary>${jsonEditor(rest)}</details>
      ${problemOf(restOf(form.fault, [...FIELDS, 'config']))}
      <div class="actions"><button class="primary" ?disabled=${isSaving}>${isSaving ? 'Saving…' : task ? 'Save the task' : 'Create the task'}</button>${task ? nothing : html`<a class="button" href=${href('tasks')}>Back</a>`}</div>
    </form>`;
  }

  if (task)
    listOf('config').then(
      (found) => {
        configs = found;
        draw();
      },
      () => {},
    );

  return {
    title: 'New task',
    read,
    keys: { Escape: () => go(href('tasks')) },
    move: () => true,
    view: () =>
      task
        ? fields()
        : html`${heading(template ? `New task from ${template.name}` : 'New task', nothing, template?.description ? html`<p class="quiet">${template.description}</p>` : nothing, { label: 'Tasks', screen: 'tasks' })}<section class="panel">${fields()}</section>`,
  };
}

const problemOf = (fault) => (fault ? problemView(fault) : nothing);

/** Members that were changed, and null for those that were taken out. */
function changesOf(before, after) {
  const gone = Object.keys(before)
    .filter((name) => !(name in after))
    .map((name) => [name, null]);
  const other = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries([...gone, ...other]);
}
