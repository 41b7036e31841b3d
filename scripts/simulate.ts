/**
 * `npm run simulate -- [--seeds 1000] [--from 1] [--json]` runs whole worlds of kiosks, network and register in virtual
 * time, one for each seed, over all cores; `--seed 7` repeats one and prints its trace. Ends with 1 when a claim broke.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', 'test', 'simulation', 'children', 'simulate.ts');
const child = spawn(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
child.once('exit', (code) => (process.exitCode = code ?? 1));
