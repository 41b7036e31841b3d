/** The report on the outbox runs and tells what it promises. Only its shape: a busy machine has other times. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const script = join(import.meta.dirname, '..', 'bench', 'outbox', 'report.ts');
const TMPFS = 0x01021994;
/** Beside the repository when the system keeps its temporary files in memory. */
const parent = statfsSync(tmpdir()).type === TMPFS ? join(import.meta.dirname, '..', '..') : tmpdir();
const dir = mkdtempSync(join(parent, 'keuzewijzer-report-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, [script, ...args]);

const timed = { perSecond: z.number().positive(), p50Ms: z.number().positive(), p99Ms: z.number().positive() };
const drained = { ofBare: z.number().positive(), decisions: z.literal(200), connections: z.int().positive() };
const reportSchema = z.looseObject({
  quick: z.literal(true),
  targets: z.array(z.strictObject({ name: z.string().min(10), value: z.number(), reached: z.boolean() })).length(5),
  enqueue: z.looseObject({
    throughputOfBare: z.number().positive(),
    p99OfBare: z.number().positive(),
    ownMs: z.number(),
    reachedWhereBareTakesMs: z.number(),
    bytesPerDecision: z.int().min(1000),
    leftMs: z.number().positive(),
    validateAndSealMs: z.number().positive(),
    peers: z.literal('not asked for'),
    results: z.array(z.looseObject({ name: z.string(), durable: z.string().nullable(), ...timed })).length(5),
  }),
  size: z.looseObject({ rows: z.literal(2000), at1000: z.looseObject(timed), atMany: z.looseObject(timed) }),
  drain: z.looseObject(drained),
  registry: z.null(),
  start: z.looseObject({ pending: z.literal(1000), delayMs: z.number(), withPendingMs: z.number().positive() }),
});

describe('the report on the outbox', () => {
  it('measures all parts in one quick run, says of each target whether it is reached, and leaves nothing behind', async () => {
    const { stdout } = await run('--quick', '--json', '--only', 'enqueue,size,drain,start', '--dir', dir);
    const report = reportSchema.parse(JSON.parse(stdout));
    const [keeping, tail] = report.targets;
    expect(keeping).toMatchObject({ value: report.enqueue.throughputOfBare });
    expect(keeping?.reached).toBe(report.enqueue.throughputOfBare >= 0.85);
    expect(tail?.reached).toBe(report.enqueue.p99OfBare <= 2);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('refuses a part that is not there, in words', async () => {
    await expect(run('--quick', '--only', 'speed', '--dir', dir)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no part speed') as string,
    });
  });
});
