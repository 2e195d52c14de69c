/**
 * The console as it is served: its modules in one file, its styles in another, without comments and indentation. Modules keep
 * to what makes this a matter of lines: imports and exports stand at the beginning of a line, no import goes in a circle, and what is exported is not assigned again.
 */

import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

const IMPORT = /^import (?:\{([^}]*)\} from )?'(\.[^']+)';\n/gm;
const DYNAMIC = /import\('(\.[^']+)'\)/g;
const EXPORT = /^export (?:default )?(?:async )?(?:function\*?|const|let|class) ([\w$]+)/gm;

/** @param {string} folder that has `main.js` @returns {Promise<string>} one module */
export async function packModules(folder) {
  const order = [];
  const seen = new Map();
  await collect(folder, 'main.js', seen, order);
  const names = new Map(order.map((path, at) => [path, `m${at}`]));
  const parts = order.map((path) => wrapped(path, seen.get(path), names));
  return `${parts.join('\n')}\n`;
}

async function collect(folder, path, seen, order) {
  if (seen.has(path)) {
    if (seen.get(path) === null) throw new Error(`imports go in a circle at ${path}`);
    return;
  }
  seen.set(path, null);
  const text = await readFile(join(folder, path), 'utf8');
  const at = (to) => normalize(join(dirname(path), to));
  const later = [];
  const imports = path.includes('vendor/') ? text.matchAll(/()from\s*()"(\.[^"]+)"/g) : text.matchAll(IMPORT);
  for (const [, , to, vendored] of imports) await collect(folder, at(to || vendored), seen, order);
  for (const [, to] of text.matchAll(DYNAMIC)) later.push(at(to));
  seen.set(path, text);
  // Screens that are loaded later stand before the module that loads them, since all are there at once.
  for (const to of later) if (!seen.has(to)) await collect(folder, to, seen, order);
  order.push(path);
}

/** A module as a function that gives its exports. */
function wrapped(path, text, names) {
  const at = (to) => names.get(normalize(join(dirname(path), to)));
  if (path.includes('vendor/')) return vendored(path, text, names);
  const exports = [...text.matchAll(EXPORT)].map(([all, name]) =>
    all.includes(' default ') ? `default:${name}` : name,
  );
  const body = text
    .replace(IMPORT, (_, list, to) => (list ? `const {${list.replace(/ as /g, ':')}}=${at(to)};\n` : ''))
    .replace(DYNAMIC, (_, to) => `Promise.resolve(${at(to)})`)
    .replace(/^export (default )?/gm, '');
  return `const ${names.get(path)}=(()=>{\n${stripped(body)}\nreturn{${exports}}})();`;
}

/** A vendored file is on one line, with its import at the beginning and its exports at the end. */
function vendored(path, text, names) {
  const at = (to) => names.get(normalize(join(dirname(path), to)));
  const body = text
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/^\/\/#.*$/gm, '')
    .replace(
      /import\s*\{([^}]*)\}\s*from\s*"([^"]+)";?/g,
      (_, list, to) => `const{${list.replace(/ as /g, ':')}}=${at(to)};`,
    )
    .replace(
      /export\s*\{([^}]*)\};?/g,
      (_, list) =>
        `return{${list
          .split(',')
          .map((one) => one.split(' as ').reverse().join(':'))
          .join(',')}}`,
    )
    .replace(/^\s*\n/gm, '')
    .trim();
  return `const ${names.get(path)}=(()=>{${body}})();`;
}

const BEFORE_REGEX = /(^|[(,=:[!&|?{};\n]|\breturn|=>)\s*$/;
const TIGHT = /[(){}[\],;:=<>?&|!~^%*+/\n-]/;

/** Code without comments, indentation and spaces that say nothing. Strings, templates and patterns stay as they are. */
export function stripped(text) {
  let out = '';
  const braces = [];
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at, at + 2);
    const end = (stop) => {
      let to = at + 1;
      for (let inClass = false; text[to] !== stop || inClass; to += 1) {
        if (text[to] === '\\') to += 1;
        else if (stop === '/' && text[to] === '[') inClass = true;
        else if (stop === '/' && text[to] === ']') inClass = false;
      }
      out += text.slice(at, to + 1);
      at = to;
    };
    const template = (from) => {
      let to = from;
      while (text[to] !== '`' && !(text[to] === '$' && text[to + 1] === '{')) to += text[to] === '\\' ? 2 : 1;
      const open = text[to] === '$';
      out += text.slice(at, to + (open ? 2 : 1)).replace(/\n\s+/g, '\n');
      at = to + (open ? 1 : 0);
      if (open) braces.push('template');
    };
    if (rest === '//') at = text.indexOf('\n', at) - 1;
    else if (rest === '/*') at = text.indexOf('*/', at) + 1;
    else if (text[at] === "'" || text[at] === '"') end(text[at]);
    else if (text[at] === '`') template(at + 1);
    else if (text[at] === '/' && BEFORE_REGEX.test(out)) end('/');
    else if (/[\])}]/.test(text[at]) && out.endsWith(',')) ((out = out.slice(0, -1)), (at -= 1));
    else if (text[at] === '{') ((out += '{'), braces.push('code'));
    else if (text[at] === '}') braces.pop() === 'template' ? template(at + 1) : (out += '}');
    else if (text[at] === ' ' || text[at] === '\n') {
      const last = out.at(-1) ?? '\n';
      if (text[at] === '\n')
        out = `${out.trimEnd()}${/[,{[(;]$/.test(out.trimEnd()) && !/\)\s*$/.test(out) ? '' : '\n'}`;
      else if (
        last !== ' ' &&
        ((!TIGHT.test(last) && !TIGHT.test(text[at + 1] ?? ' ')) ||
          (/[+-]/.test(last) && last === text[at + 1]))
      )
        out += ' ';
    } else out += text[at];
  }
  return out.replace(/\n+/g, '\n');
}

/** @param {string} folder @param {string[]} files in their order @returns {Promise<string>} */
export async function packStyles(folder, files) {
  const text = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim();
}
