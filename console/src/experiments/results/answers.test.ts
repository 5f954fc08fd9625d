import { describe, expect, it } from 'vitest';
import { certaintyAnswer, evidenceOf, methodSentence, progressSentence } from './certainty';
import { effectSentence, mainEffect } from './effects';
import { better, guardrail, open, paid, perJob, result, results, spent, treated, worse } from './samples';
import { harmAnswer, limitOf, limitText, watchedOf } from './harm';
import { crossedSentence, splitAnswer } from './split';

describe('the split', () => {
  it('is healthy where chance strays as far', () => {
    expect(splitAnswer(results([]).sampleRatio, 'ACCOUNT')).toMatchObject({
      tone: 'good',
      text: 'Yes. Of 100 accounts, 52 got “standard” and 48 got “doubled”; planned were 50 and 50. Chance alone strays that far about 62 times in 100 (p = 0.62).',
    });
  });

  it('is broken where chance does not, and then nothing can be trusted', () => {
    const broken = splitAnswer({ pValue: 0.00002, mismatch: true, arms: [{ variant: 'a', units: 700, expected: 600 }, { variant: 'b', units: 500, expected: 600 }] }, 'JOB');
    expect(broken.tone).toBe('bad');
    expect(broken.text).toContain('Chance alone does that less than once in 10,000 times (p < 0.0001)');
    expect(broken.text).toContain('no figure below can be trusted');
  });

  it('is exactly as planned where units were drawn, and nothing where nobody came', () => {
    const arms = [{ variant: 'a', units: 6, expected: 6 }, { variant: 'b', units: 6, expected: 6 }];
    expect(splitAnswer({ pValue: 1, mismatch: false, arms }, 'JOB_CATEGORY').text).toBe('Yes. Of 12 job categories, 6 got “a” and 6 got “b”, as planned.');
    expect(splitAnswer({ pValue: 1, mismatch: false, arms: arms.map((arm) => ({ ...arm, units: 0 })) }, 'ACCOUNT').text).toBe('Nothing to judge yet: no account has met it.');
  });

  it('says what is left out', () => {
    expect(crossedSentence(0, 'ACCOUNT')).toBeNull();
    expect(crossedSentence(1, 'ACCOUNT')).toBe('1 account met more than one arm and is left out of every figure.');
    expect(crossedSentence(4, 'JOB_CATEGORY')).toBe('4 job categories met more than one arm and are left out of every figure.');
  });
});

describe('an effect', () => {
  it('that is beyond doubt is stated', () => {
    expect(effectSentence(result(spent, better), better, 'standard', 'ACCOUNT')).toBe(
      'Connects spent per talent: 20% higher with “doubled” than with “standard”, beyond reasonable doubt (between 5% and 36% higher). As seen: 12 instead of 10.',
    );
    expect(mainEffect([result(spent, better)], 'standard', 'ACCOUNT').tone).toBe('good');
    expect(mainEffect([result(paid, better)], 'standard', 'ACCOUNT')).toMatchObject({ tone: 'bad', short: 'Connects paid for interviews 20% higher, beyond doubt' });
    expect(mainEffect([result(spent, better)], 'standard', 'ACCOUNT', true)).toMatchObject({ tone: 'bad', short: 'not to be trusted' });
  });

  it('that may be chance is told as that', () => {
    expect(effectSentence(result(perJob, open), open, 'standard', 'JOB_CATEGORY')).toBe(
      'Proposals per job: 4% higher with “doubled”, but it may be chance; the truth may be anything from 6% lower to 15% higher. As seen: 12 instead of 10.',
    );
    const none = { ...open, lift: 0 };
    expect(effectSentence(result(perJob, none), none, 'standard', 'JOB_CATEGORY')).toContain('Proposals per job: no difference seen with “doubled”; the truth may be anything');
    expect(mainEffect([result(spent, open)], 'standard', 'ACCOUNT').tone).toBe('plain');
  });

  it('that is real alone and not among the others says both', () => {
    const among = { ...better, significant: false };
    expect(effectSentence(result(spent, among), among, 'standard', 'ACCOUNT')).toContain('Taken alone that would count as real, but among all that is compared it may be chance.');
  });

  it('that cannot be computed says so', () => {
    const few = treated({ units: 2 });
    expect(effectSentence(result(spent, few), few, 'standard', 'ACCOUNT')).toContain('too early to say');
    expect(mainEffect([], 'standard', 'ACCOUNT').text).toBe('Nothing is compared.');
  });
});

describe('how sure we are', () => {
  it('goes by the primary metric', () => {
    expect(certaintyAnswer(results([result(spent, better)]), 'standard', 'ACCOUNT')).toMatchObject({
      tone: 'good',
      text: 'Sure: by Connects spent per talent, which decides, “doubled” is better than “standard” beyond reasonable doubt.',
    });
    expect(certaintyAnswer(results([result(spent, worse)]), 'standard', 'ACCOUNT').tone).toBe('bad');
    expect(certaintyAnswer(results([result(spent, open), result(perJob, better)]), 'standard', 'ACCOUNT').text).toContain('Not sure: by');
    expect(certaintyAnswer(results([result(spent, treated({}))]), 'standard', 'ACCOUNT').text).toContain('too little to compare');
  });

  it('is nothing where the split is broken', () => {
    const broken = results([result(spent, better)]);
    expect(certaintyAnswer({ ...broken, sampleRatio: { ...broken.sampleRatio, mismatch: true } }, 'standard', 'ACCOUNT').tone).toBe('bad');
  });

  it('tells chance and p-value in words, by the method', () => {
    const read = results([result(spent, better)]);
    expect(evidenceOf(better, read, false)).toEqual([
      '“doubled” is the better one with a chance of 99.4%.',
      'Choosing “doubled” now risks less than 0.1% on average, in case it is the worse one after all.',
      'If “doubled” changed nothing, a difference like this would come about once in 83 times (p = 0.012); rarer than once in 20 counts as real.',
    ]);
    const drawn = results([], { method: 'EXACT_RANDOMIZATION', smallestPValue: 2 / 64 });
    expect(evidenceOf(better, drawn, true)[0]).toBe('“doubled” came out better than in 99.4% of the ways in which the arms could have been drawn.');
    expect(methodSentence(drawn)).toContain('exact');
    expect(methodSentence(drawn)).toContain('The smallest that this design can give is 0.031.');
    expect(methodSentence(read)).toContain('however often');
  });

  it('compares the sample with the planned one', () => {
    expect(progressSentence({ unitsPerArm: 1000, days: 40 }, 0.1, 250, 'ACCOUNT')).toBe(
      'An effect of 10% needs 1,000 accounts in each arm; the smallest arm has 250, which is 25% of that; at the present rate that takes 40 days in all.',
    );
    expect(progressSentence({ unitsPerArm: 9, days: null }, 0.5, 6, 'JOB_CATEGORY')).toContain('which is 66% of that, and there are no more to come.');
    expect(progressSentence({ unitsPerArm: 1000, days: null }, 0.5, 6, 'JOB_CATEGORY', true)).toContain('the smallest arm had 6, which is less than 1% of that.');
    expect(progressSentence({ unitsPerArm: 100, days: 4 }, 0.1, 250, 'ACCOUNT')).toContain('so it would have shown');
  });
});

describe('harm', () => {
  const answer = (guardrails: Parameters<typeof watchedOf>[0], metrics: Parameters<typeof watchedOf>[1], mismatch = false) =>
    harmAnswer(watchedOf(guardrails, metrics, ['doubled']), metrics, 'standard', 'ACCOUNT', mismatch);

  it('has a limit in the direction that hurts', () => {
    expect(limitText(guardrail(spent, '0.25'))).toBe('at most 25% lower');
    expect(limitText(guardrail(paid, '1'))).toBe('at most 100% higher');
    expect(limitOf(guardrail(spent, '0.25'))).toBe(-0.25);
  });

  it('is none where even the worst of the interval is within the limit', () => {
    expect(answer([guardrail(spent, '0.25')], [result(spent, open)])).toMatchObject({ tone: 'good', text: 'No. Every guardrail is within its limit, beyond doubt.' });
    expect(answer([guardrail(spent, '0.05')], [result(spent, open)]).text).toContain('No sign of it.');
  });

  it('is told as a maybe where what was seen is beyond the limit', () => {
    const [watched] = watchedOf([guardrail(spent, '0.1')], [result(spent, { ...worse, significant: false })], ['doubled']);
    expect(watched!.standing).toBe('beyond');
    expect(answer([guardrail(paid, '0.03')], [result(paid, open)]).text).toBe('Perhaps. Beyond its limit so far, though it may be chance: Connects paid for interviews per talent with “doubled”.');
  });

  it('is a breach once it was found, in the words of the finding', () => {
    const breached = guardrail(spent, '0.1', { breached: true, breaches: [{ variant: 'doubled', at: '2026-11-20T09:00:00Z', reason: 'Connects spent of doubled is at least 12% worse.' }] });
    expect(watchedOf([breached], [result(spent, open)], ['doubled'])[0]!.text).toBe('Connects spent of doubled is at least 12% worse.');
    expect(answer([breached], [result(spent, open)])).toMatchObject({ tone: 'bad', text: 'Yes. Beyond its limit: Connects spent per talent with “doubled”.' });
  });

  it('is also a metric without a guardrail that is worse beyond doubt', () => {
    expect(answer([guardrail(spent, '0.25')], [result(spent, open), result(perJob, worse)]).text).toBe(
      'No guardrail has passed its limit, but something suffers. Worse beyond doubt: proposals per job with “doubled” (20% lower).',
    );
    expect(answer([], [result(spent, open)]).text).toBe('It has no guardrails.');
  });

  it('cannot be told too early, nor where the split is broken', () => {
    expect(answer([guardrail(spent, '0.25')], [result(spent, treated({}))]).text).toContain('cannot be told yet');
    expect(answer([guardrail(spent, '0.25')], [result(spent, open)], true).text).toContain('split is broken');
  });
});
