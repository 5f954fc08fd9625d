// The variables of one operation: declared when a value asks for one.
import { GraphQLBoolean, GraphQLList, GraphQLNonNull, getNullableType, isListType, isNonNullType } from 'graphql';
import { valueOf } from './values.mjs';

export class Variables {
  #random;
  #declared = [];
  #directives;

  constructor(random, directives = []) {
    this.#random = random;
    this.#directives = directives;
  }

  /** A variable that may stand at a place of this type. */
  of(type, { hasDefault = false, isInOneOf = false } = {}) {
    const random = this.#random;
    const known = this.#declared.filter((variable) => String(variable.type) === String(type) && !isInOneOf);
    if (known.length > 0 && random.chance(0.5)) return `$${random.pick(known).name}`;

    let own = stricter(type, random);
    if (isInOneOf && !isNonNullType(own)) own = new GraphQLNonNull(own);
    let initial;
    if (isNonNullType(own) && !isInOneOf && random.chance(0.3)) {
      own = own.ofType;
      // The place's own default makes up for a null; so does a default here.
      if (!hasDefault || random.chance(0.5)) initial = valueOf(new GraphQLNonNull(own), random, undefined);
    } else if (random.chance(0.2)) {
      initial = valueOf(own, random, undefined);
    }
    const variable = { name: `v${this.#declared.length}`, type: own, initial };
    this.#declared.push(variable);
    return `$${variable.name}`;
  }

  boolean() {
    return this.of(new GraphQLNonNull(GraphQLBoolean));
  }

  toString() {
    if (this.#declared.length === 0) return '';
    const one = ({ name, type, initial }) => `$${name}: ${type}${initial === undefined ? '' : ` = ${initial}`}${this.#directive()}`;
    return `(${this.#declared.map(one).join(', ')})`;
  }

  #directive() {
    return this.#directives.length > 0 && this.#random.chance(0.1) ? ` @${this.#random.pick(this.#directives).name}` : '';
  }
}

// Inside lists an element's type may be stricter, too.
function stricter(type, random) {
  if (isNonNullType(type)) return new GraphQLNonNull(getNullableType(stricter(type.ofType, random)));
  const inner = isListType(type) ? new GraphQLList(stricter(type.ofType, random)) : type;
  return random.chance(0.25) ? new GraphQLNonNull(inner) : inner;
}

