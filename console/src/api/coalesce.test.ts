import { describe, expect, it } from 'vitest';
import { coalesced } from './coalesce';

describe('work that is asked for in bursts', () => {
  it('runs at once, and once more for all that was asked meanwhile', async () => {
    const ends: (() => void)[] = [];
    const ask = coalesced(() => new Promise<void>((resolve) => ends.push(resolve)));
    ask();
    expect(ends.length).toBe(1);
    ask();
    ask();
    expect(ends.length).toBe(1);
    ends[0]!();
    await expect.poll(() => ends.length).toBe(2);
    ends[1]!();
    await new Promise((resolve) => setTimeout(resolve));
    expect(ends.length).toBe(2);
    ask();
    expect(ends.length).toBe(3);
  });

  it('runs again after a failure', async () => {
    let runs = 0;
    const ask = coalesced(() => Promise.reject(new Error(`${++runs}`)));
    ask();
    ask();
    await expect.poll(() => runs).toBe(2);
  });
});
