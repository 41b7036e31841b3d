/** `npm run registry -- --port P …`: the registry service alone; it ends when npm does. */
import { endWithNpm } from './lib/process.ts';

endWithNpm();
await import('../registry/cli.ts');
