import { describe, expect, it } from 'vitest';
import { placeOf, type ReadJson, readJson } from './jsonText';

const text = `{
  "id": "half",
  "allocation": {
    "percentile": [
      { "variant": "a", "from": 0, "to": 50 },
      { "variant": "b", "from": 50, "to": 100 }
    ]
  }
}`;

function places(read: ReadJson) {
  if (read.problem !== null) throw new Error(read.problem.message);
  return read.places;
}

describe('JSON with its places', () => {
  it('is read as the engine reads it', () => {
    const read = readJson(text, 'definition');
    expect(read).toMatchObject({ value: JSON.parse(text), problem: null });
    expect(readJson(' [1e3, -0.5, true, null, "a\\n\\u00e4", {}, []] ', 'x')).toMatchObject({ value: [1000, -0.5, true, null, 'a\nä', {}, []] });
  });

  it('knows where each value stands', () => {
    const found = placeOf('definition.allocation.percentile[1].to', places(readJson(text, 'definition')))!;
    expect(found.line).toBe(6);
    expect(text.slice(found.from, found.to)).toBe('100');
    expect(placeOf('definition', places(readJson(text, 'definition')))!.line).toBe(1);
  });

  it('knows a list’s line though its items were read before it', () => {
    expect(placeOf('definition.allocation.percentile', places(readJson(text, 'definition')))!.line).toBe(4);
  });

  it('places what is missing in what it is missing in', () => {
    expect(placeOf('definition.allocation.percentile[0].seed', places(readJson(text, 'definition')))!.line).toBe(5);
    expect(placeOf('definition.allocation.percentile[7]', places(readJson(text, 'definition')))!.line).toBe(4);
    expect(placeOf('reason', places(readJson(text, 'definition')))).toBeNull();
  });

  it.each([
    ['', 1, 'The text ends where a value is needed.'],
    ['{\n  "a": 1,\n}', 3, 'No comma stands before the closing brace.'],
    ['[1,\n2,\n]', 3, 'No comma stands before the closing bracket.'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 'A comma or the closing brace } is needed here.'],
    ['[1 2]', 1, 'A comma or the closing bracket ] is needed here.'],
    ['{\n  a: 1 }', 2, 'A member’s name in double quotes is needed here.'],
    ['{ "a" 1 }', 1, 'A colon is needed after a member’s name.'],
    ['{ "a":\n standard }', 2, '“standard” is no JSON: texts stand in double quotes.'],
    ['{ "a": 01 }', 1, '“01” is no JSON: texts stand in double quotes.'],
    ['{ "a": }', 1, 'A value is needed here, not “}”.'],
    ['{ "a": "open }\n', 1, 'This text is not closed: a double quote is needed at its end.'],
    ['{ "a": "\\x" }', 1, 'This text has a character or a backslash that JSON does not allow in it.'],
    ['{ "a": 1,\n "a": 2 }', 2, '“a” stands here twice.'],
    ['{}\n{}', 2, 'Nothing may follow the end of the JSON.'],
  ])('says of %j what is wrong on line %i', (wrong, line, message) => {
    expect(readJson(wrong, 'definition').problem).toMatchObject({ line, message });
  });

  it('has a name of its own for a member that JavaScript has another use for', () => {
    const read = readJson('{"__proto__": 1}', 'x');
    expect(JSON.stringify((read as { value: unknown }).value)).toBe('{"__proto__":1}');
  });
});
