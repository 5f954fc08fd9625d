import { ArchiveFlagDocument, type FlagDetailsFragment, UpdateFlagDocument } from '#graphql';
import { execute } from '../api/client';
import { switched } from './serving';

export type FlagChange = 'off' | 'on' | 'archive';

interface Change {
  readonly title: (key: string) => string;
  readonly confirm: string;
  readonly refused: string;
  readonly example: string;
  readonly dangerous: boolean;
  /** Whether there is anything left to do. */
  readonly possible: (flag: FlagDetailsFragment) => boolean;
}

export const flagChanges: Record<FlagChange, Change> = {
  off: {
    title: (key) => `Switch off ${key}?`,
    confirm: 'Switch it off',
    refused: 'Not switched off',
    example: 'Proposals fail since this morning',
    dangerous: true,
    possible: (flag) => flag.enabled && !flag.archived,
  },
  on: {
    title: (key) => `Switch on ${key}?`,
    confirm: 'Switch it on',
    refused: 'Not switched on',
    example: 'The fault is mended',
    dangerous: false,
    possible: (flag) => !flag.enabled && !flag.archived,
  },
  archive: {
    title: (key) => `Archive ${key}?`,
    confirm: 'Archive it for good',
    refused: 'Not archived',
    example: 'Decided; nothing reads it any more',
    dangerous: true,
    possible: (flag) => !flag.archived,
  },
};

/** The definition by which the flag is evaluated afterwards: an archived flag is like one that is off. */
export function definitionAfter(change: FlagChange, flag: FlagDetailsFragment): unknown {
  return switched(flag.definition, change === 'on');
}

export async function send(change: FlagChange, { key, version }: FlagDetailsFragment, reason: string) {
  const input = { key, expectedVersion: version, reason };
  return change === 'archive'
    ? (await execute(ArchiveFlagDocument, { input })).archiveFlag
    : (await execute(UpdateFlagDocument, { input: { ...input, enabled: change === 'on' } })).updateFlag;
}

/** What the experiments on the flag have of it. */
export function effectOnExperiment(change: FlagChange, name: string): string {
  return {
    off: `The experiment “${name}” runs on it: it has no effect until the flag is switched on again. What was quoted or posted stays as it was.`,
    on: `The experiment “${name}” takes effect again, with everybody in the arm they had.`,
    archive: `The experiment “${name}” runs on it and has to be stopped first.`,
  }[change];
}
