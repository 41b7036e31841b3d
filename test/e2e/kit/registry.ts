/** A practice registry as its own process, and what a reader finds in it. */
import { createServer } from 'node:net';
import { z } from 'zod';
import { BSN_SYSTEM } from '../../../shared/consent/identity.ts';
import { runScript, type Running } from './process.ts';

export interface TestRegistry extends Running {
  /** Tells the registry to misbehave (practice only). */
  fault(body: Readonly<Record<string, unknown>>): Promise<void>;
  /** Every Consent it holds for a person, as FHIR JSON. */
  consentsOf(bsn: string): Promise<readonly FoundConsent[]>;
}

const consentSchema = z.looseObject({
  resourceType: z.literal('Consent'),
  status: z.string(),
  dateTime: z.string(),
  identifier: z.array(z.looseObject({ value: z.string() })).min(1),
  provision: z.looseObject({ type: z.string().optional() }),
});
const bundleSchema = z.looseObject({
  entry: z.array(z.looseObject({ resource: z.looseObject({ resourceType: z.string() }) })).optional(),
});
export type FoundConsent = z.infer<typeof consentSchema>;

/** @returns a port that was free a moment ago; kept by the tests that stop a registry and start it again */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}

/** @param options more of its command line */
export async function startTestRegistry(
  port: number,
  dataDir: string,
  options: readonly string[] = [],
): Promise<TestRegistry> {
  const running = await runScript(
    'registry/cli.ts',
    ['--port', String(port), '--data-dir', dataDir, '--practice', ...options],
    /^registry ready (\S+)$/,
  );
  const reader = async (): Promise<string> => {
    const answer = await fetch(`${running.address}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'practice-reader',
        client_secret: 'practice-reader-secret',
      }),
    });
    return z.looseObject({ access_token: z.string() }).parse(await answer.json()).access_token;
  };
  return {
    ...running,
    async fault(body) {
      const answer = await fetch(`${running.address}/practice/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`the registry refused the fault: ${answer.status}`);
    },
    async consentsOf(bsn) {
      const query = new URLSearchParams({ 'patient:identifier': `${BSN_SYSTEM}|${bsn}` });
      const answer = await fetch(`${running.address}/fhir/Consent?${query}`, {
        headers: { authorization: `Bearer ${await reader()}`, accept: 'application/fhir+json' },
      });
      if (!answer.ok) throw new Error(`search failed: ${answer.status}`);
      const bundle = bundleSchema.parse(await answer.json());
      return (bundle.entry ?? []).flatMap(({ resource }) =>
        resource.resourceType === 'Consent' ? [consentSchema.parse(resource)] : [],
      );
    },
  };
}
