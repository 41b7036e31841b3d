/**
 * A register that remembers every arrival and forgives nothing: a repeat must be the same to the byte. It refuses a part
 * of the decisions the first time, and fails now and then after it has recorded.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { BUNDLE_IDENTIFIER_SYSTEM } from '../../shared/fhir/constants.ts';
import { fromXml } from '../../shared/fhir/xml.ts';

export interface Register {
  readonly address: string;
  /** Decision ids in the order in which they were recorded first, by patient. */
  readonly recorded: ReadonlyMap<string, readonly string[]>;
  /** What must never happen; empty when all is well. */
  readonly wrong: readonly string[];
  readonly repeats: () => number;
  close(): Promise<void>;
}

export async function startRegister(): Promise<Register> {
  const digests = new Map<string, string>();
  const refused = new Set<string>();
  const recorded = new Map<string, string[]>();
  const wrong: string[] = [];
  let repeats = 0;
  let requests = 0;

  /** @returns status and body */
  const take = (body: string): [number, string] => {
    const read = fromXml(body);
    if (!read.ok || read.value.resourceType !== 'Bundle') return [400, outcome('not a Bundle')];
    const { identifier, entry = [] } = read.value;
    const id = identifier?.system === BUNDLE_IDENTIFIER_SYSTEM ? (identifier.value ?? '') : '';
    const patient = entry.map(({ resource }) => resource).find((resource) => resource?.resourceType === 'Patient');
    const bsn = patient?.resourceType === 'Patient' ? (patient.identifier?.[0]?.value ?? '') : '';
    const digest = createHash('sha256').update(body).digest('hex');
    const known = digests.get(id);
    if (known !== undefined && known !== digest) wrong.push(`${id} came again with other content`);
    if (known !== undefined) repeats += 1;
    if (known === undefined && id.endsWith('0') && !refused.has(id)) {
      refused.add(id);
      return [422, outcome('not now, not ever, says the first time')];
    }
    if (known === undefined) recorded.set(bsn, [...(recorded.get(bsn) ?? []), id]);
    digests.set(id, digest);
    return [200, accepted(entry.length)];
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (status: number, text: string): void => {
        response.writeHead(status, { 'content-type': 'application/fhir+xml; charset=utf-8' }).end(text);
      };
      if (request.method === 'GET') return answer(200, parameters(0));
      const [status, text] = take(Buffer.concat(chunks).toString('utf8'));
      requests += 1;
      if (requests % 7 === 0) return response.destroy(); // recorded, and nobody is told
      return answer(status, text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('no port');
  return {
    address: `http://127.0.0.1:${place.port}`,
    recorded,
    wrong,
    repeats: () => repeats,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const NS = 'xmlns="http://hl7.org/fhir"';
const outcome = (text: string): string =>
  `<OperationOutcome ${NS}><issue><severity value="error"/><code value="business-rule"/><diagnostics value="${text}"/></issue></OperationOutcome>`;
const accepted = (entries: number): string =>
  `<Bundle ${NS}><type value="transaction-response"/>${'<entry><response><status value="201 Created"/></response></entry>'.repeat(entries)}</Bundle>`;
const parameters = (count: number): string =>
  `<Parameters ${NS}><parameter><name value="count"/><valueInteger value="${count}"/></parameter></Parameters>`;
