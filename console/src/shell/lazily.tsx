import { type ComponentType, lazy } from 'react';

/** A page that is fetched when it is first opened. */
export function lazily<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return lazy(async () => ({ default: (await load())[name] }));
}
