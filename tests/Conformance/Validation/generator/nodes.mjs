// The nodes of a parsed document with their places, so that each can be changed, doubled or taken out.
import { Kind, parse, parseValue } from 'graphql';

export class Nodes {
  constructor(document, random) {
    this.document = document;
    this.random = random;
    this.entries = [];
    this.#walk(document, undefined, undefined);
  }

  /** The places of one kind of node, or of several. */
  of(...kinds) {
    return this.entries.filter(({ node }) => kinds.includes(node.kind));
  }

  /** One place of a kind, of those that a filter lets through; without one the mutation does not apply. */
  one(kinds, filter = () => true) {
    const found = this.of(...[kinds].flat()).filter(filter);
    if (found.length === 0) throw new DoesNotApply();
    return this.random.pick(found);
  }

  #walk(node, parent, list) {
    this.entries.push({ node, parent, list });
    for (const key of Object.keys(node)) {
      const child = node[key];
      if (key === 'loc' || child === null || typeof child !== 'object') continue;
      if (Array.isArray(child)) for (const element of child) this.#walk(element, node, child);
      else this.#walk(child, node, undefined);
    }
  }
}

/** Whether a variable stands where a value may, not where it is declared. */
export const isUse = ({ parent }) => parent.kind !== Kind.VARIABLE_DEFINITION;

export class DoesNotApply extends Error {}

export const remove = ({ node, list }) => list.splice(list.indexOf(node), 1);

export const copy = (node) => structuredClone({ ...node, loc: undefined });

/** Makes one node into another, in its place. */
export function become(node, other) {
  for (const key of Object.keys(node)) delete node[key];
  Object.assign(node, other);
}

export const nameNode = (value) => ({ kind: Kind.NAME, value });

export const typeOf = (text) => definitionsOf(`query($v: ${text}) { a }`)[0].variableDefinitions[0].type;

export const valueNode = (text) => parseValue(text, { noLocation: true });

export const selectionsOf = (text) => definitionsOf(`{ ${text} }`)[0].selectionSet.selections;

export const definitionsOf = (text) => [...parse(text, { noLocation: true }).definitions];
