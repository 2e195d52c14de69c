/** The document of the API (OpenAPI 3.1): its operations in groups, and what its references lead to. */

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
/** The paths of other services' APIs that this one speaks too. */
const DIALECT = /^\/(api\/tasks?|task)(\/|$)/;
const MAX_HOPS = 20;

/**
 * @typedef {object} Operation
 * @property {string} id
 * @property {string} method in capitals
 * @property {string} path a template such as `/api/v1/tasks/{id}`
 * @property {string} summary
 * @property {string} description
 * @property {string} tag
 * @property {boolean} isDialect
 * @property {boolean} deprecated
 * @property {any[]} parameters
 * @property {any} body undefined if it takes none
 * @property {[string, any][]} responses by status
 * @property {Record<string, string[]>[]} security
 * @property {string} words what a filter finds it by
 * @property {RegExp} pattern what paths it has
 */

/** @typedef {{tag: string, title: string, description: string, isDialect: boolean, operations: Operation[]}} Group */

export class ApiDocument {
  /** @param {any} document */
  constructor(document) {
    this.document = document;
    this.info = document.info;
    this.schemes = document.components?.securitySchemes ?? {};
    /** @type {Operation[]} */
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => this.#operation(path, method, item)),
    );
    this.byId = new Map(this.operations.map((operation) => [operation.id, operation]));
    this.groups = this.#groups();
  }

  #operation(path, method, item) {
    const stated = item[method];
    const { operationId: id, summary = '', description = '', tags = ['other'] } = stated;
    return {
      id,
      path,
      summary,
      description,
      method: method.toUpperCase(),
      tag: tags[0],
      isDialect: DIALECT.test(path),
      deprecated: Boolean(stated.deprecated),
      parameters: [...(item.parameters ?? []), ...(stated.parameters ?? [])].map((one) => this.resolve(one)),
      body: stated.requestBody && this.resolve(stated.requestBody),
      responses: Object.entries(stated.responses ?? {}).map(([status, one]) => [status, this.resolve(one)]),
      security: stated.security ?? this.document.security ?? [],
      words: [method, path, id, summary, description, ...tags].join(' ').toLowerCase(),
      pattern: patternOf(path),
    };
  }

  /** Groups by tag in the order of the document, those of the dialects last. */
  #groups() {
    const described = new Map((this.document.tags ?? []).map((tag) => [tag.name, tag.description]));
    const tags = new Set([...described.keys(), ...this.operations.map(({ tag }) => tag)]);
    const groups = [...tags].map((tag) => {
      const operations = this.operations.filter((operation) => operation.tag === tag);
      return {
        tag,
        title: titleOf(tag),
        description: described.get(tag) ?? '',
        isDialect: operations.every(({ isDialect }) => isDialect),
        operations,
      };
    });
    return groups
      .filter(({ operations }) => operations.length)
      .sort((a, b) => Number(a.isDialect) - Number(b.isDialect));
  }

  /** The groups with those operations only that have all words. @param {string} filter @returns {Group[]} */
  matching(filter) {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    return this.groups
      .map((group) => ({
        ...group,
        operations: group.operations.filter((one) => words.every((word) => one.words.includes(word))),
      }))
      .filter(({ operations }) => operations.length);
  }

  /** What a reference within the document leads to, or the value itself. @param {any} value */
  resolve(value) {
    let found = value;
    for (let hops = 0; found?.$ref && hops < MAX_HOPS; hops += 1) {
      const steps = found.$ref.replace(/^#\//, '').split('/');
      const target = steps.reduce(
        (at, step) => at?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
        this.document,
      );
      found = target && found.description ? { ...target, description: found.description } : target;
    }
    return found ?? {};
  }

  /** The first example of a body, or undefined. @param {any} media */
  exampleOf(media = {}) {
    const schema = this.resolve(media.schema);
    const named = Object.values(media.examples ?? {}).map((example) => this.resolve(example).value);
    return [media.example, ...named, schema.example, ...(schema.examples ?? [])].find(
      (example) => example !== undefined,
    );
  }

  /**
   * The operation that reads a path, and the values of its parameters.
   *
   * @param {string} target a path with its query
   * @returns {{operation: Operation, values: Record<string, string>} | null}
   */
  readerOf(target) {
    const [path, query = ''] = target.split(/\?(.*)/s);
    const readers = this.operations.filter(({ method, pattern }) => method === 'GET' && pattern.test(path));
    // `/executions/counts` is no execution whose id is `counts`.
    const operation = readers.find((one) => one.path === path) ?? readers[0];
    if (!operation) return null;
    const values = {
      ...operation.pattern.exec(path)?.groups,
      ...Object.fromEntries(new URLSearchParams(query)),
    };
    return { operation, values };
  }
}

function patternOf(path) {
  const text = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${text}$`);
}

function titleOf(tag) {
  const text = tag.replaceAll('-', ' ');
  return (text.charAt(0).toUpperCase() + text.slice(1)).replace(/^Api /, 'API ');
}
