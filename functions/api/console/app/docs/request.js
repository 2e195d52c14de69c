/** What is typed for an operation, the request that it makes, and the response. */

import { ApiError, credential, queryText, send } from '../api.js';
import { draw } from '../draw.js';
import { curl } from '../format.js';
import { say } from '../notice.js';
import { jsonField, readJson } from '../widgets/json.js';

/** Long enough for those that wait or follow; somebody who waits can stop it. */
const TIMEOUT_MS = 300_000;
const MAX_SHOWN = 1_000_000;
/** The variable that stands for a token of a callback where a request is copied. */
const CALLBACK_TOKEN = '$CALLBACK_TOKEN';

/** @typedef {import('./document.js').Operation} Operation */
/** @typedef {import('./document.js').ApiDocument} ApiDocument */

/**
 * @typedef {object} Received
 * @property {number} status 0 while nobody has responded
 * @property {string} reason
 * @property {[string, string][]} headers
 * @property {string} text
 * @property {any} json undefined if it is none
 * @property {number} tookMs
 * @property {Record<string, string>} asked the parameters of the request
 */

/**
 * @typedef {object} Form
 * @property {Record<string, string>} values by the name of a parameter
 * @property {null} fault
 * @property {string} type the media type of the body
 * @property {import('../widgets/json.js').JsonField | null} body
 * @property {any} refusal what the API refused
 * @property {Received | null} response
 * @property {AbortController | null} running
 */

/** @type {Map<string, Form>} */
const forms = new Map();

/** What is typed for an operation; it stays while the page is open. @param {ApiDocument} api @param {Operation} operation @param {string} [key] @returns {Form} */
export function formOf(api, operation, key = operation.id) {
  let form = forms.get(key);
  if (!form) {
    form = { values: {}, fault: null, type: '', body: null, refusal: null, response: null, running: null };
    const [type] = Object.keys(operation.body?.content ?? {});
    if (type) takeType(api, operation, form, type);
    forms.set(key, form);
  }
  return form;
}

/** Whether a body of this media type is JSON. @param {string} type */
export const isJson = (type) => /[/+]json$/.test(type);

/** Takes a media type, with its example as the body. @param {ApiDocument} api @param {Operation} operation @param {Form} form @param {string} type */
export function takeType(api, operation, form, type) {
  form.type = type;
  setBody(form, api.exampleOf(operation.body.content[type]) ?? (isJson(type) ? {} : ''));
}

/** Puts a value into the editor of the body. @param {Form} form @param {unknown} value */
export function setBody(form, value) {
  form.body = jsonField('Body', value);
  if (typeof value === 'string' && !isJson(form.type)) form.body.text = value;
  form.refusal = null;
}

/** The request that a form describes. @param {Operation} operation @param {Form} form */
export function requestOf(operation, form) {
  const named = (place) => operation.parameters.filter((parameter) => parameter.in === place);
  const value = ({ name }) => form.values[name] ?? '';
  const query = Object.fromEntries(named('query').map((parameter) => [parameter.name, value(parameter)]));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(form.values[name] ?? ''));
  const headers = Object.fromEntries(
    named('header')
      .filter(value)
      .map((parameter) => [parameter.name, value(parameter)]),
  );
  if (form.values[CALLBACK_TOKEN]) headers.Authorization = `Bearer ${form.values[CALLBACK_TOKEN]}`;
  const body = form.body && form.body.text.trim() ? form.body.text : undefined;
  return { path: path + queryText(query), headers, body };
}

/** Whether an operation takes the token of a callback in place of the credential. @param {Operation} operation */
export const takesCallbackToken = ({ security }) => security.some((scheme) => 'callback' in scheme);
/** Whether an operation takes the credential. @param {Operation} operation */
export const takesCredential = ({ security }) =>
  security.some((scheme) => 'api_key' in scheme || 'bearer' in scheme);
/** The name of the value that has the token of a callback. */
export const callbackToken = CALLBACK_TOKEN;

/** The request for a shell. @param {Operation} operation @param {Form} form */
export function curlOf(operation, form) {
  const { headers, body } = requestOf(operation, form);
  const shown = { ...form.values };
  for (const { name, in: place } of operation.parameters) if (place === 'path') shown[name] ||= `{${name}}`;
  const path = requestOf(operation, { ...form, values: shown }).path.replace(/%7B(\w+)%7D/g, '{$1}');
  if (headers.Authorization) headers.Authorization = `Bearer ${CALLBACK_TOKEN}`;
  const signedIn = takesCredential(operation) && Boolean(credential.get());
  return curl(operation.method, path, { body, type: form.type, headers, signedIn });
}

/** The media type that is wanted: that of the first success which has one. */
function accepted(operation) {
  const success = operation.responses.find(([status, { content }]) => status.startsWith('2') && content);
  return success ? Object.keys(success[1].content)[0] : 'application/json';
}

/** Sends what a form describes, and keeps the response in it. @param {Operation} operation @param {Form} form */
export async function run(operation, form) {
  if (form.running) return;
  form.refusal = null;
  form.response = null;
  const { path, headers, body } = requestOf(operation, form);
  try {
    if (body !== undefined && isJson(form.type)) readJson(form.body);
  } catch {
    say('The body is not JSON');
    draw();
    return;
  }
  const running = new AbortController();
  form.running = running;
  draw();
  const asked = { ...form.values };
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const response = { status: 0, reason: '', headers: [], text: '', json: undefined, tookMs: 0, asked };
  try {
    const received = await send(operation.method, path, {
      body,
      headers: {
        Accept: accepted(operation),
        ...(body === undefined ? {} : { 'Content-Type': form.type }),
        ...headers,
      },
      signal: running.signal,
      anonymous: !takesCredential(operation),
      timeoutMs: TIMEOUT_MS,
    });
    Object.assign(response, {
      status: received.status,
      reason: received.statusText,
      headers: [...received.headers],
    });
    response.tookMs = took();
    form.response = response;
    draw();
    await readText(received, response);
    if (/json/.test(received.headers.get('content-type') ?? '')) response.json = parsed(response.text);
    form.refusal = refusalOf(response);
  } catch (error) {
    if (!running.signal.aborted) response.reason = error.message;
    if (!running.signal.aborted || response.status) form.response = response;
  }
  form.running = null;
  say(response.status ? `Response: ${response.status}` : response.reason || 'Stopped');
  draw();
}

/** What the API refuses in a body, each violation at its place; null if it says none. */
function refusalOf({ status, json }) {
  return status >= 400 && Array.isArray(json?.detail) ? new ApiError(status, json) : null;
}

/** Reads what comes as it comes: some responses have no end. */
async function readText(received, response) {
  const reader = received.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return;
    response.text = (response.text + value).slice(-MAX_SHOWN);
    draw();
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
