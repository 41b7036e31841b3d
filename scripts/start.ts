/** `npm start`: builds when needed, starts the embedded practice registry, and opens the kiosk. */
import { join } from 'node:path';
import { defaultDataDir, OptionError, parseStartOptions, USAGE } from '../main/entry/options.ts';
import { practises } from '../main/settings/practice.ts';
import { readSite } from '../main/settings/site.ts';
import { openSettings } from '../main/shell/loopback/settings.ts';
import { buildFirst, launchKiosk, say, untilEnded } from './lib/launch.ts';
import { endWithNpm, startProcess, type Started } from './lib/process.ts';

/** Its data lies beside the kiosk's, so that practising can go on after a restart. */
async function practiceRegistry(dataDir: string): Promise<{ readonly started: Started; readonly address: string }> {
  const started = startProcess(
    process.execPath,
    [
      join(import.meta.dirname, '../registry/cli.ts'),
      '--port',
      '0',
      '--practice',
      '--data-dir',
      join(dataDir, 'registry'),
    ],
    { ready: /^registry ready (\S+)$/ },
  );
  const address = await started.ready;
  say(`The practice registry runs inside: ${address}`);
  return { started, address };
}

endWithNpm();
try {
  const options = parseStartOptions(process.argv.slice(2), process.env);
  if (options.help) say(`npm start -- [options]\n\n${USAGE}`);
  else {
    await buildFirst();
    const dataDir = options.dataDir ?? defaultDataDir(process.env, options.practice || options.registryUrl === null);
    // A device that was set up for real choices never meets the practice registry: it would confirm them.
    const site = readSite(openSettings(dataDir));
    const named = options.registryUrl ?? site.registry.url ?? null;
    const registry =
      named === null && practises(site, options.practice, named) ? await practiceRegistry(dataDir) : null;
    const registryUrl = registry?.address ?? options.registryUrl;
    const kiosk = await launchKiosk({ ...options, dataDir, dataDirGiven: options.dataDir !== null, registryUrl });
    untilEnded(kiosk, registry === null ? [] : [registry.started]);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(error instanceof OptionError ? 2 : 1);
}
