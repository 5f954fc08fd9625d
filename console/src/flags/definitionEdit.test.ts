import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../api/client';
import { difference, faultOf, localFault } from './definitionEdit';
import { readJson } from './jsonText';

const text = '{\n  "id": "x",\n  "allocation": {\n    "percentile": [{ "variant": "c", "from": 0, "to": 50 }]\n  }\n}';
const read = readJson(text, 'definition');

describe('a fault of a definition', () => {
  it('is found at its place when the preview refuses it', () => {
    const fault = faultOf(new ApiProblem('failed', "definition.allocation.percentile[0].variant: No variant is named 'c'; these are: a, b."), read)!;
    expect(fault).toMatchObject({ message: "No variant is named 'c'; these are: a, b.", field: 'definition.allocation.percentile[0].variant', place: { line: 4 } });
    expect(text.slice(fault.place!.from, fault.place!.to)).toBe('"c"');
  });

  it('is found at its place when the edit is refused', () => {
    const refusals = [{ code: 'VALIDATION_FAILED', message: 'It is needed.', field: 'definition.variants' }];
    expect(faultOf(refusals, read)).toMatchObject({ message: 'It is needed.', place: { line: 1 } });
  });

  it('is none when something else was refused', () => {
    expect(faultOf([{ code: 'VALIDATION_FAILED', message: 'Say why.', field: 'reason' }], read)).toBeNull();
    expect(faultOf([{ code: 'WRONG_STATE', message: 'It is archived.' }], read)).toBeNull();
    expect(faultOf(new Error('The API cannot be reached.'), read)).toBeNull();
  });

  it('is said before the API is asked when the text is no JSON', () => {
    expect(localFault(readJson('{\n', 'definition'))).toMatchObject({ field: null, place: { line: 2 } });
    expect(localFault(read)).toBeNull();
  });
});

describe('the difference of two definitions', () => {
  it('is none when members only stand elsewhere', () => {
    expect(difference({ id: 'x', enabled: true }, { enabled: true, id: 'x' })).toEqual([]);
  });
});
