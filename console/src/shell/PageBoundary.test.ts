import { describe, expect, it } from 'vitest';
import { isMissingCode } from './PageBoundary';

describe('a page that breaks', () => {
  it.each([
    'Failed to fetch dynamically imported module: https://host/console/assets/FlagPage-1.js',
    'error loading dynamically imported module: https://host/console/assets/FlagPage-1.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /assets/FlagPage-1.css',
  ])('is one that could not be loaded when the browser says: %s', (message) => {
    expect(isMissingCode(new TypeError(message))).toBe(true);
  });

  it('is a mistake of the console otherwise', () => {
    expect(isMissingCode(new TypeError("Cannot read properties of undefined (reading 'key')"))).toBe(false);
  });
});
