import { AppShell, Box, Burger, Button, Group, NavLink, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { NavLink as RoutedLink, useLocation } from 'react-router';
import { session, useSession } from '../api/session';
import { moment, words } from '../common/format';
import { nameIn } from '../signin/claims';
import { LiveSign } from './LiveSign';
import { Mark } from './Mark';
import { SchemeSwitch } from './SchemeSwitch';
import { useViewer } from './useViewer';

const pages = [
  { to: '/experiments', label: 'Experiments', also: '/new-experiment' },
  { to: '/flags', label: 'Flags', also: '/new-flag' },
  { to: '/ledger', label: 'Ledger' },
  { to: '/referrals', label: 'Referrals' },
  { to: '/jobs', label: 'Scheduled jobs' },
];

/** The frame around every page: where one can go, who one is, what time it is in the marketplace. */
export function Shell({ children }: { children: ReactNode }) {
  const [opened, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  const { roles, now } = useViewer();
  const { token } = useSession();
  const who = [nameIn(token), roles.map(words).join(', ')].filter(Boolean).join(' · ');

  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding={{ base: 'md', sm: 'xl' }}>
      <a href="#main" className="skip-link">
        Skip to the page
      </a>
      <AppShell.Header className="shell-bar">
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={opened ? 'Close the menu' : 'Open the menu'} aria-expanded={opened} />
            <Mark />
          </Group>
          <Group gap="md" wrap="nowrap">
            {now !== undefined && (
              <Text size="sm" c="dimmed" visibleFrom="sm" title="The clock of the marketplace: prices, expiries and experiments go by it">
                {moment(now)}
              </Text>
            )}
            <Text size="sm" fw={600} visibleFrom="sm">
              {who}
            </Text>
            <Button size="xs" variant="default" onClick={session.signOut}>
              Sign out
            </Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" className="shell-bar" aria-label="Pages">
        <Stack justify="space-between" h="100%">
          <Stack gap={4}>
            {pages.map(({ to, label, also }) => (
              <NavLink
                key={to}
                component={RoutedLink}
                to={to}
                label={label}
                active={pathname.startsWith(to) || (also !== undefined && pathname === also)}
                onClick={menu.close}
                variant="subtle"
                className="page-link"
              />
            ))}
          </Stack>
          <Stack gap="sm">
            <Box hiddenFrom="sm">
              <Text size="sm" fw={600}>
                {who}
              </Text>
              {now !== undefined && (
                <Text size="sm" c="dimmed">
                  {moment(now)}
                </Text>
              )}
            </Box>
            <SchemeSwitch />
          </Stack>
        </Stack>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Box maw={1000} mx="auto">
          {children}
        </Box>
      </AppShell.Main>
      <LiveSign />
    </AppShell>
  );
}
