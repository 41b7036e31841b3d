import { expect, test, vi } from 'vitest';
import { DEFAULT_IDLE, startIdleClock } from '../../main/session/idle.ts';
import { virtualClock } from '../support/virtual-clock.ts';

function setup() {
  const clock = virtualClock();
  const on = { changed: vi.fn(), expired: vi.fn() };
  return { clock, on, idle: startIdleClock(clock, DEFAULT_IDLE, on) };
}

test('warns after 120 quiet seconds and counts down to the end after 60 more', () => {
  const { clock, on, idle } = setup();
  clock.advance(119_999);
  expect(idle.secondsLeft()).toBeNull();
  clock.advance(1);
  expect(idle.secondsLeft()).toBe(60);
  clock.advance(30_000);
  expect(idle.secondsLeft()).toBe(30);
  expect(on.expired).not.toHaveBeenCalled();
  clock.advance(30_000);
  expect(on.expired).toHaveBeenCalledTimes(1);
});

test('someone who shows that they are there gets the whole time again, without limit', () => {
  const { clock, on, idle } = setup();
  for (let round = 0; round < 50; round += 1) {
    clock.advance(170_000);
    expect(idle.secondsLeft()).toBe(10);
    idle.active();
    expect(idle.secondsLeft()).toBeNull();
  }
  expect(on.expired).not.toHaveBeenCalled();
});

test('a guide that keeps talking never times a listener out', () => {
  const { clock, on, idle } = setup();
  for (let second = 0; second < 600; second += 5) {
    clock.advance(5000);
    idle.active();
  }
  expect(idle.secondsLeft()).toBeNull();
  expect(on.expired).not.toHaveBeenCalled();
});

test('a jump of the wall clock neither ends nor stretches a session', () => {
  const { clock, on, idle } = setup();
  clock.jump(7 * 86_400_000);
  clock.advance(1000);
  expect(idle.secondsLeft()).toBeNull();
  clock.jump(-30 * 86_400_000);
  clock.advance(179_000);
  expect(on.expired).toHaveBeenCalledTimes(1);
});

test('stopped, it never calls again', () => {
  const { clock, on, idle } = setup();
  idle.stop();
  clock.advance(1_000_000);
  expect(on.changed).not.toHaveBeenCalled();
  expect(on.expired).not.toHaveBeenCalled();
});
