import { describe, expect, it } from 'vitest';
import { whyNot } from '../../main/diagnostics/why-not.ts';
import { defaultDataDir, OptionError, parseStartOptions } from '../../main/entry/options.ts';
import { practises } from '../../main/settings/practice.ts';
import { readSite } from '../../main/settings/site.ts';
import { shellsToTry } from '../../scripts/lib/choose-shell.ts';

describe('options of npm start', () => {
  it('come from the command line first, then from the environment', () => {
    const env = { KEUZEWIJZER_DATA_DIR: '/env', KEUZEWIJZER_REGISTRY_URL: 'http://127.0.0.1:1' };
    expect(parseStartOptions([], env)).toMatchObject({ dataDir: '/env', registryUrl: 'http://127.0.0.1:1', port: 0 });
    const argv = ['--data-dir', '/cli', '--registry-url', 'https://registry.example', '--port', '8080', '--practice'];
    expect(parseStartOptions([...argv, '--shell', 'headless'], env)).toEqual({
      shell: 'headless',
      dataDir: '/cli',
      registryUrl: 'https://registry.example',
      port: 8080,
      practice: true,
      help: false,
    });
  });

  it.each([
    [['--shell', 'firefox']],
    [['--port', '70000']],
    [['--port', 'eight']],
    [['--registry-url', 'ftp://registry.example']],
    [['--registry-url', 'not an address']],
    [['--unknown']],
  ])('that make no sense are refused with a sentence: %j', (argv) => {
    expect(() => parseStartOptions(argv, {})).toThrow(OptionError);
  });

  it('keep practice and real choices in folders of their own', () => {
    expect(defaultDataDir({}, true)).not.toBe(defaultDataDir({}, false));
  });
});

describe('a device practises', () => {
  const real = { employees: [{ id: 'e1', name: 'E', role: '83.000', salt: '', hash: '' }] };
  const site = (settings: Readonly<Record<string, unknown>>) => readSite({ read: () => settings, write: () => {} });
  it.each([
    ['when nobody has set it up', {}, false, null, true],
    ['with a registry of this machine', {}, false, 'http://127.0.0.1:8080', true],
    ['when it did before', { mode: 'practice' }, false, null, true],
    ['when it is asked to', real, true, null, true],
    ['but not with a registry elsewhere', {}, false, 'https://registry.example', false],
    ['but not at the first start after staff was added', real, false, null, false],
    ['but not when its folder holds real choices', { mode: 'real' }, false, null, false],
  ])('%s', (_, settings, asked, registryUrl, expected) => {
    expect(practises(site(settings), asked, registryUrl)).toBe(expected);
  });
});

describe('the shell that is tried first', () => {
  const all = { display: true, electron: true, chromium: true };
  it('is Electron where its binary is, then Chromium, then no window', () => {
    expect(shellsToTry(null, all)).toEqual(['electron', 'chromium', 'headless']);
    expect(shellsToTry(null, { ...all, electron: false })).toEqual(['chromium', 'headless']);
    expect(shellsToTry(null, { display: true, electron: false, chromium: false })).toEqual(['headless']);
  });
  it('is no window without a display, whatever is installed', () => {
    expect(shellsToTry(null, { ...all, display: false })).toEqual(['headless']);
    expect(shellsToTry('electron', { ...all, display: false })).toEqual(['headless']);
  });
  it('is the one that was asked for, where it can run', () => {
    expect(shellsToTry('chromium', all)).toEqual(['chromium', 'headless']);
    expect(shellsToTry('headless', all)).toEqual(['headless']);
  });
});

describe('a start that fails says why', () => {
  it.each([
    ['ENOSPC', 'The disk is full'],
    ['EROFS', 'may not write'],
    ['EACCES', 'may not write'],
    ['EADDRINUSE', '--port'],
    ['EOTHER', 'as it is'],
  ])('%s', (code, words) => {
    expect(whyNot(Object.assign(new Error('as it is'), { code }))).toContain(words);
  });
});
