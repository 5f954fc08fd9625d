import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import type { ReferralProgramTermsFragment } from '#graphql';
import { words } from '../common/format';
import { Panel } from '../common/Panel';
import { tiersInWords } from './words';

export function Programs({ programs }: { programs: readonly ReferralProgramTermsFragment[] }) {
  return (
    <Panel title="Programs in force">
      {programs.length === 0 ? (
        <Text c="dimmed">None is in force.</Text>
      ) : (
        <ul className="plain-list lined" aria-label="Programs">
          {programs.map((program) => (
            <li key={program.key}>
              <Program program={program} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Program({ program }: { program: ReferralProgramTermsFragment }) {
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="sm">
        <Text fw={600}>{program.name}</Text>
        <Group gap="xs">
          <Badge variant="default" radius="sm" tt="none">
            {words(program.kind)}
          </Badge>
          <Badge variant="default" radius="sm" tt="none">
            {program.needsApproval ? 'Needs approval' : 'Needs no approval'}
          </Badge>
        </Group>
      </Group>
      <Text size="sm" maw="75ch">
        {program.terms}
      </Text>
      <ul className="bullets">
        {tiersInWords(program.tiers).map((tier) => (
          <li key={tier}>
            <Text size="sm">{tier}</Text>
          </li>
        ))}
      </ul>
      <Group gap="xs" c="dimmed" fz="sm" className="dotted">
        <span className="mono">{program.key}</span>
        <span>
          <Anchor href={program.termsUrl} target="_blank" rel="noreferrer" inherit>
            Public terms, version {program.termsVersion} (new tab)
          </Anchor>
        </span>
      </Group>
    </Stack>
  );
}
