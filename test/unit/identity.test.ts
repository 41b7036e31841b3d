import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageOn, parseBirthDate, parseBsn, parseUra } from '../../shared/consent/identity.ts';

const today = new Date('2026-11-23T12:00:00Z');

test.each(['900186021', '900203638', '999999990'])('%s passes the eleven-test', (bsn) => {
  expect(parseBsn(bsn)).toBe(bsn);
});

test.each([
  '123456789',
  '000000000',
  '90018602',
  '9001860210',
  '90018602a',
  '９００１８６０２１',
  ' 900186021',
  '900186021\n',
  '---------',
  '',
  '\u202e900186021',
  '9'.repeat(10_000),
])('not a citizen service number (%#)', (text) => {
  expect(parseBsn(text)).toBeNull();
});

test('one wrong digit is always caught by the eleven-test', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
      const digits = Array.from('900186021');
      digits[place] = String((Number(digits[place]) + shift) % 10);
      expect(parseBsn(digits.join(''))).toBeNull();
    }),
  );
});

test.each([
  '2026-02-30',
  '2025-02-29',
  '1900-13-01',
  '2026-11-24',
  '1899-01-01',
  '26-11-2026',
  '0000-00-00',
  '1980-1-1',
  '1980-01-01T00',
  '',
])('%s is not a date of birth', (text) => {
  expect(parseBirthDate(text, today)).toBeNull();
});

test('29 February is a birthday in a leap year', () => {
  expect(parseBirthDate('2000-02-29', today)).toBe('2000-02-29');
});

test('someone turns 16 at midnight in the Netherlands, not in London', () => {
  expect(ageOn('2010-11-24', new Date('2026-11-23T22:59:59Z'))).toBe(15);
  expect(ageOn('2010-11-24', new Date('2026-11-23T23:00:00Z'))).toBe(16);
});

test('a provider number has eight digits', () => {
  expect(parseUra('90000001')).toBe('90000001');
  expect(parseUra('9000001')).toBeNull();
});
