/**
 * Makes `bundle/` of the pages and of `app/`: what the api function embeds. It is checked in, so that building Beadle needs no node.
 *
 * usage: node functions/api/console/bundle.js [--check]      (after npm ci; --check writes nothing and fails if it would differ)
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, transform } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
/** Each page, its module, and what its script and its style sheet are called in the bundle. */
const PAGES = [
  { page: 'index.html', module: 'app/main.js', name: 'main', styles: 'styles.css' },
  { page: 'docs.html', module: 'app/docs/main.js', name: 'docs', styles: 'docs.css' },
];
/** The script of what both pages import. */
const SHARED = 'shared';
const STYLES = /(?: *<link rel="stylesheet" href="(app\/styles\/\w+\.css)" \/>\n)+/;
const STYLE = /href="(app\/styles\/\w+\.css)"/g;
/** Browsers with what the pages use: trusted types, `:has`, `dialog`. */
const OPTIONS = { minify: true, target: 'es2022', legalComments: 'eof' };

const read = (path) => readFile(join(HERE, path), 'utf8');

/** @returns {Promise<Record<string, string>>} the script of each page, and the one that they share */
async function scripts() {
  const made = await build({
    ...OPTIONS,
    entryPoints: Object.fromEntries(PAGES.map(({ name, module }) => [name, join(HERE, module)])),
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: HERE,
    chunkNames: SHARED,
    write: false,
  });
  return Object.fromEntries(made.outputFiles.map(({ path, text }) => [basename(path), text]));
}

/** @returns {Promise<Record<string, string>>} a page that names what is bundled, and its style sheet */
async function pageWithStyles({ page, module, name, styles }) {
  const text = await read(page);
  const links = text.match(STYLES)?.[0] ?? '';
  const sheets = await Promise.all([...links.matchAll(STYLE)].map(([, path]) => read(path)));
  const css = await transform(sheets.join(''), { ...OPTIONS, loader: 'css' });
  const bundled = `    <link rel="stylesheet" href="app/${styles}" />\n    <link rel="modulepreload" href="app/${SHARED}.js" />\n`;
  return {
    [page]: text.replace(STYLES, bundled).replace(`src="${module}"`, `src="app/${name}.js"`),
    [styles]: css.code,
  };
}

/** @returns {Promise<Record<string, string>>} the files of the bundle */
async function bundle() {
  const theme = await transform(await read('app/theme.js'), OPTIONS);
  return Object.assign(
    { 'icon.svg': await read('app/icon.svg'), 'theme.js': theme.code },
    await scripts(),
    ...(await Promise.all(PAGES.map(pageWithStyles))),
  );
}

const check = process.argv.includes('--check');
const differing = [];
await mkdir(join(HERE, 'bundle'), { recursive: true });
for (const [name, text] of Object.entries(await bundle())) {
  const path = join('bundle', name);
  const held = await read(path).catch(() => '');
  if (held === text) continue;
  differing.push(name);
  if (!check) await writeFile(join(HERE, path), text);
}
if (check && differing.length) {
  console.error(`functions/api/console/bundle is not what bundle.js makes: ${differing.join(', ')}`);
  process.exit(1);
}
