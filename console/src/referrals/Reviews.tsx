import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DecideReferralDocument, type ReferralDecision, ReferralFunnelDocument, ReferralReviewsDocument, type ReferralReviewsQuery } from '#graphql';
import { execute } from '../api/client';
import { usePages } from '../api/pages';
import { operationName } from '../api/queries';
import { refusalsOf } from '../api/refusals';
import { Answer } from '../common/Answer';
import { DecisionDialog } from '../common/DecisionDialog';
import { Fact } from '../common/Fact';
import { date, words } from '../common/format';
import { Panel } from '../common/Panel';
import { ShowMore } from '../common/ShowMore';
import { PersonLink } from './PersonLink';
import { wouldBring } from './words';

type Review = ReferralReviewsQuery['referralReviews']['nodes'][number];

export function Reviews() {
  const query = usePages(ReferralReviewsDocument, {}, (data) => data.referralReviews, { refetchInterval: 30_000 });
  const [decided, decide] = useState<{ review: Review; decision: ReferralDecision } | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const open = (review: Review, decision: ReferralDecision) => {
    setDone(null);
    decide({ review, decision });
  };
  return (
    <Panel title="Referrals to review">
      <Text size="sm" c="dimmed">
        Something speaks against them: they wait, unpaid, until a person decides. The oldest first.
      </Text>
      <Text role="status" size="sm" fw={600} className="said">
        {done}
      </Text>
      <Answer query={query}>
        {({ nodes, total }) =>
          nodes.length === 0 ? (
            <Text c="dimmed">Nothing waits.</Text>
          ) : (
            <>
              <ul className="plain-list lined" aria-label="Referrals to review">
                {nodes.map((review) => (
                  <li key={review.id}>
                    <OneReview review={review} open={open} />
                  </li>
                ))}
              </ul>
              <ShowMore shown={nodes.length} total={total} one="referral" query={query} />
            </>
          )
        }
      </Answer>
      {decided && <ReviewDialog {...decided} done={setDone} close={() => decide(null)} />}
    </Panel>
  );
}

function OneReview({ review, open }: { review: Review; open: (review: Review, decision: ReferralDecision) => void }) {
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm" align="flex-start">
        <Text fw={600} maw="60ch">
          {review.reason ?? 'No reason was given.'}
        </Text>
        <Group gap="xs">
          <Button size="xs" aria-label={`Approve the referral of ${review.referred.displayName}`} onClick={() => open(review, 'APPROVE')}>
            Approve
          </Button>
          <Button size="xs" variant="default" aria-label={`Reject the referral of ${review.referred.displayName}`} onClick={() => open(review, 'REJECT')}>
            Reject
          </Button>
        </Group>
      </Group>
      <dl className="facts">
        <Fact name="Who refers">
          <PersonLink person={review.referrer} />
        </Fact>
        <Fact name="Who was referred">
          <PersonLink person={review.referred} />
        </Fact>
        <Fact name="Program">{review.program.name}</Fact>
        <Fact name="Signed up">
          {date(review.signedUpAt)}, by {words(review.source).toLowerCase()}
        </Fact>
        <Fact name="Would bring">{wouldBring(review.reward, review.program.tiers)}</Fact>
      </dl>
    </Stack>
  );
}

function ReviewDialog({ review, decision, done, close }: { review: Review; decision: ReferralDecision; done: (said: string) => void; close: () => void }) {
  const client = useQueryClient();
  const approves = decision === 'APPROVE';
  const name = review.referred.displayName;
  const send = async (reason: string) => {
    const refusals = refusalsOf((await execute(DecideReferralDocument, { input: { referralId: review.id, decision, reason } })).decideReferral);
    if (refusals.length === 0) done(`The referral of ${name} is ${approves ? 'approved' : 'rejected'}.`);
    // Somebody else may have been faster, which is a refusal: the list is old either way.
    await Promise.all([ReferralReviewsDocument, ReferralFunnelDocument].map((document) => client.invalidateQueries({ queryKey: [operationName(document)] })));
    return refusals;
  };
  return (
    <DecisionDialog
      title={approves ? `Approve the referral of ${name}?` : `Reject the referral of ${name}?`}
      confirm={approves ? 'Approve it' : 'Reject it'}
      refused="Not decided"
      reasonFor="The audit log and the referrer read it."
      example={approves ? 'I called the client; the company is real' : 'Both accounts are one person'}
      grave={!approves}
      send={send}
      close={close}
    >
      <Text>
        {review.reason} {approves ? `Approved, it is held and paid as if nothing had spoken against it: ${wouldBring(review.reward, review.program.tiers)}.` : `Rejected, ${review.referrer.displayName} gets nothing for it, and this is final.`}
      </Text>
    </DecisionDialog>
  );
}
