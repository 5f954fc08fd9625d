import type { AccountFilter, AccountKind, AccountStatus } from '#graphql';

export interface Search {
  readonly text: string;
  readonly kind: AccountKind | '';
  readonly status: AccountStatus | '';
}

export const kinds: readonly AccountKind[] = ['FREELANCER', 'AGENCY', 'CLIENT'];
export const statuses: readonly AccountStatus[] = ['ACTIVE', 'SUSPENDED', 'CLOSED', 'BANNED'];

/** A search as an address keeps it, so that a link or the way back finds the same accounts. */
export function fromAddress(parameters: URLSearchParams): Search {
  return {
    text: parameters.get('find') ?? '',
    kind: kinds.find((kind) => kind === parameters.get('kind')) ?? '',
    status: statuses.find((status) => status === parameters.get('status')) ?? '',
  };
}

export function toAddress({ text, kind, status }: Search): Record<string, string> {
  return Object.fromEntries(Object.entries({ find: text.trim(), kind, status }).filter(([, value]) => value !== ''));
}

/** What the API is asked: an id names one account, an address with an @ is a whole email, and anything else is part of a name. */
export function asked({ text, kind, status }: Search): { id: string } | { where: AccountFilter } {
  const words = text.trim();
  if (isId(words)) return { id: words };
  return {
    where: {
      kind: kind === '' ? null : kind,
      status: status === '' ? null : status,
      ...(words === '' ? {} : words.includes('@') ? { email: words } : { displayNameContains: words }),
    },
  };
}

/** Whether this is the id of an account or of its Connects wallet. */
export function isId(text: string): boolean {
  try {
    return /^(?:Account|ConnectsWallet):\d+$/.test(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return false;
  }
}
