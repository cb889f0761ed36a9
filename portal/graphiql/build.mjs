// Bundles the page into dist/, which the server embeds: index.html, graphiql.js, graphiql.css and
// LICENSES.txt. The same lock file gives the same bytes. `npm ci && npm run build`.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');

// GraphiQL's style sheet carries two font families as data: addresses, nine tenths of its size.
// The page uses the fonts of the system, and its policy allows none from data:.
const withoutFonts = {
  name: 'without-fonts',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.*\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/@font-face\s*\{[^}]*\}/g, ''),
      loader: 'css',
    }));
  },
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { graphiql: 'src/page.jsx' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  charset: 'utf8',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.graphql': 'text' },
  alias: { 'react-style-singleton': './src/no-scroll-lock.js' },
  plugins: [withoutFonts],
  metafile: true,
  logLevel: 'warning',
});
await copyFile(join(here, 'src/index.html'), join(dist, 'index.html'));
await writeFile(join(dist, 'LICENSES.txt'), await licences(Object.keys(metafile.inputs)));

for (const name of (await readdir(dist)).sort()) {
  console.log(`${name} ${(await readFile(join(dist, name))).length} bytes`);
}

// licences gives the text of every licence once, above it the packages of the bundle that carry it.
async function licences(inputs) {
  const roots = new Set(inputs.map((path) => path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]));
  roots.delete(undefined);
  const packages = new Map();
  for (const root of [...roots].sort()) {
    const about = JSON.parse(await readFile(join(here, root, 'package.json'), 'utf8'));
    const file = (await readdir(join(here, root))).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? (await readFile(join(here, root, file), 'utf8')).trim() : 'The package carries no text of its licence.';
    packages.set(text, [...(packages.get(text) ?? []), `${about.name} ${about.version} (${about.license})`]);
  }
  const parts = [...packages].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return `The files beside this one contain the following packages.\n\n${parts.join('\n----\n\n')}`;
}
