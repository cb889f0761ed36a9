// Installs the plugin: `node install.mjs DIRECTORY` puts it with its lock into a directory of its
// own below the plugin directory of a server. The lock pins the bundle and the Node that runs this.
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundle = join(dirname(fileURLToPath(import.meta.url)), 'dist/vouwkunst.cjs');
const sha256 = async (path) => createHash('sha256').update(await readFile(path)).digest('hex');

const plugins = resolve(process.argv[2] ?? 'plugins');
const [to, half] = [join(plugins, 'vouwkunst-0.1.0'), join(plugins, '.vouwkunst-0.1.0')];
const node = await realpath(process.execPath);
const lock = {
  slug: 'vouwkunst',
  version: '0.1.0',
  file: 'vouwkunst.cjs',
  sha256: await sha256(bundle),
  interpreter: { path: node, sha256: await sha256(node), args: ['--max-old-space-size=256'] },
};

// Filled under a name that the server does not look at, then renamed.
await rm(half, { recursive: true, force: true });
await mkdir(half, { recursive: true, mode: 0o755 });
await copyFile(bundle, join(half, lock.file));
await writeFile(join(half, 'plugin.lock'), `${JSON.stringify(lock, null, 2)}\n`);
await chmod(join(half, lock.file), 0o644);
await chmod(join(half, 'plugin.lock'), 0o644);
await rm(to, { recursive: true, force: true });
await rename(half, to);
console.log(to);
