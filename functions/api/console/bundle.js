/**
 * Makes `bundle/` of `index.html` and `app/`: what the api function embeds. It is checked in, so that building Beadle needs no node.
 *
 * usage: node functions/api/console/bundle.js [--check]      (after npm ci; --check writes nothing and fails if it would differ)
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, transform } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const STYLES = /(?: *<link rel="stylesheet" href="(app\/styles\/\w+\.css)" \/>\n)+/;
const STYLE = /href="(app\/styles\/\w+\.css)"/g;
/** Browsers with what the console uses: trusted types, `:has`, `dialog`. */
const OPTIONS = { minify: true, target: 'es2022', legalComments: 'eof' };

const read = (path) => readFile(join(HERE, path), 'utf8');

/** @returns {Promise<Record<string, string>>} the files of the bundle */
async function bundle() {
  const page = await read('index.html');
  const links = page.match(STYLES)?.[0] ?? '';
  const styles = await Promise.all([...links.matchAll(STYLE)].map(([, path]) => read(path)));
  const modules = { ...OPTIONS, entryPoints: [join(HERE, 'app/main.js')], bundle: true, format: 'esm', write: false };
  const [main, css, theme] = await Promise.all([
    build(modules),
    transform(styles.join(''), { ...OPTIONS, loader: 'css' }),
    transform(await read('app/theme.js'), OPTIONS),
  ]);
  return {
    'index.html': page.replace(STYLES, '    <link rel="stylesheet" href="app/styles.css" />\n'),
    'icon.svg': await read('app/icon.svg'),
    'main.js': main.outputFiles[0].text,
    'styles.css': css.code,
    'theme.js': theme.code,
  };
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
