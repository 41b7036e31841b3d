/** The installer holds what the program loads, no more and no less, and its switches are set (electron-builder.yml). */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builtinModules } from 'node:module';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const config = readFileSync(join(root, 'electron-builder.yml'), 'utf8');

/** Packages that another one names as a dependency, and that no running program loads. */
const NEVER_LOADED = ['node-addon-api', 'type-fest', 'tagged-tag'];

/** Packages imported from `entry` on, through every file of ours. Imports of types are left out, as the build does. */
function importedPackages(entry: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, clause = '', name = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(?:([\w*\s{},$]*?)\s+from\s+)?'([^']+)'/gm,
    )) {
      if (clause.startsWith('type ')) continue;
      if (name.startsWith('.')) visit(join(dirname(file), name));
      else if (!name.startsWith('node:') && !builtinModules.includes(name) && name !== 'electron') packages.add(name);
    }
  };
  visit(entry);
  return packages;
}

/** The packages and everything they depend on. */
function withDependencies(names: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    const manifest = join(root, 'node_modules', name, 'package.json');
    expect(existsSync(manifest), `${name} lies at the top of node_modules`).toBe(true);
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: object };
    for (const needed of Object.keys(dependencies)) add(needed);
  };
  for (const name of names) add(name);
  return all;
}

describe('the installer', () => {
  test('holds exactly the packages that the program in Electron loads', () => {
    const kept = /'!node_modules\/!\(([^)]+)\)\/\*\*'/.exec(config)?.[1]?.split('|') ?? [];
    const imported = importedPackages(join(root, 'main', 'entry', 'electron.ts'));
    expect([...imported]).toContain('better-sqlite3');
    const needed = [...withDependencies(imported)].filter((name) => !NEVER_LOADED.includes(name));
    expect(kept.toSorted()).toEqual(needed.toSorted());
  });
  test.each([
    ['runAsNode', false],
    ['enableNodeOptionsEnvironmentVariable', false],
    ['enableNodeCliInspectArguments', false],
    ['enableCookieEncryption', true],
    ['onlyLoadAppFromAsar', true],
    ['enableEmbeddedAsarIntegrityValidation', true],
    ['grantFileProtocolExtraPrivileges', false],
  ])('has the switch %s at %s (K11)', (fuse, value) => {
    expect(config).toMatch(new RegExp(`^  ${fuse}: ${value}$`, 'm'));
  });
  test('unpacks the one SQLite binary of its platform and rebuilds nothing', () => {
    expect(config).toMatch(/^npmRebuild: false$/m);
    expect(config).toMatch(/^asarUnpack:\n {2}- node_modules\/better-sqlite3\/prebuilds\/\*\.node$/m);
    for (const platform of ['linux', 'win32']) {
      expect(config).toContain(`!node_modules/better-sqlite3/prebuilds/!(${platform}-\${arch}.node)`);
      expect(existsSync(join(root, 'node_modules', 'better-sqlite3', 'prebuilds', `${platform}-x64.node`))).toBe(true);
    }
  });
  test('has a picture that is large enough for every platform', () => {
    const name = /^icon: (.+)$/m.exec(config)?.[1] ?? '';
    const png = readFileSync(join(root, name));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024]);
  });
  test('never takes waiting choices with it when it is removed', () => {
    expect(config).toMatch(/^ {2}deleteAppDataOnUninstall: false$/m);
  });
});
