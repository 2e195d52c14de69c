/** The editor of a destination. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { ApiError, call } from '../api.js';
import { changed } from '../changed.js';
import { draw } from '../draw.js';
import { compactObject } from '../format.js';
import { notify } from '../notice.js';
import { go, href } from '../router.js';
import { durationText } from '../time.js';
import { field, restOf } from '../widgets/form.js';
import { heading } from '../widgets/facts.js';
import { jsonEditor, jsonField, readJson } from '../widgets/json.js';
import { problemView } from '../widgets/problem.js';

const REST = [
  'connection',
  'headers',
  'query',
  'auth',
  'variables',
  'retry',
  'give_up_after_ms',
  'breaker',
  'egress',
  'proxy',
];
const FIELDS = ['name', 'description', 'base_url', 'concurrency', 'timeout', 'timeout_ms', 'rate_limit'];
const STARTER = { headers: {}, retry: { max_retries: 3, strategy: 'exponential', delay: '1s' } };

const rateOf = (limit) => (limit ? `${limit.rate}/${durationText(limit.per_ms ?? 1000)}` : '');

/** @param {any} [config] the one that is edited @returns {import('../main.js').Screen} */
export function destinationEditor(config) {
  const before = {
    name: config?.name ?? '',
    description: config?.description ?? '',
    base_url: config?.base_url ?? '',
    concurrency: config?.concurrency ?? '',
    timeout: config?.timeout_ms ? durationText(config.timeout_ms) : '',
    rate: rateOf(config?.rate_limit),
  };
  const form = { values: { ...before }, fault: null };
  const rest = jsonField(
    'Everything else',
    config ? compactObject(Object.fromEntries(REST.map((name) => [name, config[name]]))) : STARTER,
  );
  const restBefore = rest.text;
  let isSaving = false;

  function body() {
    const { values } = form;
    const [, rate, per] = /^\s*(\d+)\s*\/\s*(\S+)\s*$/.exec(values.rate) ?? [];
    if (values.rate.trim() && !rate)
      throw new ApiError(422, {
        detail: [{ loc: ['body', 'rate_limit'], msg: 'is not a rate', hint: 'write 50/1s or 6/1m' }],
      });
    const members = {
      name: values.name,
      description: values.description || null,
      base_url: values.base_url || null,
      concurrency: values.concurrency === '' ? null : Number(values.concurrency),
      timeout: values.timeout || null,
      rate_limit: rate
        ? {
            ...compactObject({ ...config?.rate_limit, per_ms: undefined }),
            rate: Number(rate),
            per: /^\d/.test(per) ? per : `1${per}`,
          }
        : null,
    };
    const names = {
      ...Object.fromEntries(Object.keys(members).map((name) => [name, name])),
      rate_limit: 'rate',
    };
    const own = Object.entries(members).filter(
      ([name]) => !config || form.values[names[name]] !== before[names[name]],
    );
    const also = rest.text === restBefore && config ? {} : readJson(rest);
    if (!config) return compactObject({ ...Object.fromEntries(own), ...also });
    const gone =
      rest.text === restBefore
        ? []
        : Object.keys(JSON.parse(restBefore))
            .filter((name) => !(name in also))
            .map((name) => [name, null]);
    return { ...Object.fromEntries(own), ...Object.fromEntries(gone), ...also };
  }

  async function save(event) {
    event.preventDefault();
    isSaving = true;
    form.fault = null;
    draw();
    try {
      const sent = body();
      const saved = config
        ? await call('PATCH', `/api/v1/configs/${config.id}`, { body: sent, version: config.version })
        : await call('POST', '/api/v1/configs', { body: sent, once: true });
      notify(`${saved.name} is saved`);
      changed();
      go(href('destinations', saved.id));
    } catch (error) {
      if (!(error instanceof SyntaxError))
        form.fault =
          error.status === 412
            ? new ApiError(412, {
                detail: 'Somebody changed this destination meanwhile. Load the page again to see how.',
              })
            : error;
      requestAnimationFrame(() => document.querySelector('main [aria-invalid="true"]')?.focus());
    }
    isSaving = false;
    draw();
  }

  const fields = () => {
    const left = restOf(form.fault, FIELDS);
    return html`<form class="fields" @submit=${save} novalidate><div class="fields is-two">
      ${field(form, 'name', 'Name', { required: true })}
      ${field(form, 'base_url', 'Address', { placeholder: 'https://shop.example.com' })}
      ${field(form, 'description', 'Description')}
      ${field(form, 'rate', 'Rate', { paths: ['rate_limit'], placeholder: '50/1s', help: 'Calls in a time, such as 50/1s or 6/1m' })}
      ${field(form, 'concurrency', 'At once', { type: 'number', help: 'How many calls may be out; empty for no limit' })}
      ${field(form, 'timeout', 'Timeout of an attempt', { paths: ['timeout', 'timeout_ms'], placeholder: '30s' })}
    </div>
    ${jsonEditor(rest, left?.violations?.length ? left : null)}
    <p class="quiet small">Credentials are best kept as <code>\${secret:name}</code>. A mask that is sent back keeps what is stored.</p>
    ${left && !left.violations?.length ? problemView(left) : nothing}
    <div class="actions"><button class="primary" ?disabled=${isSaving}>${isSaving ? 'Saving…' : config ? 'Save the destination' : 'Create the destination'}</button></div></form>`;
  };

  return {
    title: 'New destination',
    read: async () => {},
    keys: { Escape: () => go(href('destinations')) },
    move: () => true,
    view: () =>
      config
        ? fields()
        : html`${heading('New destination', nothing, nothing, { label: 'Destinations', screen: 'destinations' })}<section class="panel">${fields()}</section>`,
  };
}
