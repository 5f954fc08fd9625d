import '@mantine/core/styles.css';
import './styles/base.css';
import './styles/experiments.css';
import './styles/results.css';
import './styles/flags.css';
import './styles/tables.css';
import './styles/tones.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { App } from './App';
import { queryClient } from './api/queries';
import { FrameBroken } from './shell/PageBoundary';
import { styleNonce } from './styles/nonce';
import { cssVariables, theme } from './theme';

// A router that knows where one is about to go, so that a form can ask first.
const router = createBrowserRouter([{ path: '*', element: <App />, errorElement: <FrameBroken /> }], { basename: '/console' });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
