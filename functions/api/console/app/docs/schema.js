/** Schemas as lists of members; those of inner objects are made when they are opened. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { prose } from '../widgets/prose.js';
import { fold } from './fold.js';

const MAX_DEPTH = 6;
/** Pairs of keywords that limit the same, and what is counted. */
const RANGES = [
  ['minimum', 'maximum', ''],
  ['minLength', 'maxLength', ' characters'],
  ['minItems', 'maxItems', ' elements'],
];

/** @typedef {import('./document.js').ApiDocument} ApiDocument */

/** The type of a schema in words. @param {any} schema @returns {string} */
export function typeOf(schema) {
  if (schema === true) return 'anything';
  if (!schema) return 'nothing';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const options = schema.oneOf ?? schema.anyOf;
  if (options) return options.map(typeOf).join(' or ');
  if (schema.allOf) return schema.allOf.map(typeOf).join(' and ');
  return [schema.type ?? 'anything']
    .flat()
    .map((type) => {
      if (type === 'array') return `list of ${typeOf(schema.items ?? true)}`;
      return type === 'string' && schema.format ? `string (${schema.format})` : type;
    })
    .join(' or ');
}

/** What a value must keep to. @param {any} schema @returns {unknown[]} */
export function limitsOf(schema) {
  const ranges = RANGES.map(([from, to, what]) => rangeText(schema?.[from], schema?.[to], what));
  return [
    ...ranges,
    schema?.exclusiveMinimum !== undefined && `above ${schema.exclusiveMinimum}`,
    schema?.exclusiveMaximum !== undefined && `below ${schema.exclusiveMaximum}`,
    schema?.pattern && html`matches <code>${schema.pattern}</code>`,
    schema?.default !== undefined && html`default <code>${JSON.stringify(schema.default)}</code>`,
  ].filter(Boolean);
}

function rangeText(from, to, what) {
  if (from !== undefined && to !== undefined) return `${from} to ${to}${what}`;
  if (from !== undefined) return `at least ${from}${what}`;
  return to !== undefined && `at most ${to}${what}`;
}

/** The object schemas that a schema leads to: those whose members are worth showing. */
function objectsIn(api, schema, depth = 0) {
  const found = api.resolve(schema);
  if (found === true || depth > MAX_DEPTH) return [];
  const parts = [found.oneOf, found.anyOf, found.allOf].flatMap((options) => options ?? []);
  if (found.items) parts.push(found.items);
  if (typeof found.additionalProperties === 'object' && !found.properties)
    parts.push(found.additionalProperties);
  const own = found.properties ? [{ name: schema.$ref ? typeOf(schema) : '', schema: found }] : [];
  return own.concat(parts.flatMap((part) => objectsIn(api, part, depth + 1)));
}

/** @param {ApiDocument} api @param {any} schema @param {string} key where it stands */
export function schemaView(api, schema, key) {
  const objects = objectsIn(api, schema);
  if (objects.length === 1) return membersView(api, objects[0].schema, key);
  if (objects.length)
    return html`<p class="quiet small">One of ${objects.length} forms.</p>${objects.map((object, at) => fold(`${key}/${at}`, html`<code>${object.name || typeOf(object.schema)}</code>`, () => membersView(api, object.schema, `${key}/${at}`)))}`;
  const { description } = api.resolve(schema);
  return html`<p class="type">${typeOf(schema)}</p>${description ? html`<p>${prose(description)}</p>` : nothing}`;
}

function membersView(api, schema, key) {
  const required = new Set(schema.required ?? []);
  return html`<ul class="members">${Object.entries(schema.properties).map(([name, member]) => {
    const plain = api.resolve(member);
    const inner = objectsIn(api, member);
    const at = `${key}.${name}`;
    return html`<li>${memberHead(name, typeOf(member), required.has(name), limitsOf(plain))}
      <div class="quiet">${prose(member.description ?? plain.description)}</div>
      ${inner.length ? fold(at, 'Members', () => schemaView(api, member, at)) : nothing}</li>`;
  })}</ul>`;
}

/** The name of a member or a parameter, with its type and limits. @param {string} name @param {string} type @param {boolean} required @param {unknown[]} limits */
export const memberHead = (name, type, required, limits) =>
  html`<div class="member-head"><code class="member-name">${name}</code> <span class="type">${type}</span>${required ? html` <span class="required">required</span>` : nothing}${limits.map((limit) => html` <span class="limits">${limit}</span>`)}</div>`;
