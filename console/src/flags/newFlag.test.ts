import { describe, expect, it } from 'vitest';
import { atOurField, check, emptyFlag, fieldsOf, toInput } from './newFlag';

const flag = { ...emptyFlag, key: 'fee-cap', description: ' Whether fees are capped ' };

describe('a new flag', () => {
  it('is sent with values, not with their text', () => {
    const texts = [
      { name: 'a', value: '{"cap": 12}' },
      { name: 'b', value: 'null' },
    ];
    expect(toInput({ ...flag, variants: texts, defaultVariant: 'a', offVariant: 'b' })).toEqual({
      key: 'fee-cap',
      description: 'Whether fees are capped',
      variants: [
        { name: 'a', configuration: { cap: 12 } },
        { name: 'b', configuration: null },
      ],
      defaultVariant: 'a',
      offVariant: 'b',
      enabled: false,
    });
  });

  it('is fine as the form proposes it, once it has a key and a description', () => {
    expect(check(flag)).toEqual({});
    expect(Object.keys(check(emptyFlag))).toEqual(['key', 'description']);
  });

  it('is told of values that are no JSON, and of variants that are not there', () => {
    expect(check({ ...flag, variants: [{ name: ' ', value: 'standard' }] })).toEqual({
      'variants.0.name': 'Give it a name.',
      'variants.0.value': '“standard” is no JSON: texts stand in double quotes.',
      defaultVariant: 'Choose one of the variants.',
      offVariant: 'Choose one of the variants.',
    });
  });
});

describe('a refusal', () => {
  it.each([
    ['variants[1].configuration', 'variants.1.value'],
    ['variants[0].configuration.tiers[2]', 'variants.0.value'],
    ['variants[12].name', 'variants.12.name'],
    ['allocation.default_when_enabled', 'defaultVariant'],
    ['key', 'key'],
    ['variants', 'variants'],
  ])('at %s is shown at %s', (field, shown) => {
    expect(atOurField({ code: 'VALIDATION_FAILED', message: '', field }).field).toBe(shown);
  });

  it('finds a field for every variant', () => {
    expect(fieldsOf(flag)).toEqual(['key', 'description', 'defaultVariant', 'offVariant', 'enabled', 'variants.0.name', 'variants.0.value', 'variants.1.name', 'variants.1.value']);
  });
});
