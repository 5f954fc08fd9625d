import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.API ?? 'http://localhost:5080';

// They change seldom: a new console leaves them in the browser's cache. What a single page uses comes with that page.
const everyPagesLibraries = /node_modules[\\/](@mantine|@tanstack|@floating-ui|react|react-dom|react-router|scheduler|graphql-ws)[\\/]/;

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: { alias: { '#graphql': fileURLToPath(new URL('obj/graphql.ts', import.meta.url)) } },
  // The host's Content-Security-Policy allows fonts and scripts from its own address alone, so nothing is inlined.
  // Browsers that know light-dark(), which would be rewritten for older ones.
  build: {
    assetsInlineLimit: 0,
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'libraries', test: everyPagesLibraries }] } } },
  },
  server: { proxy: { '/graphql': { target: api, ws: true }, '/dev/token': api, '/wallets': api } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
