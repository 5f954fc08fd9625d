/** Where a value stands in a text of JSON: its line, counted from 1, and the characters from and to. */
export interface Place {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export interface JsonProblem extends Place {
  readonly message: string;
}

export type ReadJson = { readonly value: unknown; readonly places: ReadonlyMap<string, Place>; readonly problem: null } | { readonly problem: JsonProblem };

/** Reads JSON and remembers where everything stands, under the names by which the API tells places: definition.allocation.percentile[1].to. */
export function readJson(text: string, root: string): ReadJson {
  const reader = new Reader(text);
  try {
    const value = reader.document(root);
    return { value, places: reader.places, problem: null };
  } catch (failure) {
    if (failure instanceof Unreadable) return { problem: failure.problem };
    throw failure;
  }
}

/** The place of a path; of what is missing there, the place of what it is missing in. */
export function placeOf(path: string, places: ReadonlyMap<string, Place>): Place | null {
  for (let known = path; known !== ''; known = known.slice(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['), 0))) {
    const place = places.get(known);
    if (place !== undefined) return place;
  }
  return null;
}

class Unreadable extends Error {
  constructor(readonly problem: JsonProblem) {
    super(problem.message);
  }
}

class Reader {
  readonly places = new Map<string, Place>();
  private at = 0;
  private counted = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  document(root: string): unknown {
    const value = this.value(root);
    this.space();
    if (this.at < this.text.length) this.refuse('Nothing may follow the end of the JSON.');
    return value;
  }

  private value(path: string): unknown {
    this.space();
    const from = this.at;
    const line = this.lineOf(from);
    const value = this.bare(path);
    this.places.set(path, { line, from, to: this.at });
    return value;
  }

  private bare(path: string): unknown {
    const next = this.text[this.at];
    if (next === '{') return this.members(path);
    if (next === '[') return this.items(path);
    if (next === '"') return this.string();
    const word = /[^\s,:[\]{}"]*/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)![0];
    if (found === '') this.refuse(next === undefined ? 'The text ends where a value is needed.' : `A value is needed here, not “${next}”.`);
    const end = this.at + found.length;
    if (found === 'true' || found === 'false' || found === 'null' || /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(found)) {
      this.at = end;
      return JSON.parse(found) as unknown;
    }
    return this.refuse(`“${found}” is no JSON: texts stand in double quotes.`, end);
  }

  private members(path: string): unknown {
    const entries: [string, unknown][] = [];
    const names = new Set<string>();
    this.at++;
    if (this.took('}')) return {};
    do {
      this.space();
      const from = this.at;
      if (this.text[from] === '}') this.refuse('No comma stands before the closing brace.');
      if (this.text[from] !== '"') this.refuse('A member’s name in double quotes is needed here.');
      const name = this.string();
      // The engine's parser would keep the last of them and say nothing.
      if (names.has(name)) this.refuse(`“${name}” stands here twice.`, this.at, from);
      names.add(name);
      if (!this.took(':')) this.refuse('A colon is needed after a member’s name.');
      entries.push([name, this.value(`${path}.${name}`)]);
    } while (this.took(','));
    if (!this.took('}')) this.refuse('A comma or the closing brace } is needed here.');
    return Object.fromEntries(entries);
  }

  private items(path: string): unknown[] {
    const items: unknown[] = [];
    this.at++;
    if (this.took(']')) return items;
    do {
      this.space();
      if (this.text[this.at] === ']') this.refuse('No comma stands before the closing bracket.');
      items.push(this.value(`${path}[${items.length}]`));
    } while (this.took(','));
    if (!this.took(']')) this.refuse('A comma or the closing bracket ] is needed here.');
    return items;
  }

  private string(): string {
    const from = this.at;
    const whole = /"(?:[^"\\\n]|\\.)*"/y;
    whole.lastIndex = from;
    const found = whole.exec(this.text)?.[0];
    if (found === undefined) return this.refuse('This text is not closed: a double quote is needed at its end.', from + 1);
    try {
      const read = JSON.parse(found) as string;
      this.at = from + found.length;
      return read;
    } catch {
      return this.refuse('This text has a character or a backslash that JSON does not allow in it.', from + found.length);
    }
  }

  private took(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private space(): void {
    while (this.at < this.text.length && ' \t\n\r'.includes(this.text[this.at]!)) this.at++;
  }

  // Values begin in the text's order, so each line is counted once.
  private lineOf(offset: number): number {
    for (; this.counted < offset; this.counted++) if (this.text[this.counted] === '\n') this.line++;
    return this.line;
  }

  private refuse(message: string, to = Math.min(this.at + 1, this.text.length), from = this.at): never {
    throw new Unreadable({ message, line: this.lineOf(from), from, to });
  }
}
