/** `npm run kiosk -- --shell headless …`: the kiosk without a registry of its own. */
import { defaultDataDir, OptionError, parseStartOptions, USAGE } from '../main/entry/options.ts';
import { buildFirst, launchKiosk, say, untilEnded } from './lib/launch.ts';
import { endWithNpm } from './lib/process.ts';

endWithNpm();
try {
  const options = parseStartOptions(process.argv.slice(2), process.env);
  if (options.help) say(`npm run kiosk -- [options]\n\n${USAGE}`);
  else {
    await buildFirst();
    const dataDir = options.dataDir ?? defaultDataDir(process.env, options.practice);
    untilEnded(await launchKiosk({ ...options, dataDir, dataDirGiven: options.dataDir !== null }), []);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof OptionError ? 2 : 1;
}
