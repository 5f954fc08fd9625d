import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  colors: {
    // The library's own greys are brownish beside our surfaces.
    dark: ['#c9ced6', '#b4bac4', '#8b929d', '#666d78', '#3f4650', '#343a43', '#262a30', '#1e2126', '#16181c', '#0f1114'],
  },
});

/** The library's grey for secondary text and its red for errors are too pale to read: these keep 4.5 to 1 on our surfaces. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8fa',
    '--mantine-color-text': '#1b1e23',
    '--mantine-color-dimmed': '#5b626a',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-placeholder': '#6b7279',
    '--mantine-color-anchor': '#364fc7',
    '--surface': '#ffffff',
    '--surface-sunken': '#f1f3f5',
    '--line': '#dee2e6',
  },
  dark: {
    '--mantine-color-body': '#16181c',
    '--mantine-color-text': '#dfe3e8',
    '--mantine-color-dimmed': '#a5acb5',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-placeholder': '#8b929b',
    '--mantine-color-anchor': '#91a7ff',
    '--surface': '#1e2126',
    '--surface-sunken': '#262a30',
    '--line': '#353a42',
  },
});
