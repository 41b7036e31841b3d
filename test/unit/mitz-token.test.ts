/** How the adapter comes by a token, and what it makes of a token endpoint in trouble (domain.md §7.6). */
import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../main/registry/port.ts';
import type { HttpAnswer } from '../../main/registry/transport.ts';
import {
  PAGE,
  UNKNOWN,
  accepted,
  answer,
  later,
  outcome,
  page,
  rig,
  send,
  stop,
  taken,
  token,
  unreachable,
} from '../support/mitz-rig.ts';

describe('the token endpoint', () => {
  it.each<[string, HttpAnswer, SendOutcome]>([
    ['that does not know us: stop', answer(401, '{"error":"invalid_client"}'), stop('not-authorised')],
    ['that refuses our scope: stop', answer(400, '{"error":"invalid_scope"}'), stop('not-authorised')],
    ['that forbids: stop', answer(403, ''), stop('not-authorised')],
    ['that is not there: stop', answer(404, PAGE), stop('address')],
    ['that is busy: later by so much', answer(429, '', { retryAfter: '9' }), later('no', 9000)],
    ['that fails: later', answer(500, PAGE), later('no')],
    ['that answers with a web page: later', page(200), later('no')],
    ['that answers with nothing: later', answer(200, ''), later('no')],
    ['that answers with half an answer: later', answer(200, '{"access_token":"ab'), later('no')],
    ['that gives an empty token: later', token({ access_token: '' }), later('no')],
    ['that gives a token with a line break: later', token({ access_token: 'a\r\nx-evil: 1' }), later('no')],
    ['that cannot be reached: later', unreachable(false), later('no')],
    ['that does not answer: later, nothing about the choice was sent', UNKNOWN, later('no')],
    ['that has a wrong certificate: stop', unreachable(true), stop('certificate')],
  ])('%s', async (_, given, expected) => {
    const parts = rig([answer(200, taken())], [given]);
    expect(await send(parts)).toEqual(expected);
    expect(parts.sent).toEqual([]);
  });

  it('is asked once for many choices, and again shortly before the token ends', async () => {
    const parts = rig([answer(200, taken())]);
    for (let n = 0; n < 5; n += 1) await send(parts);
    expect(parts.tokensAsked).toHaveLength(1);
    parts.clock.advance(269_000);
    await send(parts);
    expect(parts.tokensAsked).toHaveLength(1);
    parts.clock.advance(2000);
    await send(parts);
    expect(parts.tokensAsked).toHaveLength(2);
  });

  it('is asked again although the wall clock was set back: a token ends by the time that passes', async () => {
    const parts = rig([answer(200, taken())]);
    await send(parts);
    parts.clock.jump(-86_400_000);
    parts.clock.advance(300_000);
    await send(parts);
    expect(parts.tokensAsked).toHaveLength(2);
  });

  it.each([{}, { expires_in: 0 }, { expires_in: '300' }, { expires_in: -1 }, { expires_in: null }])(
    'may say %j of its life: the token works, and is kept for less than a minute',
    async (life) => {
      const parts = rig([answer(200, taken())], [token({ access_token: 'secret-1', ...life })]);
      expect(await send(parts)).toEqual(accepted);
      parts.clock.advance(60_000);
      await send(parts);
      expect(parts.tokensAsked).toHaveLength(2);
    },
  );

  it('gets id and secret in the body as RFC 6749 writes them', async () => {
    const parts = rig([answer(200, taken())]);
    await send(parts);
    const [asked] = parts.tokensAsked;
    expect(asked?.body).toBe('grant_type=client_credentials&client_id=kiosk&client_secret=geheim%261');
    expect(asked?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });
});

describe('a token that the registry refuses', () => {
  it('is replaced by a fresh one once, and the choice is accepted', async () => {
    const parts = rig(
      [outcome(401, 'login'), answer(200, taken())],
      [token({ access_token: 'old' }), token({ access_token: 'new' })],
    );
    expect(await send(parts)).toEqual(accepted);
    expect(parts.sent.map(({ headers }) => headers['authorization'])).toEqual(['Bearer old', 'Bearer new']);
    expect(parts.sent[1]?.body).toBe(parts.sent[0]?.body);
  });

  it('stops the queue when the fresh one is refused too, after two requests and no more', async () => {
    const parts = rig([outcome(401, 'login')]);
    expect(await send(parts)).toEqual(stop('not-authorised'));
    expect(parts.sent).toHaveLength(2);
  });

  it('and no fresh one to be had: what the token endpoint says', async () => {
    const parts = rig([outcome(401, 'login')], [token(), answer(503, '', { retryAfter: '4' })]);
    expect(await send(parts)).toEqual(later('no', 4000));
  });
});
