// Bundles the plugin into dist/vouwkunst.cjs, one file without dependencies, so that one checksum
// pins all of it. The same lock file gives the same bytes. `npm ci && npm run build`.
import { build } from 'esbuild';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

const here = dirname(fileURLToPath(import.meta.url));

// The contract becomes JSON here, so that the bundle holds neither its file nor a parser for it.
const contracts = {
  name: 'contracts',
  setup({ onLoad }) {
    onLoad({ filter: /\.proto$/ }, async ({ path }) => ({
      contents: JSON.stringify(protobuf.parse(await readFile(path, 'utf8')).root.toJSON()),
      loader: 'json',
    }));
  },
};

await rm(join(here, 'dist'), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['src/main.js'],
  outfile: 'dist/vouwkunst.cjs',
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  charset: 'utf8',
  legalComments: 'none',
  plugins: [contracts],
  metafile: true,
  logLevel: 'warning',
});
await writeFile(join(here, 'dist/LICENSES.txt'), await licences(Object.keys(metafile.inputs)));
console.log(`dist/vouwkunst.cjs ${(await readFile(join(here, 'dist/vouwkunst.cjs'))).length} bytes`);

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
  return [...packages].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}
