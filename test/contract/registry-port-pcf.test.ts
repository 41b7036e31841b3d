/** The contract of the port, with the PCF adapter against an independent FHIR server (Medplum). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Consent } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemChance, systemClock } from '../../main/clock.ts';
import type { RegistryPort } from '../../main/registry/port.ts';
import { createPcfAdapter } from '../../main/registry/ihe-pcf-1.1/adapter.ts';
import { createTokenSource } from '../../main/registry/token.ts';
import { createTransport } from '../../main/registry/transport.ts';
import { PRACTICE_ID_KEY, PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { createKeyFile } from '../../main/shell/loopback/key-file.ts';
import { openStore } from '../../main/store/store.ts';
import { createEngine } from '../../main/sync/engine.ts';
import { BSNS, makeDecision } from '../support/decision.ts';
import { MEDPLUM_CLIENT, startMedplumServer, type MedplumServer } from '../support/medplum-server.ts';
import { describeRegistryPort, type Standing } from './registry-port.ts';

interface Where {
  readonly base: string;
  readonly tokenUrl: string;
}

function kioskAt({ base, tokenUrl }: Where, idKey: string = PRACTICE_ID_KEY): RegistryPort {
  const clock = systemClock();
  const transport = createTransport({}, { connectMs: 1_000, headersMs: 1_200, bodyMs: 1_000, totalMs: 5000 });
  const credentials = { url: tokenUrl, clientId: MEDPLUM_CLIENT.id, clientSecret: () => MEDPLUM_CLIENT.secret };
  const token = createTokenSource(transport, clock, credentials);
  const organization = PRACTICE_ORGANIZATION;
  return createPcfAdapter({ base, organization, idKey, transport, token, clock, chance: systemChance() });
}

describeRegistryPort('IHE PCF 1.1 and Medplum', async () => {
  const server = await startMedplumServer();
  return {
    kiosk: () => kioskAt(server),
    astray: () => kioskAt({ base: 'http://127.0.0.1:9', tokenUrl: 'http://127.0.0.1:9/oauth2/token' }),
    trouble: (trouble) => {
      server.fault(trouble);
      return server.idle();
    },
    standing: async (bsn) => (await server.consents()).filter((one) => bsnOf(one) === bsn).flatMap(standingIn),
    recordings: () => server.versions(),
    close: () => server.close(),
  };
});

describe('IHE PCF 1.1 on the wire', () => {
  const never = new AbortController().signal;
  const accepted = { kind: 'accepted' };
  const share = { top: 'some', holders: { apotheken: 'share' } } as const;
  const refuse = { top: 'some', holders: { apotheken: 'not-share' } } as const;
  const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
  let server: MedplumServer;
  let kiosk: RegistryPort;
  beforeEach(async () => {
    server = await startMedplumServer();
    kiosk = kioskAt(server);
    return async () => {
      await kiosk.close();
      await server.close();
    };
  });
  const only = async (): Promise<Consent> => {
    const [consent, ...others] = await server.consents();
    if (consent === undefined || others.length > 0) throw new Error(`${others.length + 1} Consents`);
    return consent;
  };
  const puts = () => server.seen.filter(({ method }) => method === 'PUT');

  it('creates only what is not there, and changes only the version that it read', async () => {
    await kiosk.send(makeDecision({ answers: share, chosenAt: ago(60) }), never);
    const version = (await only()).meta?.versionId ?? '';
    await kiosk.send(makeDecision({ answers: refuse }), never);
    const conditions = puts().map(({ headers }) => [headers['if-none-match'], headers['if-match']]);
    expect(conditions).toEqual([
      ['*', undefined],
      [undefined, `W/"${version}"`],
    ]);
    expect(server.seen.every(({ headers }) => headers['if-none-exist'] === undefined)).toBe(true);
  });

  it('no address tells who it is about, and only who has the key can make it', async () => {
    await kiosk.send(makeDecision({ answers: share }), never);
    expect(server.seen.filter(({ url }) => url.includes(BSNS[0]))).toEqual([]);
    const other = kioskAt(server, 'another-key-another-key-another-key-');
    await other.send(makeDecision({ answers: share }), never);
    await other.close();
    const [one, two] = (await server.consents()).map(({ id }) => id);
    expect(two).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(one).not.toBe(two);
  });

  it('loses nothing when another kiosk writes between our read and our write', async () => {
    const second = kioskAt(server);
    const [older, newer] = [
      makeDecision({ answers: share, chosenAt: ago(60) }),
      makeDecision({ answers: refuse, chosenAt: ago(30) }),
    ];
    await kiosk.send(makeDecision({ answers: share, chosenAt: ago(90) }), never);
    server.beforeWrite(() => second.send(newer, never));
    expect(await kiosk.send(older, never)).toEqual(accepted);
    await second.close();
    expect(standingIn(await only()).map(({ answer, at }) => [answer, at])).toEqual(
      Array.from({ length: 6 }, () => ['deny', newer.chosenAt]),
    );
  });

  it('a yes without the choice behind it is not accepted', async () => {
    server.fault({ mode: 'forget' });
    const decision = makeDecision({ answers: share });
    expect(await kiosk.send(decision, never)).toMatchObject({ kind: 'later', reached: 'maybe' });
    expect(puts()).toHaveLength(1);
    server.fault({ mode: 'none' });
    expect(await kiosk.send(decision, never)).toEqual(accepted);
  });

  it('a kept decision is confirmed once it stands there, also when answers are lost on the way', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-pcf-'));
    const parts = { clock: systemClock(), chance: { ...systemChance(), random: () => 0.02 } };
    const opened = await openStore({ dataDir: folder, keyStore: createKeyFile(folder, undefined), ...parts });
    if (!opened.ok) throw new Error(opened.error.code);
    const store = opened.value;
    const engine = createEngine({ store, registry: kiosk, maxAgeMs: 3_600_000, ...parts });
    const decision = makeDecision({ answers: { top: 'none', holders: {} } });
    server.fault({ mode: 'drop-after-processing', times: 2 });
    store.keep(decision);
    engine.start();
    await expect
      .poll(() => (engine.wake(), store.delivery(decision.id)), { timeout: 20_000, interval: 50 })
      .toBe('confirmed');
    expect((await server.consents()).flatMap(standingIn)).toHaveLength(
      decision.choices.flatMap((one) => one.consulting).length,
    );
    await engine.stop();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a decision that was half written counts as sent, and is finished without writing the first half again', async () => {
    const decision = makeDecision({ answers: { top: 'none', holders: {} } });
    server.fault({ mode: 'unauthorised', after: 3 });
    expect(await kiosk.send(decision, never)).toMatchObject({ kind: 'later', reached: 'maybe' });
    expect(await server.versions()).toBe(3);
    expect(await kiosk.send(decision, never)).toEqual({ kind: 'stop', why: 'not-authorised' });
    server.fault({ mode: 'none' });
    expect(await kiosk.send(decision, never)).toEqual(accepted);
    expect(await server.versions()).toBe(7);
  });

  it('refusals are written before grants', async () => {
    const answers = { top: 'some', holders: { huisartsen: 'share', apotheken: 'share', ggz: 'not-share' } } as const;
    await kiosk.send(makeDecision({ answers }), never);
    expect((await server.consents()).map(({ provision }) => provision?.type)).toEqual(['deny', 'permit', 'permit']);
  });

  it.each<[string, (consent: Consent) => Consent]>([
    ['a limit in time', (one) => ({ ...one, provision: { ...one.provision, dataPeriod: { start: '2020-01-01' } } })],
    ['an exception', (one) => ({ ...one, provision: { ...one.provision, provision: [{ type: 'deny' }] } })],
    ['a sensitivity', (one) => ({ ...one, provision: { ...one.provision, securityLabel: [{ code: 'R' }] } })],
    ['a modifier', (one) => ({ ...one, modifierExtension: [{ url: 'https://example.org/x', valueBoolean: true }] })],
  ])('a Consent to which somebody else added %s is left as it is, for staff to look at', async (_, altered) => {
    await kiosk.send(makeDecision({ answers: share, chosenAt: ago(60) }), never);
    await server.change(altered(await only()));
    const before = await only();
    const newer = makeDecision({ answers: refuse });
    expect(await kiosk.send(newer, never)).toEqual({ kind: 'refused', reason: 'refused-by-registry' });
    expect(await only()).toEqual(before);
  });

  it('a Consent that the registry ended no longer counts; a new choice begins anew', async () => {
    await kiosk.send(makeDecision({ answers: share, chosenAt: ago(60) }), never);
    await server.change({ ...(await only()), status: 'entered-in-error' });
    const newer = makeDecision({ answers: refuse });
    expect(await kiosk.send(newer, never)).toEqual(accepted);
    expect(await only()).toMatchObject({ status: 'active', dateTime: newer.chosenAt });
  });

  it('the evidence of each decision that still counts stands in the Consent, and no other', async () => {
    const [first, second] = [makeDecision({ answers: share, chosenAt: ago(60) }), makeDecision({ answers: refuse })];
    const part = { ...second, choices: second.choices.slice(0, 2) };
    await kiosk.send(first, never);
    await kiosk.send(part, never);
    expect((await only()).contained?.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect((await only()).sourceReference?.identifier?.value).toBe(second.id);
    await kiosk.send(
      makeDecision({
        id: 'dddddddd-0000-4000-8000-000000000001',
        answers: share,
        chosenAt: new Date(Date.now() + 1_000),
      }),
      never,
    );
    expect((await only()).contained?.map(({ id }) => id)).toEqual(['dddddddd-0000-4000-8000-000000000001']);
  });

  it('an address where there is no FHIR server is told as a wrong address', async () => {
    const lost = kioskAt({ base: server.tokenUrl.replace('/oauth2/token', '/nothing'), tokenUrl: server.tokenUrl });
    expect(await lost.send(makeDecision({ answers: share }), never)).toEqual({ kind: 'stop', why: 'address' });
    expect(puts()).toEqual([]); // no choice is told to whoever answers there
    await lost.close();
  });
});

const bsnOf = ({ patient }: Consent): string | undefined => patient?.identifier?.value;

/** As another party that knows PCF reads it: the root for its actors, then the exceptions. */
function standingIn({ status, category, dateTime = '', provision }: Consent): readonly Standing[] {
  if (status !== 'active' || provision === undefined) return [];
  const holder = provision.data?.find(({ meaning }) => meaning === 'authoredby')?.reference.identifier?.value ?? '';
  const dataCategory =
    category.flatMap(({ coding = [] }) => coding).find(({ code }) => code?.startsWith('GGC'))?.code ?? '';
  const found = new Map<string, Standing>();
  for (const { type, period, actor = [] } of [provision, ...(provision.provision ?? [])])
    for (const { reference } of actor) {
      const recipient = reference.identifier?.value ?? '';
      const answer = type ?? 'deny';
      found.set(recipient, { holder, dataCategory, category: recipient, answer, at: period?.start ?? dateTime });
    }
  return [...found.values()];
}
