import { describe, expect, it } from 'vitest';
import { asked, fromAddress, isId, toAddress } from './search';

const any = { text: '', kind: '', status: '' } as const;
const id = btoa('Account:12').replaceAll('=', '');

describe('a search for accounts', () => {
  it('takes what has an @ for a whole email, and other words for part of a name', () => {
    expect(asked({ ...any, text: ' anna@example.org ' })).toEqual({ where: { kind: null, status: null, email: 'anna@example.org' } });
    expect(asked({ ...any, text: 'Anna B', kind: 'CLIENT' })).toEqual({ where: { kind: 'CLIENT', status: null, displayNameContains: 'Anna B' } });
    expect(asked({ ...any, status: 'BANNED' })).toEqual({ where: { kind: null, status: 'BANNED' } });
  });

  it('asks for one account where it is given an id', () => {
    expect(asked({ ...any, text: ` ${id} `, kind: 'CLIENT' })).toEqual({ id });
    expect(isId(btoa('ConnectsWallet:7'))).toBe(true);
    expect(isId(btoa('Job:7'))).toBe(false);
    expect(isId('Anna')).toBe(false);
    expect(isId('ünsafe')).toBe(false);
    expect(isId('')).toBe(false);
  });

  it('is kept by the address', () => {
    const search = { text: 'anna', kind: 'CLIENT', status: 'ACTIVE' } as const;
    expect(fromAddress(new URLSearchParams(toAddress(search)))).toEqual(search);
    expect(toAddress(any)).toEqual({});
    expect(fromAddress(new URLSearchParams('kind=NOBODY'))).toEqual(any);
  });
});
