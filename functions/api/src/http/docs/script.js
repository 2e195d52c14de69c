// Shows /openapi.json: operations by tag, what they take and answer, and lets one send them. Text is only ever set as
// text, so nothing in the document becomes markup.
"use strict";

const METHODS = ["get", "put", "post", "patch", "delete"];

/** An element with attributes and children; texts become text nodes, functions listeners, null is left out. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

/** A text in which `…` is code, split into paragraphs. */
function prose(text) {
  return (text || "").split(/\n\n+/).filter(Boolean).map((part) => element("p", {}, inline(part)));
}

function inline(text) {
  return (text || "").split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

function pretty(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** What a reference within the document leads to, or the value itself. */
function resolve(api, value) {
  for (let hops = 0; value && value.$ref && hops < 20; hops += 1) {
    const steps = value.$ref.replace(/^#\//, "").split("/").map((step) => step.replace(/~1/g, "/").replace(/~0/g, "~"));
    const found = steps.reduce((at, step) => (at === undefined ? at : at[step]), api);
    value = found && value.description ? { ...found, description: value.description } : found;
  }
  return value || {};
}

/** Every operation of the document, in its order. */
function operations(api) {
  return Object.entries(api.paths || {}).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ path, method, item, ...item[method] })));
}

// ---- Schemas --------------------------------------------------------------------------------------------------------

/** The type of a schema in words. */
function typeOf(api, schema) {
  if (schema === true) return "anything";
  if (!schema) return "nothing";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const options = schema.oneOf || schema.anyOf;
  if (options) return options.map((option) => typeOf(api, option)).join(" or ");
  if (schema.allOf) return schema.allOf.map((option) => typeOf(api, option)).join(" and ");
  const types = [].concat(schema.type || "anything").map((type) => {
    if (type === "array") return `list of ${typeOf(api, schema.items === undefined ? true : schema.items)}`;
    return type === "string" && schema.format ? `string (${schema.format})` : type;
  });
  return types.join(" or ");
}

function limits(schema) {
  const words = { minimum: "at least", exclusiveMinimum: "above", maximum: "at most", exclusiveMaximum: "below", minLength: "characters at least", maxLength: "characters at most", minItems: "elements at least", maxItems: "elements at most", pattern: "matches", default: "by default" };
  return Object.entries(words).filter(([key]) => schema[key] !== undefined && schema[key] !== null)
    .map(([key, word]) => `${word} ${pretty(schema[key])}`).join(", ");
}

/** The object schemas that a schema leads to: those whose members are worth showing. */
function objectsIn(api, schema, depth = 0) {
  const found = resolve(api, schema);
  if (found === true || depth > 6) return [];
  const parts = [found.oneOf, found.anyOf, found.allOf].flatMap((options) => options || []);
  if (found.items) parts.push(found.items);
  if (typeof found.additionalProperties === "object" && !found.properties) parts.push(found.additionalProperties);
  const own = found.properties ? [{ name: schema.$ref ? schema.$ref.split("/").pop() : "", schema: found }] : [];
  return own.concat(parts.flatMap((part) => objectsIn(api, part, depth + 1)));
}

/** A schema as a list of members; those of inner objects are made when they are opened. */
function schemaView(api, schema) {
  const objects = objectsIn(api, schema);
  const described = resolve(api, schema).description;
  return element("div", {}, element("p", { class: "dim" }, typeOf(api, schema)), prose(described),
    objects.map((object) => [objects.length > 1 && object.name ? element("p", {}, element("code", {}, object.name)) : null, membersView(api, object.schema)]));
}

function membersView(api, schema) {
  const required = new Set(schema.required || []);
  return element("ul", { class: "members" }, Object.entries(schema.properties).map(([name, member]) => {
    const plain = resolve(api, member);
    const inner = objectsIn(api, member);
    return element("li", {}, element("code", {}, name), " ", element("span", { class: "dim" }, typeOf(api, member)),
      required.has(name) ? element("span", { class: "required" }, " required") : null,
      limits(plain) ? element("span", { class: "dim" }, ` (${limits(plain)})`) : null,
      element("div", {}, inline(member.description || plain.description)),
      inner.length ? later("details", "Members", () => inner.map((object) => membersView(api, object.schema))) : null);
  }));
}

/** Details whose content is made when they are opened for the first time. */
function later(name, title, make, attributes) {
  const details = element(name, attributes || {}, element("summary", {}, title));
  details.addEventListener("toggle", () => {
    if (details.open && !details.dataset.made) {
      details.dataset.made = "yes";
      details.append(element("div", {}, make()));
    }
  });
  return details;
}

// ---- Operations -----------------------------------------------------------------------------------------------------

function examplesOf(api, media) {
  const named = Object.values(media.examples || {}).map((example) => resolve(api, example).value);
  const schema = resolve(api, media.schema);
  return [media.example, ...named, schema.example, ...(schema.examples || [])].filter((example) => example !== undefined).slice(0, 1);
}

function contentView(api, content) {
  return Object.entries(content || {}).map(([type, media]) => [
    element("p", {}, element("code", {}, type)),
    examplesOf(api, media).map((example) => element("pre", { tabindex: "0", "aria-label": "Example" }, pretty(example))),
    later("details", "Schema", () => schemaView(api, media.schema)),
  ]);
}

function parametersOf(api, operation) {
  return [...(operation.item.parameters || []), ...(operation.parameters || [])].map((parameter) => resolve(api, parameter));
}

function parametersView(api, operation) {
  const parameters = parametersOf(api, operation);
  if (!parameters.length) return null;
  return [element("h3", {}, "Parameters"), element("dl", {}, parameters.map((parameter) => [
    element("dt", {}, element("code", {}, parameter.name), ` in the ${parameter.in}, `, element("span", { class: "dim" }, typeOf(api, parameter.schema)),
      parameter.required ? element("span", { class: "required" }, " required") : null,
      limits(parameter.schema || {}) ? element("span", { class: "dim" }, ` (${limits(parameter.schema)})`) : null),
    element("dd", {}, inline(parameter.description)),
  ]))];
}

function answersView(api, operation) {
  return [element("h3", {}, "Answers"), Object.entries(operation.responses || {}).map(([status, given]) => {
    const answer = resolve(api, given);
    const headers = Object.entries(answer.headers || {});
    return later("details", element("span", {}, element("strong", {}, status), " ", inline(answer.description)), () => [
      headers.length ? element("dl", {}, headers.map(([name, header]) => [
        element("dt", {}, element("code", {}, name)), element("dd", {}, inline(resolve(api, header).description))])) : null,
      contentView(api, answer.content),
      answer.links ? element("p", { class: "dim" }, `Leads to: ${Object.keys(answer.links).join(", ")}`) : null,
    ]);
  })];
}

function operationView(api, operation) {
  const body = resolve(api, operation.requestBody);
  return [
    prose(operation.description), parametersView(api, operation),
    body.content ? [element("h3", {}, "Body"), prose(body.description), contentView(api, body.content)] : null,
    answersView(api, operation), tryView(api, operation, body),
  ];
}

// ---- Sending --------------------------------------------------------------------------------------------------------

function tryView(api, operation, body) {
  const fields = parametersOf(api, operation).map((parameter) => ({
    parameter,
    input: element("input", { type: "text", required: parameter.in === "path", placeholder: parameter.example === undefined ? null : pretty(parameter.example), spellcheck: "false" }),
  }));
  const [type, media] = Object.entries(body.content || {})[0] || [];
  const text = type ? element("textarea", { "aria-label": "Body", spellcheck: "false" }) : null;
  if (text) text.value = examplesOf(api, media).map(pretty)[0] || "";
  const answer = element("div", { class: "answer", role: "status" });
  const submit = async (event) => {
    event.preventDefault();
    answer.replaceChildren("Sending …");
    try {
      answer.replaceChildren(...(await send(operation, fields, type, text)));
    } catch (error) {
      answer.replaceChildren(`No answer: ${error.message}`);
    }
  };
  return element("form", { submit, autocomplete: "off" }, element("h3", {}, "Try it"),
    element("div", { class: "fields" }, fields.map(({ parameter, input }) => element("label", {}, element("code", {}, parameter.name), " ", input))),
    text, element("button", { type: "submit" }, "Send"), answer);
}

/** The request that the fields describe: where to, and with what. */
function requestOf(operation, values, type, text, credentials) {
  const headers = {};
  const query = new URLSearchParams();
  let path = operation.path;
  for (const { parameter, value } of values) {
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value !== "" && parameter.in === "query") query.append(parameter.name, value);
    else if (value !== "" && parameter.in === "header") headers[parameter.name] = value;
  }
  if (credentials.token) headers.Authorization = `Bearer ${credentials.token}`;
  if (credentials.key) headers["X-API-Key"] = credentials.key;
  const request = { method: operation.method.toUpperCase(), headers };
  if (type && text.trim()) {
    headers["Content-Type"] = type;
    request.body = text;
  }
  const asked = query.toString();
  return { url: path.slice(1) + (asked ? `?${asked}` : ""), request };
}

async function send(operation, fields, type, text) {
  const values = fields.map(({ parameter, input }) => ({ parameter, value: input.value }));
  const credentials = { token: document.getElementById("token").value, key: document.getElementById("key").value };
  const { url, request } = requestOf(operation, values, type, text ? text.value : "", credentials);
  const began = performance.now();
  const response = await fetch(url, request);
  const answered = await response.text();
  const took = Math.round(performance.now() - began);
  let shown = answered;
  try { shown = pretty(JSON.parse(answered)); } catch { /* It is shown as it came. */ }
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  return [element("p", {}, element("strong", {}, `${response.status} ${response.statusText}`), ` in ${took} ms`),
    element("pre", { tabindex: "0", "aria-label": "Headers of the answer" }, headers),
    shown ? element("pre", { tabindex: "0", "aria-label": "Body of the answer" }, shown) : null].filter(Boolean);
}

// ---- The page -------------------------------------------------------------------------------------------------------

function render(api) {
  const all = operations(api);
  const described = new Map((api.tags || []).map((tag) => [tag.name, tag.description]));
  const tags = [...new Set([...described.keys(), ...all.flatMap((operation) => operation.tags || ["other"])])];
  const sections = tags.map((tag) => ({ tag, listed: all.filter((operation) => (operation.tags || ["other"])[0] === tag) })).filter(({ listed }) => listed.length);
  document.title = `${api.info.title} API`;
  document.getElementById("title").textContent = `${api.info.title} API ${api.info.version}`;
  document.getElementById("about").replaceChildren(...inline(api.info.description));
  document.getElementById("tags").replaceChildren(...sections.map(({ tag }) => element("a", { href: `#tag-${tag}` }, tag)));
  document.getElementById("operations").replaceChildren(...sections.map(({ tag, listed }) =>
    element("section", { id: `tag-${tag}`, "aria-label": tag }, element("h2", {}, tag), prose(described.get(tag)), listed.map((operation) => {
      const title = [element("span", { class: `method ${operation.method}` }, operation.method.toUpperCase()),
        element("span", { class: operation.deprecated ? "path gone" : "path" }, operation.path), element("span", { class: "dim" }, operation.summary || "")];
      const words = [operation.method, operation.path, operation.operationId, operation.summary, operation.description, tag].join(" ").toLowerCase();
      return later("details", title, () => operationView(api, operation), { class: "operation", id: operation.operationId, "data-words": words });
    }))));
}

function find(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of document.querySelectorAll("main section")) {
    const listed = [...section.querySelectorAll("details.operation")];
    for (const details of listed) details.hidden = !wanted.every((word) => details.dataset.words.includes(word));
    section.hidden = listed.every((details) => details.hidden);
  }
}

function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named && named.tagName === "DETAILS") {
    named.open = true;
    named.scrollIntoView();
  }
}

async function start() {
  document.getElementById("settings").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("find").addEventListener("input", (event) => find(event.target.value));
  try {
    render(await (await fetch("openapi.json")).json());
    window.addEventListener("hashchange", openNamed);
    openNamed();
  } catch (error) {
    document.getElementById("state").textContent = `The document can't be read: ${error.message}`;
  }
}

if (typeof document !== "undefined") start();
